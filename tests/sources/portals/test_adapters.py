"""Each adapter against a portal that behaves like the real ones: our own pack, then the next vintages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.series import Period
from alpsat_geo.sources.check import check_pack
from alpsat_geo.sources.pack_folder import find_pack, territories_folder
from alpsat_geo.sources.portals.client import Client
from alpsat_geo.sources.portals.refresh import Refreshed, choose_portals, refresh_pack
from alpsat_geo.sources.territory import read_territory
from tests.sources.pack_copy import KEY
from tests.sources.portals import excerpts
from tests.sources.portals.excerpts import publish_all, read_table, write_csv
from tests.sources.portals.portal import MELODI_REQUESTS_A_MINUTE, LocalPortal

Connect = Callable[[], Client]


def refresh(connect: Connect, *keys: str, is_dry: bool = False) -> dict[str, Refreshed]:
    done = refresh_pack(KEY, choose_portals(keys), connect(), is_dry=is_dry, signed="Jeanne")
    return {one.portal.key: one for one in done}


def read_refreshed(path: str) -> dict[str, dict[str, str]]:
    text = find_pack(KEY).paths.locate(path).read_text("utf-8")
    return {row["insee_code"]: row for row in csv.DictReader(io.StringIO(text))}


def test_our_pack_where_vintages_agree_and_the_next_ones(portal: LocalPortal, connect: Connect) -> None:
    publish_all(portal)
    # DILA's directory has no vintage in common with the pack: its day alone is new.
    keys = [one.key for one in choose_portals(()) if one.key != "town_halls"]
    assert {one.status for one in refresh(connect, *keys).values()} == {"unchanged"}
    assert not territories_folder().exists() or not list(territories_folder().iterdir()), "not a byte"
    done = refresh(connect, "town_halls")
    assert (done["town_halls"].status, done["town_halls"].changes) == ("updated", ())
    publish_all(portal, newer=True)
    dry = refresh(connect, is_dry=True)
    assert [key for key, one in dry.items() if one.status != "updated"] == []
    assert read_territory(KEY).communes.population.latest_period == Period(2022, 2022)
    done = refresh(connect)
    assert {key: one.changes for key, one in done.items()} == {key: one.changes for key, one in dry.items()}
    told = {(c.insee_code, c.indicator): (c.before, c.after) for one in done.values() for c in one.changes}
    assert told["05001", "ftth_premises_count"] == ("806", "850")
    assert told["05001", "population_2022_count → population_2023_count"] == ("379", "379")
    assert told["05001", "phone"] == ("04 92 46 71 03", "04 92 00 00 01")
    assert (done["census"].from_vintage, done["census"].to_vintage) == ("RP 2022", "RP 2023")
    territory = read_territory(KEY)
    assert [period.last_year for period in territory.communes.population.periods] == [2012, 2017, 2023]
    assert territory.communes.population.measure_change().sum() == -1782
    assert territory.census.year == 2023
    assert territory.census.births.latest_period == Period(2017, 2022)
    with pytest.raises(InputError, match="2021 et 2023 ne se comparent pas"):
        territory.census.median_income.measure_change()
    origin = territory.origins["data/census.csv"]
    assert {part.key: part.refreshed_by for part in origin.parts} == {"census": "Jeanne", "income": "Jeanne"}
    assert origin.vintage == "RP 2023 ; Filosofi 2023 ; SIRENE 2024-2025"
    assert {one.status for one in refresh(connect).values()} == {"unchanged"}
    assert check_pack(KEY).ok


def test_a_portal_that_counts_requests_is_obeyed(portal: LocalPortal, connect: Connect) -> None:
    publish_all(portal)
    client = connect()
    for _request in range(MELODI_REQUESTS_A_MINUTE + 2):
        client.read_json(client.locate("melodi", "catalog/DS_BPE"))
    assert portal.refused == 1, "what Retry-After asks for is waited, once"


def test_districts_lost_zeros_and_doubles(portal: LocalPortal, connect: Connect) -> None:
    """Cartefibre in Latin-1, copper without zeros and twice, Ma connexion internet of one type alone."""
    publish_all(portal)
    rows = [["5001", "2027-01-31", "Fermeture"], ["5001", "2026-01-31", "Fermeture"], ["5003", "", "pas encore prévu"]]
    portal.add_export(
        "economie",
        "fermeture-reseau-cuivre",
        write_csv(["code_insee", "fermeture_technique", "output_usager"], rows),
    )
    done = refresh(connect, "copper")["copper"]
    refreshed = read_refreshed("data/broadband.csv")
    assert refreshed["05001"]["copper_closing_date"] == "2026-01-31"
    assert refreshed["05003"]["copper_status"] == "non prévu"
    assert refreshed["05006"]["copper_status"] == ""
    assert any("plusieurs dates" in finding.message for finding in done.findings)
    assert any("n'a pas changé depuis le 20/10/2025" in finding.message for finding in done.findings)
    assert check_pack(KEY).ok


def test_a_secret_stays_a_blank(portal: LocalPortal, connect: Connect) -> None:
    publish_all(portal)
    content = excerpts.write_incomes(2023, {"05001": ""})  # type: ignore[dict-item]
    portal.add_product("DS_FILOSOFI_CC", 2023, content)
    done = refresh(connect, "income")["income"]
    assert read_refreshed("data/census.csv")["05001"]["median_income_2023_eur"] == ""
    hidden = sum(not row["median_income_2021_eur"] for row in read_table("census").values()) + 1
    assert f"secret statistique dans {hidden} communes" in done.findings[0].message


def test_points_that_cannot_be_where_they_are_said_are_left(portal: LocalPortal, connect: Connect) -> None:
    publish_all(portal, newer=True)
    done = refresh(connect, "facility_points", "schools")
    assert any("LOIN" in finding.message for finding in done["facility_points"].findings)
    places = read_territory(KEY).places
    assert {place.producer for place in places if place.kind == "primary_school"} == {"Éducation nationale, annuaire"}
    assert any(place.note == "Agence postale, position : mauvaise" for place in places)
    # The directory of schools, asked for by name, stays when the points of INSEE come again.
    assert refresh(connect, "facility_points")["facility_points"].status == "unchanged"


@pytest.mark.parametrize(
    ("path", "key", "change", "sentence"),
    [
        ("DS_RP_LOGEMENT_PRINC_2022", "census", (b"OBS_VALUE", b"VALEUR"), "la colonne « OBS_VALUE » manque"),
        ("DS_BPE_2024", "facilities", (b"FACILITY_TYPE", b"TYPEQU"), "la colonne « FACILITY_TYPE » manque"),
        ("meilleure_techno", "eligibility", (b";type;", b";kind;"), "la colonne « type » manque"),
        ("debit_terrestre", "eligibility", (b"2026-06-30", b"2026-03-31"), "ne sont pas du même jour"),
        ("gares-de-voyageurs", "stations", (b"codeinsee", b"insee"), "la colonne « codeinsee » manque"),
    ],
)
def test_a_file_that_changed_its_form(  # noqa: PLR0917 - one line a file
    portal: LocalPortal, connect: Connect, path: str, key: str, change: tuple[bytes, bytes], sentence: str
) -> None:
    publish_all(portal)
    (name,) = (one for one in portal.files if path in one)
    if path.startswith("DS_"):
        content = excerpts.rewrite_zip(portal.files[name], change)
    else:
        content = portal.files[name].replace(*change)
    portal.files[name] = content
    done = refresh(connect, key)[key]
    assert done.status == "failed"
    assert sentence in done.findings[0].message
    assert not territories_folder().exists() or not list(territories_folder().iterdir())


def test_a_source_that_does_not_exist() -> None:
    with pytest.raises(InputError, match=r"« fibres » n'existe pas ; sources connues : populations"):
        choose_portals(["fibres"])
