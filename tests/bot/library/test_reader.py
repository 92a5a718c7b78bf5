"""The knowledge base and a team's folder over it: what replaces, what adds, and every mistake told with its file and line."""

import pytest

from bot.errors import KnowledgeError, UsageError
from bot.library import bundled, load

RULE = """verdict: scan_noise
severity: stopped
certainty: likely
when: {login_refused: true, client_is_ours: false}
"""
PAGE = '---\nheadline: "Somebody tried the door."\nreviewed: 2026-11-24\n---\n\n## why\n\nBecause.\n'
MESSAGE = """server: asip
messages:
- id: {id}
  event: connection_closed
  about: client
  pattern: 'goodbye \\[(?P<client_ip>[^\\[\\]]{{1,64}})\\]'
  meaning: {{en: It went., ja: 去りました。}}
  source: inferred from nothing
  samples: [{{line: 'goodbye [192.0.2.9]'}}]
"""


@pytest.fixture
def wrong(overlay):
    """Give a function from a team's files to the problems they have, as ``file:line: sentence``."""

    def read(files):
        with pytest.raises(KnowledgeError) as raised:
            load(overlay(files))
        return [str(problem) for problem in raised.value.problems]

    return read


def test_bundled_is_read_from_beside_the_program():
    """Without an overlay the library is the folder that ships, read once."""
    assert load().folders == (bundled(),)
    assert load() is load()


def test_overlay_must_be_a_folder(tmp_path):
    """A path that is no folder is a wrong argument, told in a sentence."""
    with pytest.raises(UsageError, match="is not a folder"):
        load(tmp_path / "nothing")


def test_empty_overlay_changes_nothing(overlay, library):
    """A folder without anything in it leaves all as it is."""
    assert load(overlay({})).rules == library.rules


def test_same_rule_replaces(overlay, library):
    """A rule with the name of a bundled one takes its place; the others stay."""
    over = load(overlay({"diagnoses/login-refused.yaml": RULE}))
    assert over.rules["login-refused"].when == {"login_refused": True, "client_is_ours": False}
    assert over.rules.keys() == library.rules.keys()
    assert over.places["rules", "login-refused"] == ("diagnoses/login-refused.yaml", 1)


def test_new_rule_adds(overlay, library):
    """A rule with a new name and its two pages is added."""
    pages = {f"diagnoses/knock.{lang}.md": PAGE for lang in ("en", "ja")}
    over = load(overlay({"diagnoses/knock.yaml": RULE, **pages}))
    assert over.rules.keys() - library.rules.keys() == {"knock"}
    assert over.diagnoses["knock"]["ja"].section("why") == "Because."


def test_one_half_of_a_page_may_be_replaced(overlay, library):
    """A team's English page takes the place of the bundled one; the Japanese one stays."""
    over = load(overlay({"diagnoses/own-client.en.md": PAGE}))
    assert over.diagnoses["own-client"]["en"].front.headline == "Somebody tried the door."
    assert over.diagnoses["own-client"]["ja"] == library.diagnoses["own-client"]["ja"]


@pytest.mark.parametrize(("name", "more"), [("connection-closed", 0), ("said-goodbye", 1)])
def test_message_replaces_or_adds(overlay, library, name, more):
    """A message with a known id takes its place, one with a new id is added; the server's profile stays."""
    over = load(overlay({"messages/asip.yaml": MESSAGE.format(id=name)}))
    assert len(over.servers["asip"].messages) == len(library.servers["asip"].messages) + more
    assert next(m for m in over.servers["asip"].messages if m.id == name).meaning.en == "It went."
    assert over.servers["asip"].profile == library.servers["asip"].profile


def test_phrase_and_doubt_replace(overlay, library):
    """Single phrases and doubts are laid over, one by one."""
    over = load(
        overlay({
            "interface/phrases.yaml": "phrases:\n  upper: {en: first, ja: 先}\n",
            "doubts.yaml": "mistyped-address:\n  says: {en: A slip., ja: 打ち間違い。}\n",
        })
    )  # fmt: skip
    assert (over.phrase("upper", "en"), over.phrase("lower", "en")) == ("first", "lower")
    assert over.doubts["mistyped-address"].says.en == "A slip."
    assert over.doubts.keys() == library.doubts.keys()


