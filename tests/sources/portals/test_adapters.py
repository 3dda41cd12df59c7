"""Each adapter against a portal that behaves like the real ones: our own pack, then the next vintages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import numpy as np
import pytest

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.series import Period
from alpsat_geo.project import Registries, open_project
from alpsat_geo.report.commune.facts import list_gaps
from alpsat_geo.sources.boundaries import read_boundaries
from alpsat_geo.sources.check import check_pack
from alpsat_geo.sources.manifest import read_manifest
from alpsat_geo.sources.pack import find_root
from alpsat_geo.sources.pack_folder import find_pack, territories_folder
from alpsat_geo.sources.portals import travel_control
from alpsat_geo.sources.portals.client import Client, PortalError
from alpsat_geo.sources.portals.features import fetch_features
from alpsat_geo.sources.portals.refresh import Refreshed, choose_portals, find_awaited, refresh_pack
from alpsat_geo.sources.territory import read_territory
from tests.sources.pack_copy import KEY
from tests.sources.portals import excerpts
from tests.sources.portals.excerpts import make_blank_copy, publish_all, read_table, write_csv
from tests.sources.portals.portal import MELODI_REQUESTS_A_MINUTE, LocalPortal

Connect = Callable[[], Client]


def refresh(connect: Connect, *keys: str) -> dict[str, Refreshed]:
    done = refresh_pack(KEY, choose_portals(keys), connect(), signed="Jeanne")
    return {one.portal.key: one for one in done}


def read_refreshed(path: str) -> dict[str, dict[str, str]]:
    text = find_pack(KEY).paths.locate(path).read_text("utf-8")
    return {row["insee_code"]: row for row in csv.DictReader(io.StringIO(text))}


def test_our_pack_where_vintages_agree_and_the_next_ones(portal: LocalPortal, connect: Connect) -> None:
    publish_all(portal)
    # DILA's directory has no vintage in common with the pack: its day alone is new.
    keys = [one.key for one in choose_portals(()) if one.key not in {"town_halls", "mobile"}]
    assert {one.status for one in refresh(connect, *keys).values()} == {"unchanged"}
    assert not territories_folder().exists() or not list(territories_folder().iterdir()), "not a byte"
    done = refresh(connect, "town_halls")
    assert (done["town_halls"].status, done["town_halls"].changes) == ("updated", ())
    publish_all(portal, newer=True)
    done = refresh(connect)
    assert [key for key, one in done.items() if one.status != "updated"] == ["perimeters"]
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
    gaps = list_gaps(open_project(KEY, Registries(ACTION_TYPES, CRITERIA)), 0)
    assert any("ne se compare pas à celui d'avant" in gap for gap in gaps)
    origin = territory.origins["data/census.csv"]
    assert {part.key: part.refreshed_by for part in origin.parts} == {"census": "Jeanne", "income": "Jeanne"}
    assert origin.vintage == "RP 2023 ; Filosofi 2023 ; SIRENE 2024-2025"
    assert {one.status for one in refresh(connect).values()} == {"unchanged"}
    assert check_pack(KEY).ok


def test_a_territory_that_awaits_everything_is_filled(portal: LocalPortal, connect: Connect) -> None:
    """The identity of the communes alone, and their shapes: each source brings its part, and the pack stays good."""
    publish_all(portal, newer=True)
    portal.layers["BDTOPO_V3:troncon_de_route"] = excerpts.make_stretches()
    portal.listed["/overpass/interpreter"] = excerpts.write_overpass()
    folder = make_blank_copy(territories_folder())
    awaited = find_awaited(KEY)
    assert {"census", "broadband", "facilities", "places", "spaces", "town_halls", "road_edges"} <= set(awaited)
    chosen = choose_portals((), awaited)
    assert {one.key for one in chosen if one.is_on_request} == {"roads", "workspaces"}
    done = refresh_pack(KEY, chosen, connect())
    assert [(one.portal.key, one.findings) for one in done if one.status == "failed"] == []
    report = check_pack(KEY)
    assert report.ok, report.findings
    assert set(find_awaited(KEY)) <= {"programmes"}
    theirs, ours = read_territory(KEY), read_territory(KEY, find_root())
    np.testing.assert_array_equal(theirs.census.jobs_count, ours.census.jobs_count)
    np.testing.assert_array_equal(theirs.census.residents_by_csp_count, ours.census.residents_by_csp_count)
    np.testing.assert_array_equal(theirs.census.population_by_age_count, ours.census.population_by_age_count)
    np.testing.assert_array_equal(theirs.broadband.satellite_only_count, ours.broadband.satellite_only_count)
    assert theirs.town_halls[1] == ours.town_halls[1]
    assert (folder / "manifest.yaml").read_text("utf-8").count("population_2023_count: 33484") == 1


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


def test_an_answer_of_another_form_stops_its_source_alone(portal: LocalPortal, connect: Connect) -> None:
    features = excerpts.make_squares(0)
    for feature in features:
        feature["properties"]["id"] = feature["properties"].pop("cleabs")
    portal.layers["ADMINEXPRESS-COG.LATEST:commune"] = features
    portal.forgets_order = True
    publish_all(portal)
    done = refresh(connect, "boundaries", "fibre")
    assert done["fibre"].status == "unchanged"
    assert done["boundaries"].status == "failed"
    assert "forme que cette version ne connaît pas (KeyError" in done["boundaries"].findings[0].message


def test_a_source_that_does_not_exist() -> None:
    with pytest.raises(InputError, match=r"« fibres » n'existe pas ; sources connues : perimeters"):
        choose_portals(["fibres"])


def test_mobile_sites_are_a_measure_of_their_own(portal: LocalPortal, connect: Connect) -> None:
    publish_all(portal)
    done = refresh(connect, "mobile")["mobile"]
    assert done.to_vintage == "2026-T2 (sites mobiles)", "the newest quarter of a listing of several pages"
    (measured,) = read_territory(KEY).indicators
    # Two operators on one site, a line twice, a code without its zero; no 4G, and an operator of elsewhere.
    assert measured.values[:2].tolist() == [3.0, 0.0]
    assert refresh(connect, "mobile")["mobile"].status == "unchanged"


def test_mobile_coverage_is_for_who_asks_for_gigabytes(portal: LocalPortal, connect: Connect) -> None:
    """Of each operator its newest quarter, under either of the names of Bouygues; a limited coverage does not count."""
    done = refresh(connect, "mobile_coverage")["mobile_coverage"]
    assert "--heavy" in done.findings[0].message
    whole, half, none = excerpts.write_coverage(1.0), excerpts.write_coverage(0.36), excerpts.write_coverage(0.001)
    names = {
        "2026_T1_couv_Metropole_OF_4G": whole,
        "2026_T2_couv_Metropole_OF_4G": half,
        "2026_T2_couv_Metropole_SFR0_4G": whole,
        "2025_T4_couv_Metropole_BOUY_4G": none,
        "2026_T2_couv_Metropole_BYT_4G": whole,
        "2026_T2_couv_Metropole_FREE_4G": whole,
        "2026_T2_couv_Metropole_FREE_5G": none,
    }
    for name, content in names.items():
        portal.files[f"/arcep/mobile/couvertures/{name}_data.gpkg.7z"] = content
    (heavy,) = refresh_pack(KEY, choose_portals(["mobile_coverage"]), connect(), is_heavy=True)
    assert heavy.status == "updated", heavy.findings
    assert heavy.to_vintage == "2026-T2 (couverture 4G)"
    (measured,) = read_territory(KEY).indicators
    assert measured.indicator.key == "mobile_4g_covered"
    assert {0.0, 1.0} <= set(measured.values.tolist())
    assert any(0 < value < 1 for value in measured.values)
    portal.files["/arcep/mobile/couvertures/2026_T3_couv_Metropole_OF_4G_data.gpkg.7z"] = b"7z abime" * 99
    (broken,) = refresh_pack(KEY, choose_portals(["mobile_coverage"]), connect(), is_heavy=True)
    assert "n'est pas une archive 7z lisible" in broken.findings[0].message


def test_squares_say_who_lives_far_from_the_town_hall(portal: LocalPortal, connect: Connect) -> None:
    portal.files["/insee/fichier/8735162/Filosofi2021_carreaux_200m_gpkg.zip"] = excerpts.write_squares()
    done = refresh(connect, "squares")["squares"]
    assert done.status == "updated", done.findings
    assert "50 % des 2 carreaux habités sont estimés" in done.findings[0].message
    (measured,) = read_territory(KEY).indicators
    assert measured.values[0] == 0.25
    assert np.isnan(measured.values[1:]).all(), "no square is no figure"


def test_a_communaute_that_changed_is_said(portal: LocalPortal, connect: Connect) -> None:
    publish_all(portal)
    assert refresh(connect, "perimeters")["perimeters"].findings == ()
    path = "/data_gouv/datasets/r/6e05c448-62cc-4470-aa0f-4f31adea0bc4"
    portal.files[path] = excerpts.write_perimeters(left="05003", joined="05999")
    done = refresh(connect, "perimeters")["perimeters"]
    assert (done.status, [finding.value for finding in done.findings]) == ("unchanged", ["05003", "05999"])


def test_boundaries_come_in_pages_and_stay_a_mosaic(portal: LocalPortal, connect: Connect) -> None:
    portal.layers["ADMINEXPRESS-COG.LATEST:commune"] = excerpts.make_squares(40)
    portal.wfs_page_most = 17
    done = refresh(connect, "boundaries")["boundaries"]
    assert done.status == "updated", done.findings
    assert portal.count("/geopf/wfs") == 5
    assert all("SORTBY=cleabs" in path and "CRS%3A84" in path for path, _headers in portal.asked)
    shapes = read_boundaries(KEY)
    assert len(shapes) == 36
    portal.layers["ADMINEXPRESS-COG.LATEST:commune"] = excerpts.make_squares(0)[1:]
    assert "n'a plus la commune 05001" in refresh(connect, "boundaries")["boundaries"].findings[0].message


def test_a_wrong_box_and_pages_that_overlap_are_refused(portal: LocalPortal, connect: Connect) -> None:
    client, box = connect(), read_manifest(find_pack(KEY)).bounding_box
    layer = "BDTOPO_V3:troncon_de_route"
    portal.layers[layer] = excerpts.make_stretches()
    count = len(fetch_features(client, layer, box))
    assert 80 < count <= len(portal.layers[layer])
    swapped = {"west_deg": box.south_deg, "south_deg": box.west_deg, "east_deg": box.north_deg}
    with pytest.raises(PortalError, match="ne donne rien dans l'emprise"):
        fetch_features(client, layer, box.model_copy(update={**swapped, "north_deg": box.east_deg}))
    portal.wfs_page_most = 30
    portal.forgets_order = True
    with pytest.raises(PortalError, match=f"entités reçues sur {count} annoncées"):
        fetch_features(client, layer, box)
    with pytest.raises(PortalError, match="a répondu 400"):
        fetch_features(client, "inconnue", box)


def test_roads_of_bd_topo_take_the_place_of_ours(portal: LocalPortal, connect: Connect) -> None:
    portal.layers["BDTOPO_V3:troncon_de_route"] = excerpts.make_stretches()
    done = refresh(connect, "roads")["roads"]
    assert done.status == "updated", done.findings
    territory = read_territory(KEY)
    assert set(territory.roads.edge_bases) == {"bd_topo"}
    origin = territory.origins["geo/road_edges.csv"]
    assert (origin.producer, origin.licence) == ("IGN", "Licence Ouverte 2.0")


def test_workspaces_of_openstreetmap_join_those_we_know(portal: LocalPortal, connect: Connect) -> None:
    portal.listed["/overpass/interpreter"] = excerpts.write_overpass()
    before = read_territory(KEY).spaces
    done = refresh(connect, "workspaces")["workspaces"]
    spaces = read_territory(KEY).spaces
    assert len(spaces) == len(before) + 1
    assert (spaces[-1].name, spaces[-1].desks_count, spaces[-1].status) == ("Le Refuge", None, "open_unverified")
    assert any("est déjà connu" in finding.message for finding in done.findings)
    assert refresh(connect, "workspaces")["workspaces"].status == "unchanged"


def test_travel_times_are_controlled_on_a_sample(
    portal: LocalPortal, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(travel_control, "_PAUSE_S", 0)
    portal.listed["/geopf/navigation/itineraire"] = {"duration": 30.0}
    done = refresh(connect, "travel_control")["travel_control"]
    assert done.status == "unchanged"
    assert "nos minutes moins celles de l'IGN" in done.findings[0].message
    assert portal.count("itineraire") == 24
