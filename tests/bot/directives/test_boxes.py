"""A box with its label, however it is typed."""

import pytest

from bot.directives.boxes import box_in, circles_say

LABEL = "Reject if name does not match address"


@pytest.mark.parametrize(
    "line",
    [
        f"[x] {LABEL}", f"[X]{LABEL}", f"- [x] {LABEL}", f"☑ {LABEL}", f"■{LABEL}", f"✓ {LABEL}", f"レ {LABEL}", f"(x) {LABEL}",
        f"[on] {LABEL}",
        f"C. [x] {LABEL}", f"C) {LABEL}: ON", f"{LABEL} (on)", f"{LABEL} - yes", f"{LABEL} ... checked", f"{LABEL} → オン",
        f"{LABEL} チェックあり",
        f"「{LABEL}」はオンです", f"{LABEL} | enabled", f"{LABEL} ☑", f"{LABEL} = true", f"ON: {LABEL}", f"{LABEL}(有効)",
    ],
)  # fmt: skip
def test_ticked_box_is_on(line):
    """Signs, letters and words that say that a box is ticked."""
    assert box_in(line, circled=None)[:2] == ("on", LABEL)


@pytest.mark.parametrize(
    "line",
    [
        f"[ ] {LABEL}", f"[] {LABEL}", f"[_] {LABEL}", f"* [ ] {LABEL}", f"☐ {LABEL}", f"□{LABEL}", f"( ) {LABEL}", f"× {LABEL}",
        f"[off] {LABEL}",
        f"{LABEL}: off", f"{LABEL}: OFF.", f"{LABEL} (no)", f"{LABEL} — not checked", f"{LABEL} … オフ", f"{LABEL} チェックなし",
        f"{LABEL}:無効",
        f"「{LABEL}」がオフになっています。", f"{LABEL} [ ]", f"{LABEL} □", f"{LABEL}: いいえ",
    ],
)  # fmt: skip
def test_empty_box_is_off(line):
    """Signs and words that say that a box is not ticked."""
    assert box_in(line, circled=None)[:2] == ("off", LABEL)


@pytest.mark.parametrize(
    "line", [LABEL, f"{LABEL}:", f"Should {LABEL} be on?", f"Put a checkmark in {LABEL}.", "レポートを出す", f"○ {LABEL}", "x" * 500]
)
def test_line_without_a_state_is_no_box(line):
    """A label alone, a question or an advice says nothing of a state; nor does a circle by itself."""
    assert box_in(line, circled=None) is None


def test_circle_is_what_stands_against_it():
    """Beside filled circles an empty one is not chosen; beside crosses it means yes."""
    assert box_in(f"○ {LABEL}", circled=circles_say("● a\n○ b"))[0] == "off"
    assert box_in(f"○ {LABEL}", circled=circles_say("× a\n○ b"))[0] == "on"


def test_field_names_a_server():
    """A field for a server's name is set to it."""
    assert box_in("カスタムサーバ: list.example", circled=None)[:2] == ("set", "カスタムサーバ: list.example")