def test_group_of_words_replaces(overlay):
    """A group of words is replaced as a whole; the other groups stay."""
    over = load(overlay({"messages/words.yaml": "words:\n  junk: [spam]\n"}))
    assert over.words.words["junk"] == ("spam",)
    assert over.words.words["refused"]


def test_phrase_is_filled_in(library):
    """A fixed phrase is given in its language, with its placeholders filled in."""
    assert library.phrase("many-blocks", "en", count=3).startswith("There are 3 blocks")


@pytest.mark.parametrize(
    ("file", "text", "line", "says"),
    [
        ("doubts.yaml", "a:\n  says: {en: x, ja: y}\na:\n  says: {en: x, ja: y}\n", 3, "the key 'a' stands here twice"),
        ("doubts.yaml", "a:\n  says: {en: x, en: y, ja: z}\n", 2, "the key 'en' stands here twice"),
        ("doubts.yaml", "a:\n  says: {en: x}\n", 2, "a.says.ja: Field required"),
        ("doubts.yaml", "a:\n  says: {en: x, ja: ''}\n", 2, "a.says.ja"),
        ("doubts.yaml", "a: [\n", 2, "this is no YAML"),
        ("doubts.yaml", "- a\n", 1, "should hold a mapping"),
        ("doubts.yaml", "? [a]\n: b\n", 1, "a name is one word"),
        ("doubts.yaml", "a: &a\n  says: *a\n", 1, "this holds itself"),
        ("doubts.yaml", "a:\n  says: {en: x, ja: y}\n  unless: {no_such: true}\n", 1, "there is no fact no_such"),
        ("interface/phrases.yaml", "upper: {en: a, ja: b}\n", 1, "should hold phrases with their names"),
        ("vocabulary.yaml", "facts: [a]\n", 1, "facts: this should hold names with their entries"),
        ("vocabulary.yaml", "facts:\n  accepted: {of: planet, means: {en: a, ja: b}}\n", 2, "facts.accepted.of"),
        ("messages/words.yaml", "fields:\n  size: '('\n", 2, "the pattern cannot be read"),
        ("messages/asip.yaml", "messages: 5\n", 1, "messages: this should be a list"),
        ("messages/asip.yaml", "server: exim\n", 1, "this file's name says asip"),
        ("messages/other.yaml", "name: {en: a, ja: b}\n", 1, "shapes: Field required"),
        ("diagnoses/own-client.yaml", "verdict: own_mail\nseverity: awful\ncertainty: certain\nwhen: {}\n", 2, "severity: "),
        ("diagnoses/own-client.en.md", "no front matter\n", 1, "a page begins with its front matter"),
        ("diagnoses/own-client.md", PAGE, 1, "a page's name ends in .en.md or .ja.md"),
        ("diagnoses/own-client.en.md", "---\nheadline: x\nreviewed: 2026-13-45\n---\n", 3, "month must be in 1..12"),
        ("diagnoses/own-client.en.md", "---\nheadline: x\nheadline: y\n---\n", 3, "the key 'headline' stands here twice"),
        ("diagnoses/own-client.en.md", "---\nheadline: x\nreviewed: soon\n---\n", 3, "reviewed: "),
        ("settings/asip/new.en.md", "---\ntitle: x\n---\n", 2, "server: Field required"),
    ],
)
def test_mistake_is_located(wrong, file, text, line, says):
    """Each mistake is told with its file, its line and a sentence."""
    found = wrong({file: text})
    assert any(problem.startswith(f"{file}:{line}: ") and says in problem for problem in found), found


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("event: connection_closed", "event: no_such_event", 3, "there is no event no_such_event"),
        ("{{1,64}})", "{{1,64}}", 6, "the pattern cannot be read"),
        ("'goodbye", "'(a{{99999999999}})goodbye", 6, "the pattern cannot be read"),
        ("source: inferred", "source: guessed", 8, "source"),
        ("samples: [{{line: 'goodbye [192.0.2.9]'}}]", "samples: []", 9, "samples"),
        ("  pattern:", "  parts: {{words: [closed]}}\n  pattern:", 3, "either a pattern or parts"),
    ],
)
def test_mistake_in_a_message_is_located(wrong, old, new, line, says):
    """A wrong message is told with the line of what is wrong in it."""
    found = wrong({"messages/asip.yaml": MESSAGE.replace(old, new).format(id="said-goodbye")})
    assert any(problem.startswith(f"messages/asip.yaml:{line}: ") and says in problem for problem in found), found


