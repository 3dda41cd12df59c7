from __future__ import annotations

import pytest

from alpsat_geo.report import language
from alpsat_geo.report.opening_hours import DAYS, format_opening_hours


def test_hours_in_french() -> None:
    line = format_opening_hours("lundi-vendredi 08:30-12:00 13:00-17:30")
    assert line == "lundi au vendredi : 8 h 30 \u2013 12 h 00, 13 h 00 \u2013 17 h 30"
    assert format_opening_hours("samedi 09:00-12:00") == "samedi : 9 h 00 \u2013 12 h 00"


@pytest.mark.parametrize(
    ("spoken", "monday", "sunday"),
    [("en", "Monday", "Sunday"), ("it", "lunedì", "domenica"), ("de", "Montag", "Sonntag")],
)
def test_days_are_those_of_the_reader(monkeypatch: pytest.MonkeyPatch, spoken: str, monday: str, sunday: str) -> None:
    monkeypatch.setattr(language, "_find_language", [lambda: spoken])
    assert monday in format_opening_hours("lundi 09:00-12:00")
    assert sunday in format_opening_hours("dimanche 09:00-12:00")


def test_every_day_of_the_data_has_its_name() -> None:
    assert [format_opening_hours(f"{day} 09:00-12:00").split(" ")[0] for day in DAYS] == list(DAYS)
