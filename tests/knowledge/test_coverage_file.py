"""``knowledge/COVERAGE.md`` is what the data comes to now."""

from bot.coverage import FILE, coverage


def test_coverage_file_is_fresh(library):
    """When this fails, run ``relaydoc knowledge coverage`` and commit what it writes."""
    written = (library.folders[0] / FILE).read_text(encoding="utf-8")
    assert coverage(library) == written, "run: relaydoc knowledge coverage"
