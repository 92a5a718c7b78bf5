"""Thresholds are found on one half of the questions and measured on the other."""

import pytest

from bot.search import Asked, Calibration, Index, Share, Thresholds, calibrate
from bot.search.calibrate import is_tuning


def test_wilson():
    """The interval is Wilson's: 9 of 10 is .60 to .98, all of 10 goes down to .72, and nothing tells nothing."""
    assert Share(9, 10).interval == pytest.approx((0.596, 0.982), abs=0.001)
    assert Share(10, 10).interval == pytest.approx((0.722, 1.0), abs=0.001)
    assert Share(0, 0).interval == (0.0, 1.0)
    assert str(Share(9, 10)) == "0.900 (0.60 to 0.98, 9 of 10)"


def test_halves_are_stable(questions):
    """A question's half depends on its text alone, not on its width, and both halves have many."""
    assert is_tuning("なりすまし") == is_tuning("ﾅﾘｽﾏｼ?")
    tuning = [asked for asked in questions if is_tuning(asked.text)]
    assert len(questions) / 3 < len(tuning) < len(questions) * 2 / 3


def test_a_small_knowledge_base(index, questions):
    """The limits hold on the tuning half, most questions are answered, and the other mode's thresholds stay."""
    report = calibrate(index, questions)
    assert report.mode == "lexical"
    assert report.tuning.precision.value >= 0.97
    assert report.tuning.nonsense.value <= 1 / 30
    assert report.tuning.answered.value > 0.8
    assert report.test.first.value > 0.9
    assert report.calibration.semantic == index.settings.semantic
    assert report.calibration.lexical.lo <= report.calibration.lexical.hi


def test_the_thresholds_give_the_figures(corpus, index, questions):
    """An index with the thresholds found answers as the report says."""
    report = calibrate(index, questions)
    calibrated = Index(corpus, report.calibration)
    told = [(asked, calibrated.ask(asked.text)) for asked in questions if not is_tuning(asked.text)]
    answers = [(asked, result) for asked, result in told if result.outcome == "answer"]
    assert report.test.precision == Share(sum(result.hits[0].document.id in asked.wants for asked, result in answers), len(answers))
    assert report.test.nonsense.hits == sum(not asked.wants for asked, _ in answers)


def test_where_no_thresholds_are_right_only_exact_names_are_answered(index):
    """Questions whose wanted pages are wrong leave nothing to answer."""
    wrong = [Asked(f"open relay {word}", "en", ("faq/dkim",)) for word in ("one", "two", "three", "four", "five", "six", "seven", "eight")]
    report = calibrate(index, wrong)
    assert report.tuning.precision.of == 0
    assert report.test.first.hits == 0


def test_no_questions(index):
    """Nothing to tune on is no error."""
    report = calibrate(index, [])
    assert report.test.first == Share(0, 0)
    assert isinstance(report.calibration.of("lexical"), Thresholds)
    assert Calibration().of("semantic") == report.calibration.semantic
