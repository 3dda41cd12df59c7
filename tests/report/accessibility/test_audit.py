from __future__ import annotations

from pathlib import Path

from alpsat_geo.report.accessibility.audit import THEMES, count_checks, count_statuses, measure_rate, read_audit

ROOT = Path(__file__).resolve().parents[3]
# Of the RGAA 4.1: criteria by theme, 106 in all.
COUNTS = {1: 9, 2: 2, 3: 3, 4: 13, 5: 8, 6: 2, 7: 5, 8: 10, 9: 4, 10: 14, 11: 13, 12: 11, 13: 12}


def test_every_criterion_is_gone_through_once() -> None:
    expected = [f"{theme}.{place}" for theme, count in COUNTS.items() for place in range(1, count + 1)]
    assert len(expected) == 106
    assert [one.number for one in read_audit()] == expected
    assert list(THEMES) == list(COUNTS)
    assert all(one.title and one.evidence for one in read_audit())


def test_what_is_not_met_says_why_and_nothing_else_does() -> None:
    assert all(bool(one.reason) == (one.status == "not_met") for one in read_audit())
    assert not any(one.checked_by != "manual" for one in read_audit() if one.status != "met")


def test_the_rate_is_counted_from_the_rows() -> None:
    statuses = [one.status for one in read_audit()]
    met, missed = statuses.count("met"), statuses.count("not_met")
    assert measure_rate() == met / (met + missed)
    by_theme = [count_statuses(theme) for theme in THEMES]
    assert {status: sum(counts[status] for counts in by_theme) for status in count_statuses()} == count_statuses()
    assert sum(count_checks().values()) == met + missed


def test_the_test_that_checked_a_criterion_is_there() -> None:
    for one in read_audit():
        if one.checked_by == "test":
            path, _, name = one.evidence.partition("::")
            source = (ROOT / path).read_text(encoding="utf-8")
            assert not name or f"def {name}(" in source, one.number