def test_message_with_the_same_id_twice(wrong):
    """Two messages of one file may not have one id."""
    text = MESSAGE.format(id="a") + MESSAGE.format(id="a").partition("messages:\n")[2]
    assert wrong({"messages/asip.yaml": text}) == ["messages/asip.yaml:10: the id 'a' stands here twice"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("scan_noise", "no_such", "there is no verdict no_such"),
        ("login_refused", "no_such", "there is no fact no_such"),
        ("login_refused", "many_login_failures", "many_login_failures is a fact of a client"),
        ("when:", "over: [no-such]\nwhen:", "there is no rule no-such"),
        ("when:", "doubts: [no-such]\nwhen:", "there is no doubt no-such"),
        ("when:", "cautions: [no-such]\nwhen:", "there is no caution no-such"),
        ("when:", "settings: {asip: [asip/no-such]}\nwhen:", "there is no page asip/no-such"),
    ],
)
def test_rule_that_names_what_is_not_there(wrong, old, new, says):
    """A name that nothing bears is found when the knowledge is read, not when somebody pastes a log."""
    (problem,) = wrong({"diagnoses/login-refused.yaml": RULE.replace(old, new)})
    assert problem.startswith("diagnoses/login-refused.yaml:1: ")
    assert says in problem


def test_caution_that_names_what_is_not_there(wrong):
    """A kind of event that a caution names has to be one of the vocabulary's."""
    caution = "a: {says: {en: A., ja: あ。}, source: {en: a, ja: あ}, servers: [asip], but_for: [no_such]}\n"
    assert wrong({"cautions.yaml": caution}) == ["cautions.yaml:1: a: there is no event no_such"]


def test_rule_without_its_other_half(wrong):
    """A rule whose page is there in one language only is told with the page that is missing."""
    found = wrong({"diagnoses/knock.yaml": RULE, "diagnoses/knock.en.md": PAGE})
    assert found == ["diagnoses/knock.ja.md:1: this page is missing"]


@pytest.mark.parametrize("file", ["doubts.yaml", "diagnoses/own-client.en.md"])
def test_file_that_is_not_utf8(tmp_path, file):
    """A file in another encoding is told as such."""
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_bytes("---\nさくら\n".encode("cp932"))
    with pytest.raises(KnowledgeError, match=f"^{file}:1: this file is not UTF-8$"):
        load(tmp_path)


def test_all_problems_are_told_at_once(wrong):
    """However many files are wrong, one error tells all of it, in the order of files and lines."""
    found = wrong({"doubts.yaml": "a: {}\n", "cautions.yaml": "b: {}\n", "diagnoses/own-client.yaml": "verdict: own_mail\n"})
    assert {problem.partition(":")[0] for problem in found} == {"doubts.yaml", "cautions.yaml", "diagnoses/own-client.yaml"}
    assert found == sorted(found)


PART = MESSAGE.replace("server: asip\n", "server: asip\ndaemons: [asipd]\n")


def test_server_may_have_several_files(overlay, library):
    """The messages of a further file belong to the server, each to the daemons that the file names."""
    over = load(overlay({"messages/asip-more.yaml": PART.format(id="said-goodbye")}))
    assert next(m for m in over.servers["asip"].messages if m.id == "said-goodbye").daemons == ("asipd",)
    assert over.servers["asip"].daemons == ("asip-panel", "asipd")
    assert over.servers["asip"].profile == library.servers["asip"].profile


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"messages/other-more.yaml": PART}, "this file's name says other-more"),
        ({"messages/asip-more.yaml": PART + "versions: ['7']\n"}, "versions: this belongs into asip.yaml"),
        ({"messages/lone-more.yaml": PART.replace("asip\n", "lone\n")}, "there is no messages/lone.yaml"),
    ],
)
def test_mistake_in_a_further_file_is_told(wrong, files, says):
    """A further file that belongs to no server, or says what the server's own file should, is told."""
    found = wrong({name: text.format(id="said-goodbye") for name, text in files.items()})
    assert any(says in problem for problem in found), found
