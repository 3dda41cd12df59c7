"""The real pack, read whole."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest

from alpsat_geo.compute.profile import DIMENSIONS
from alpsat_geo.domain.territory import Territory
from alpsat_geo.sources import INDICATORS, SOURCES
from alpsat_geo.sources.boundaries import read_boundaries
from alpsat_geo.sources.manifest import read_manifest
from alpsat_geo.sources.pack import find_root
from alpsat_geo.sources.pack_folder import find_pack
from alpsat_geo.sources.territory import read_territory
from tests.sources.pack_copy import KEY


@pytest.fixture(scope="module")
def territory() -> Territory:
    return read_territory()


def test_published_totals(territory: Territory) -> None:
    assert len(territory.insee_codes) == 36
    assert territory.communes.population_count.sum() == 33_484
    assert territory.communes.population.previous.sum() - 33_484 == 1_782
    assert territory.broadband.ftth_premises_count.sum() == 55_214
    assert territory.broadband.premises_count.sum() == 58_333
    assert territory.census.employed_count.sum() == pytest.approx(15_664.9, abs=0.05)
    second_homes = territory.census.second_homes_count.sum() / territory.census.dwellings_count.sum()
    assert second_homes == pytest.approx(0.655, abs=5e-4)
    own_commune = territory.census.works_in_own_commune_count.sum() / territory.census.employed_count.sum()
    assert own_commune == pytest.approx(0.524, abs=5e-4)
    no_transport = territory.census.commute_no_transport_count.sum() / territory.census.employed_count.sum()
    assert no_transport == pytest.approx(0.063, abs=5e-4)


def test_briancon_row_is_where_its_code_is(territory: Territory) -> None:
    rank = territory.insee_codes.index("05023")
    assert territory.communes.names[rank] == "Briançon"
    assert territory.epcis[territory.communes.epci_index[rank]].name == "CC du Briançonnais"
    assert territory.communes.population_count[rank] == 10_748
    assert territory.broadband.fixed_4g_only_count[rank] == 679
    assert territory.census.residents_by_csp_count[rank, 2] == 599
    assert territory.census.population_by_age_count[rank].sum() == pytest.approx(10_748, abs=0.5)
    assert territory.town_halls[rank].phone == "04 92 21 20 72"


def test_missing_is_nan_and_never_zero(territory: Territory) -> None:
    merged = [territory.insee_codes.index(code) for code in ("05001", "05101")]
    assert np.isnan(territory.communes.altitude_mean_m[merged]).all()
    assert np.isnan(territory.communes.altitude_mean_m).sum() == 2
    assert np.isnan(territory.census.residents_by_csp_count).sum() == 17
    assert all(space.desks_count is None for space in territory.spaces)


def test_arrays_cannot_be_written(territory: Territory) -> None:
    for record in (territory.communes, territory.census, territory.broadband, territory.roads):
        for field in dataclasses.fields(record):
            value = getattr(record, field.name)
            if isinstance(value, np.ndarray):
                with pytest.raises(ValueError, match="read-only"):
                    value[0] = 0


def test_places_by_kind(territory: Territory) -> None:
    kinds = Counter(place.kind for place in territory.places)
    assert kinds == {
        "france_services": 6,
        "primary_school": 43,
        "college": 4,
        "lycee": 1,
        "post_point": 29,
        "station": 3,
        "pharmacy": 12,
        "food_shop": 16,
    }
    briancon = {place.kind: place.name for place in territory.places if place.insee_code == "05023"}
    assert briancon["pharmacy"] == "6 pharmacies"
    assert briancon["food_shop"] == "3 supermarchés, 2 supérettes"
    for place in territory.places:
        assert (place.lon_deg is None) == (place.kind in {"pharmacy", "food_shop"})


def test_traps_of_the_territory(territory: Territory) -> None:
    stations = {place.name: place.insee_code for place in territory.places if place.kind == "station"}
    assert stations["Mont-Dauphin - Guillestre"] == "05052"
    luceo = next(space for space in territory.spaces if space.key == "luceo")
    assert (luceo.insee_code, luceo.status) == ("05122", "open")
    assert {space.key for space in territory.spaces if space.insee_code not in territory.insee_codes} == {
        "la-locomotive",
        "ecow",
    }


def test_origins_cover_the_files_of_the_manifest(territory: Territory) -> None:
    manifest = read_manifest(find_pack(KEY))
    assert set(territory.origins) == {*manifest.files.values(), f"data/territories/{KEY}.yaml"}


def test_boundaries_follow_the_order_of_the_territory(territory: Territory) -> None:
    frame = read_boundaries()
    assert tuple(frame.columns) == ("insee_code", "name", "epci_siren", "geometry")
    assert tuple(frame["insee_code"]) == territory.insee_codes
    assert tuple(frame["name"]) == territory.communes.names
    assert frame.crs.to_epsg() == 4326


def test_sources_are_a_registry() -> None:
    keys = [source.key for source in SOURCES]
    roles = [role for source in SOURCES for role in source.roles]
    assert len(keys) == len(set(keys))
    named = read_manifest(find_pack(KEY)).files
    assert set(named) <= set(roles)
    # What only a refreshed pack holds.
    assert set(roles) - set(named) <= {indicator.key for indicator in INDICATORS} | {"access_times"}
    assert all(source.label and source.producer for source in SOURCES)
    assert all(source.check.__doc__ and source.build.__doc__ for source in SOURCES)
    measured = [*(indicator.key for indicator in INDICATORS), *(dimension.key for dimension in DIMENSIONS)]
    assert len(measured) == len(set(measured))


def test_reading_needs_no_table_library() -> None:
    program = (
        "import sys; from alpsat_geo.sources.territory import read_territory; read_territory();"
        "print(sorted({'pandas', 'geopandas', 'pyproj', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=find_root())
    assert done.stdout.strip() == "[]"


def test_old_places_carry_their_age_and_never_join_those_of_today(territory: Territory) -> None:
    doctors = [place for place in territory.old_places if place.kind == "doctor"]
    assert {place.vintage for place in territory.old_places} == {"2013"}
    assert len(doctors) == 12
    assert {"05003", "05023", "05065"} <= {place.insee_code for place in doctors}
    assert not {place.kind for place in territory.old_places} & {place.kind for place in territory.places}


def test_town_halls_have_an_altitude_and_its_basis_or_neither(territory: Territory) -> None:
    altitudes = territory.town_hall_altitudes
    rank = territory.insee_codes.index("05157")
    assert altitudes.altitude_m[rank] == 2_042
    assert altitudes.bases[rank] == "publiée en maints endroits"
    unknown = [territory.insee_codes[i] for i in np.flatnonzero(np.isnan(altitudes.altitude_m))]
    assert unknown == ["05116"]
    assert altitudes.bases[territory.insee_codes.index("05116")] == ""
