"""What a person writes of an observation: numbers and days of each language, and what nobody can have observed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.report import language
from alpsat_geo.report.figures import format_vintage
from alpsat_geo.report.follow_up.pledge import Followed, gather_pledges
from alpsat_geo.report.follow_up.written import check_day, check_source, check_value, read_day, read_number
from alpsat_geo.store.indicator import FIRST_DAY, SOURCE_LENGTH, Promise, PromisedValue

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
TODAY = date(2027, 3, 1)
INHABITANTS = 36_000


def follow(key: str, unit: str, low: float, high: float) -> Followed:
    promise = Promise(key, unit, low, (low + high) / 2, high, date(2026, 11, 24))
    promised = PromisedValue("p", "alpes", None, "plateforme", "Plateforme", promise, NOON)
    (pledge,) = gather_pledges([promised], {}, INHABITANTS)
    return pledge.indicators[0]


@pytest.mark.parametrize(
    ("key", "unit", "promised", "accepted", "refused"),
    [
        ("equity", "part", (0.1, 0.4), ("0", "12,5", "100"), ("-1", "100,1", "1000000")),
        ("regular_users", "usagers", (20, 60), ("0", "1\u202f500", "72000"), ("-1", "72001")),
        ("residents_within_reach", "habitants", (20e3, 30e3), ("0", "36 000", "72000"), ("72001",)),
        ("additional_inhabitants", "habitants", (0, 80), ("-1500", "1500"), ("72001",)),
        # 1 265 euros an inhabitant: what communes and intercommunalities spend.
        ("net_public_cost", "€/an", (90e3, 180e3), ("-2 500 000", "45 540 000"), ("45540001",)),
        ("sunk_cost", "€", (1e6, 9e6), ("90000000",), ("90000001",)),
        ("months_to_first_effect", "mois", (3, 9), ("0", "240"), ("-1", "241")),
        ("co2_avoided", "tCO₂e/an", (-5, 9), ("-300", "360000"), ("360001",)),
        ("gone_criterion", "tonnes", (1, 2), ("-20", "240"), ("241",)),
    ],
)
def test_a_value_far_from_its_indicator_is_refused(
    key: str, unit: str, promised: tuple[float, float], accepted: tuple[str, ...], refused: tuple[str, ...]
) -> None:
    followed = follow(key, unit, *promised)
    for text in accepted:
        assert check_value(text, followed)[1] == ""
    for text in (*refused, "9" * 30):
        sentence = check_value(text, followed)[1]
        assert sentence.startswith(f"« {text} » n'est pas plausible pour « {followed.label} », de ")
        assert sentence.endswith(" : vérifiez le chiffre.")


def test_a_day_that_nobody_can_have_observed_is_refused() -> None:
    assert check_day("01/03/2027", TODAY) == (TODAY, "")
    assert check_day("2000-01-01", TODAY) == (FIRST_DAY, "")
    for text, words in (
        ("02/03/2027", "pas encore arrivé"),
        ("31/12/9999", "pas encore arrivé"),
        ("31/12/1999", "depuis l'an 2000"),
        ("01/01/0001", "depuis l'an 2000"),
        ("30/02/2027", "n'est pas une date"),
        ("", "La date manque"),
    ):
        assert words in check_day(text, TODAY)[1]


def test_a_source_is_there_and_short() -> None:
    assert check_source("x" * SOURCE_LENGTH) == ""
    assert "manque" in check_source("")
    assert "200 caractères" in check_source("x" * (SOURCE_LENGTH + 1))


@given(st.integers(-(10**9), 10**9).map(lambda n: n / 1000))
def test_numbers_are_read_the_french_way(number: float) -> None:
    assert read_number(f"{number:.3f}".replace(".", ",")) == pytest.approx(number)
    assert read_number(f" {number:.3f} % ") == pytest.approx(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "douze",
        "1.2.3",
        "inf",
        "nan",
        "-inf",
        "1_000",
        "1e3",
        "0x1F",
        "1 2 3",
        "10 00",
        "١٢",
        "1,2,3",
        "1" * 31,
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_days_are_read_in_both_writings(day: date) -> None:
    assert read_day(f"{day:%d/%m/%Y}") == read_day(f"{day:%d.%m.%Y}") == read_day(day.isoformat()) == day
    for spoken in language.LOCALES:
        with language.speak(spoken):
            assert read_day(format_vintage(day.isoformat())) == day
    assert read_day(f"{day:%d-%m-%Y}x") is None


@pytest.mark.parametrize(
    ("spoken", "text", "number"),
    [
        ("fr", "1\u202f782,5", 1782.5),
        ("fr", "17.5 %", 17.5),
        ("en", "1,782", 1782.0),
        ("en", "17.5", 17.5),
        ("it", "1.782,5", 1782.5),
        ("de", "17.5", 17.5),
        ("de", "\u22123", -3.0),
        ("en", "dix-sept", None),
    ],
)
def test_numbers_are_read_as_the_reader_writes_them(
    monkeypatch: pytest.MonkeyPatch, spoken: str, text: str, number: float | None
) -> None:
    monkeypatch.setattr(language, "_find_language", [lambda: spoken])
    assert read_number(text) == number
