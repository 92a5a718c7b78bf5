"""Words that mean the same are one concept, and words that say nothing are left out."""

import pytest

from bot.search import Calibration, Document, Index, Terms
from bot.search.text import fold, normalise

TERMS = Terms(
    {
        "spam": ["spam*", "junk mail", "迷惑メール", "スパム"],
        "deny": ["deny", "denied", "拒否"],
        "list": ["black list*", "ブラックリスト"],
    },
    ["how do i", "please", "what is", "とは", "教えてください", "ですか"],
)


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("Spammers!", ["#spam"]),
        ("antispam", []),
        ("junk mail", ["#spam"]),
        ("junk", []),
        ("迷惑メールとスパム", ["#spam", "#spam"]),
        ("spam拒否", ["#deny", "#spam"]),
        ("the black lists", ["#list"]),
        ("denying", []),
        ("", []),
    ],
)
def test_concepts(text, concepts):
    """A Latin word counts as a whole word, or however it goes on where it says so; phrases count as wholes."""
    assert TERMS.concepts(normalise(text)) == concepts


@pytest.mark.parametrize(
    ("text", "essence"),
    [
        ("How do I deny spam, please?", "deny spam"),
        ("how do we", "how do we"),
        ("SPFとは", "spf"),
        ("中継とは何ですか", "中継 何"),
        ("please", ""),
        ("教えてください", ""),
    ],
)
def test_essence(text, essence):
    """Idle words go; of a text that has no others nothing is left."""
    assert TERMS.essence(normalise(text)) == essence


def test_what_is_read():
    """Essence, concepts, codes, and what a text is about though it does not say so."""
    cut = TERMS.read(fold("550 5.7.1 denied, please"), ("asip",))
    assert cut.plain == "550 5 7 1 denied please"
    assert cut.essence == "550 5 7 1 denied"
    assert cut.searched.split()[-5:] == ["#deny", "#550_5.7.1", "#5.7.1", "#550", "asip"]
    assert TERMS.read("asip log", ("asip",)).searched == "asip log"


def test_without_any():
    """A knowledge base need not know any words."""
    assert Terms().read("what is spam").searched == "what is spam"


def test_they_bridge_languages():
    """A page in one language is found by a question in the other."""
    pages = [Document("faq/a", "en", "Spam is denied"), Document("faq/b", "en", "Queues"), Document("faq/c", "en", "Logs")]
    assert [hit.document.id for hit in Index(pages, Calibration(), terms=TERMS).rank("迷惑メールを拒否")][:1] == ["faq/a"]
    assert Index(pages, Calibration()).rank("迷惑メールを拒否") == ()
