"""A file of observed values: every finding with its place, and what a person writes becomes the unit of the promise."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.domain.errors import DataError
from alpsat_geo.report.follow_up.file import read_observations, write_model
from alpsat_geo.report.follow_up.pledge import Followed, Pledge
from alpsat_geo.store.indicator import Observation, ObservedValue, Promise, PromisedValue

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
TODAY = date(2027, 3, 1)
HEAD = "indicateur;date;valeur;source\n"


def promised(name: str, key: str, unit: str) -> PromisedValue:
    promise = Promise(key, unit, 0.1, 0.2, 50.0, date(2026, 11, 24), date(2031, 1, 1))
    return PromisedValue(name, "alpes", None, "plateforme", "Plateforme", promise, NOON)


KEPT = ObservedValue("o", "users", Observation(date(2027, 1, 31), 17.0, "comptage"), 1, NOON, NOON)
PLEDGE = Pledge(
    (
        Followed(promised("users", "regular_users", "usagers"), (KEPT,), (0.0, 1500.0)),
        Followed(promised("equity", "equity", "part"), (), (0.0, 1.0)),
    )
)


def find(text: str) -> list[tuple[int | None, str | None, str | None, str]]:
    with pytest.raises(DataError) as caught:
        read_observations(PLEDGE, "valeurs.csv", text.encode(), TODAY)
    return [(finding.line, finding.column, finding.value, finding.message) for finding in caught.value.findings]


def test_french_and_plain_files_give_the_same_values() -> None:
    french = HEAD + "Usagers réguliers des espaces;15/02/2027;17,5;comptage\nequity;28/02/2027;12 %;enquête\n"
    plain = "indicateur,date,valeur,source\nregular_users,2027-02-15,17.5,comptage\nequity,2027-02-28,12,enquête\n"
    expected = [
        ("users", Observation(date(2027, 2, 15), 17.5, "comptage")),
        ("equity", Observation(date(2027, 2, 28), 0.12, "enquête")),
    ]
    for text in (french, plain, "\ufeff" + french, french.replace("\n", "\r\n")):
        assert read_observations(PLEDGE, "valeurs.csv", text.encode(), TODAY) == expected


def test_every_fault_is_told_at_once_with_its_line_its_column_and_its_value() -> None:
    found = find(HEAD + "Piscine;31/13/2026;douze;\nregular_users;02/03/2027;3;comptage\n")
    assert [(line, column, value) for line, column, value, _message in found] == [
        (2, "indicateur", "Piscine"),
        (2, "date", "31/13/2026"),
        (2, "valeur", "douze"),
        (2, "source", "vide"),
        (3, "date", "02/03/2027"),
    ]
    for (_line, _column, _value, message), advice in zip(
        found,
        ("écrivez l'un de", "comme 31/12/2026", "comme 17 ou 17,5", "dites d'où", "corrigez la date"),
        strict=True,
    ):
        assert advice in message


def test_a_date_that_is_kept_or_repeated_is_refused() -> None:
    assert find(HEAD + "regular_users;31/01/2027;18;agenda\n")[0][:3] == (2, "valeur", "18")
    twice = "equity;28/02/2027;12;enquête\n"
    assert find(HEAD + twice + twice.replace("12", "13"))[0][:2] == (3, "date")


def test_the_same_value_again_is_no_fault() -> None:
    again = HEAD + "regular_users;31/01/2027;17;comptage\n"
    assert read_observations(PLEDGE, "valeurs.csv", again.encode(), TODAY) == [("users", KEPT.observation)]


@pytest.mark.parametrize(
    ("text", "column"),
    [("indicateur;date;valeur\nequity;28/02/2027;12\n", "source"), ("valeur\n12\n", "indicateur")],
)
def test_a_missing_column_is_named(text: str, column: str) -> None:
    assert column in [found[1] for found in find(text)]


def test_a_cut_line_an_empty_file_and_foreign_bytes_are_told() -> None:
    assert find(HEAD + "equity;28/02/2027\n")[0][0] == 2
    assert "aucune valeur" in find(HEAD)[0][3]
    assert "vide" in find("")[0][3]
    assert "invisible" in find(HEAD + "equity;28/02/2027;12;a\x00b\n")[0][3]


def test_what_a_french_spreadsheet_saves_is_read() -> None:
    text = HEAD + "Desserte des habitants les moins bien servis;28/02/2027;12;enquête d'été à 5 €\n"
    expected = [("equity", Observation(date(2027, 2, 28), 0.12, "enquête d'été à 5 €"))]
    for encoding in ("cp1252", "utf-8", "utf-8-sig"):
        assert read_observations(PLEDGE, "valeurs.csv", text.encode(encoding), TODAY) == expected


def test_the_model_read_back_unfilled_holds_no_value_and_filled_holds_one_each() -> None:
    model = write_model(PLEDGE).decode("utf-8-sig")
    assert "aucune valeur" in find(model)[0][3]
    filled = model.replace(";;;", ";28/02/2027;12;enquête")
    assert len(read_observations(PLEDGE, "valeurs.csv", filled.encode(), TODAY)) == 2


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused_with_findings(text: str) -> None:
    try:
        batch = read_observations(PLEDGE, "valeurs.csv", text.encode("utf-8", "ignore"), TODAY)
    except DataError as error:
        assert error.findings  # noqa: PT017 - either outcome is right
    else:
        assert batch
