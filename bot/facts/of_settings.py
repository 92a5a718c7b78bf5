"""Facts about the settings in a paste that no single line shows: rules that help each other, and what is not there."""

from __future__ import annotations

from collections.abc import Iterable

from bot.catalogue import Event
from bot.facts.known import UNKNOWN, Fact, Known
from bot.facts.of_events import NOT_THERE
from bot.facts.of_groups import Group, group_fact, lines_of

SHAPE = "config"


def _settings(known: Known, *kinds: str) -> list[Event]:
    """Return the settings of some kinds that hold for the whole server."""
    return [event for event in known.events if event.kind in kinds and event.line.shape == SHAPE and "service" not in event.fields]


def _of_list(events: Iterable[Event], name: str) -> Event | None:
    """Return the last line that sets one of Postfix's two lists, since that is the one in force."""
    return next((event for event in reversed(list(events)) if event.fields.get("list") == name), None)


@group_fact("lists_do_not_guard")
def lists_do_not_guard(_group: Group, known: Known) -> Fact:
    """Postfix's list against relaying refuses nobody, and the list for recipients, which could do it instead, is not shown to.

    A list for recipients alone shows nothing: as shipped, the other one refuses strangers (postconf(5), Postfix 2.10 and later).
    """
    lists = _settings(known, "setting_unguarded", "setting_guards")
    relay, recipient = _of_list(lists, "relay"), _of_list(lists, "recipient")
    if relay is None or relay.fields["guarded"] == "yes":
        return Fact(False, "inferred")
    if recipient is not None and recipient.fields["guarded"] == "yes":
        return Fact(False, "logged", lines_of([relay, recipient]))
    shown = [event for event in (relay, recipient) if event is not None]
    return Fact(True, "logged" if recipient is not None else "presumed", lines_of(shown))


@group_fact("lists_trust_names")
def lists_trust_names(_group: Group, known: Known) -> Fact:
    """A table of senders or greetings says OK to some, before strangers are refused: anybody can write such a name.

    In the list for recipients that matters only where the list against relaying refuses nobody.
    """
    lines = {event.line.number for trusting in _trusting(known) for event in (*trusting, *_letting_pass(trusting[-1], known))}
    return Fact(True, "logged", tuple(sorted(lines))) if any(_letting_pass(t[-1], known) for t in _trusting(known)) else NOT_THERE


@group_fact("trust_is_doubtful")
def trust_is_doubtful(_group: Group, known: Known) -> Fact:
    """A setting lets strangers pass under conditions that are not shown: by addresses, or by a table whose entries were not pasted."""
    lines = list(lines_of(event for event in known.events if event.kind == "setting_doubtful"))
    for trusting in _trusting(known):
        if trusting[-1].kind != "setting_doubtful" and not _entries_of(trusting[-1], known):
            lines += lines_of(trusting)
    return Fact(True, "logged", tuple(sorted(set(lines)))) if lines else NOT_THERE


def _trusting(known: Known) -> list[tuple[Event, ...]]:
    """Return the lists that go by names before they refuse strangers, each with the list that would have made up for it and does not."""
    lists = _settings(known, "setting_unguarded", "setting_guards", "setting_doubtful")
    relay, recipient = _of_list(lists, "relay"), _of_list(lists, "recipient")
    by_name = recipient is not None and "trusts" in recipient.fields
    if recipient is not None and by_name and relay is not None and relay.fields["guarded"] == "no":
        return [(relay, recipient)]
    made_up_for = recipient is not None and recipient.fields["guarded"] == "yes" and not by_name
    return [] if made_up_for else [(event,) for event in lists if event.kind == "setting_doubtful" and "table" in event.fields]


def _entries_of(setting: Event, known: Known) -> list[Event]:
    """Return the pasted entries of the table that a list goes by."""
    return [e for e in _settings(known, "setting_shown") if "lets_in" in e.fields and e.fields["table"] == setting.fields["table"]]


def _letting_pass(setting: Event, known: Known) -> list[Event]:
    return [entry for entry in _entries_of(setting, known) if entry.fields["lets_in"] == "yes"]


@group_fact("passwords_bare")
def passwords_bare(_group: Group, known: Known) -> Fact:
    """Log-ins are offered, and a line allows them on connections that are not encrypted; none asks for encryption."""
    bare = _settings(known, "setting_cleartext")
    encrypted = {event.server for event in _settings(known, "setting_encrypts")}
    offered = {event.server for event in _settings(known, "setting_login")}
    open_ones = [event for event in bare if event.server not in encrypted and (event.server == "dovecot" or event.server in offered)]
    return Fact(bool(open_ones), "logged", lines_of(open_ones))


@group_fact("only_settings")
def only_settings(_group: Group, known: Known) -> Fact:
    """The paste holds settings and no line of a log; its evidence is what keeps strangers out, else everything."""
    if not known.events:
        return UNKNOWN
    alone = all(event.line.shape == SHAPE for event in known.events)
    guards = [event for event in known.events if event.kind in ("setting_guards", "setting_encrypts")]
    return Fact(alone, "logged", lines_of(guards or known.events) if alone else ())


def _panel(known: Known) -> list[Event]:
    """Return the boxes of a panel of AppleShare IP's settings."""
    return [event for event in known.events if event.line.shape == SHAPE and event.server == "asip" and "box" in event.fields]


def _box(known: Known, letter: str) -> Event | None:
    """Return the last sight of a box: whoever shows one twice changed it in between."""
    return next((event for event in reversed(_panel(known)) if event.fields["box"] == letter), None)


@group_fact("panel_is_shown")
def panel_is_shown(_group: Group, known: Known) -> Fact:
    """The settings are boxes of AppleShare IP's panels."""
    return Fact(bool(_panel(known)), "logged", lines_of(_panel(known)))


@group_fact("profile_passes_on")
def profile_passes_on(_group: Group, known: Known) -> Fact:
    """The default host profile lets senders elsewhere write to recipients elsewhere (setting D is off; Apple TA25330).

    A box without a heading is taken for the default profile's, one of a single host tells nothing of others. Where only other boxes are
    shown it is not known; beside a log, the log tells more.
    """
    shown = _panel(known)
    boxes = [event for event in shown if event.fields["box"] == "D" and event.fields.get("place") != "entry"]
    of_default = [event for event in boxes if event.fields.get("place") == "default"]
    if boxes:
        last = (of_default or boxes)[-1]
        return Fact(last.fields["state"] == "off", "logged" if of_default else "presumed", (last.line.number,))
    if shown and all(event.line.shape == SHAPE for event in known.events):
        return Fact(None, None, lines_of(shown))
    return Fact(False, "inferred")


@group_fact("asks_a_dead_list")
def asks_a_dead_list(_group: Group, known: Known) -> Fact:
    """Setting A is on, or not shown, and names a list that has closed."""
    dead = [event for event in _panel(known) if event.kind == "setting_dead_list"]
    check = _box(known, "A")
    return Fact(bool(dead) and (check is None or check.fields["state"] == "on"), "logged", lines_of(dead))


@group_fact("refuses_without_recording")
def refuses_without_recording(_group: Group, known: Known) -> Fact:
    """Setting C is on though B, which it needs, is shown to be off (ASIP 6.3 help)."""
    recording, refusing = _box(known, "B"), _box(known, "C")
    if recording is None or refusing is None:
        return Fact(False, "inferred")
    alone = refusing.fields["state"] == "on" and recording.fields["state"] == "off"
    return Fact(alone, "logged", lines_of((recording, refusing)))
