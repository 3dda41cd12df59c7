"""Communes that resemble, against a whole table of distances and the haversine formula."""

from __future__ import annotations

import numpy as np
from scipy.spatial.distance import cdist

from alpsat_geo.compute.resemblance import Country, find_resembling, measure_traits
from alpsat_geo.domain.arrays import freeze_floats, freeze_integers


def draw_country(count: int = 300, seed: int = 3) -> Country:
    rng = np.random.default_rng(seed)
    return Country(
        insee_codes=tuple(f"{i:05d}" for i in range(count)),
        epci_index=freeze_integers(np.arange(count) // 20),
        population_count=freeze_floats(np.round(rng.lognormal(7, 1.6, count))),
        area_km2=freeze_floats(rng.uniform(2, 60, count)),
        lon_deg=freeze_floats(rng.uniform(2, 7, count)),
        lat_deg=freeze_floats(rng.uniform(44, 47, count)),
    )


def test_traits_are_standardised_and_a_town_is_not_near_itself() -> None:
    country = draw_country()
    traits = measure_traits(country)
    assert np.allclose(traits.mean(axis=0), 0, atol=1e-12)
    assert np.allclose(traits.std(axis=0), 1)
    lon, lat = np.radians(country.lon_deg), np.radians(country.lat_deg)
    half = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat)[:, None] * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    km = 2 * 6371.0088 * np.arcsin(np.sqrt(half))
    km[:, country.population_count < 10_000] = np.inf
    np.fill_diagonal(km, np.inf)
    logs = np.log(1 + km.min(axis=1))
    assert np.abs(traits[:, 3] - (logs - logs.mean()) / logs.std()).max() < 1e-3


def test_the_nearest_are_those_of_the_whole_table_of_distances() -> None:
    country = draw_country()
    territory = country.insee_codes[40:60]
    found = find_resembling(country, [*territory, "99999"], 4)
    assert found.insee_codes == territory
    table = cdist(measure_traits(country)[40:60], measure_traits(country)) / np.sqrt(5)
    table[:, 40:60] = np.inf
    assert np.array_equal(found.nearest_index, np.argsort(table, axis=1)[:, :4])
    assert np.allclose(found.distance, np.sort(table, axis=1)[:, :4])


def test_what_is_missing_resembles_nothing() -> None:
    country = draw_country()
    population = country.population_count.copy()
    population[[5, 41]] = np.nan
    blank = Country(
        country.insee_codes,
        country.epci_index,
        freeze_floats(population),
        country.area_km2,
        country.lon_deg,
        country.lat_deg,
    )
    found = find_resembling(blank, country.insee_codes[40:60], 3)
    assert (found.nearest_index[1] == -1).all()
    assert np.isnan(found.distance[1]).all()
    assert 5 not in found.nearest_index
    assert np.isfinite(np.delete(found.distance, 1, axis=0)).all()
