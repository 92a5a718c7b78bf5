"""Pages of the knowledge base become documents that find themselves."""

from bot.library import load
from bot.search import Calibration, Index, documents


def test_pages_of_the_knowledge_base():
    """FAQ and setting pages, both languages, under the names that ``related`` uses."""
    library = load()
    found = documents(library)
    assert {(d.id, d.lang) for d in found if d.id.startswith("faq/")} == {
        (f"faq/{id_}", lang) for id_, pages in library.faq.items() for lang in pages
    }
    assert {d.id for d in found if d.id.startswith("settings/")} == {f"settings/{id_}" for id_ in library.settings}
    assert all(document.body and document.tags for document in found)


def test_they_find_themselves():
    """Each title is answered with a full score, and a page is known by its setting's letter."""
    found = documents(load())
    index = Index(found, Calibration())
    lost = [d.title for d in found if index.rank(d.title, d.lang)[0].score < 1.0]
    assert lost == []
    assert "settings/asip/log-name-mismatch" in {hit.document.id for hit in index.ask("設定B", "ja").hits}


def test_nonsense_is_not_answered():
    """Not even with all pages of the knowledge base."""
    index = Index(documents(load()), Calibration())
    assert [index.ask(text).outcome for text in ("how do I bake bread", "カレーの作り方")] == ["dont_know", "dont_know"]
