"""Communes that resemble others: standardised distances between what is known of every commune of France."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from alpsat_geo.domain.arrays import FloatArray, IntArray, freeze_floats, freeze_integers
from alpsat_geo.domain.text import N_

TOWN_POPULATION = 10_000
"""Inhabitants from which a commune is a town, for the distance to the nearest one."""
_EARTH_RADIUS_KM = 6371.0088
_LEAST_DENSITY_PER_KM2 = 0.1

TRAITS: Mapping[str, str] = {
    "population": N_("habitants"),
    "density": N_("habitants au km²"),
    "area": N_("superficie"),
    "town_distance": N_("distance à vol d'oiseau de la ville la plus proche"),
    "epci_population": N_("habitants de l'intercommunalité"),
}
"""What is compared, by key: what to call it."""


@dataclass(frozen=True, slots=True)
class Country:
    """All the communes that may resemble, N of them.

    Attributes
    ----------
    insee_codes : tuple of str, length N
    epci_index : integer array (N,)
        -1 where a commune has no EPCI.
    population_count, area_km2, lon_deg, lat_deg : float array (N,)
        NaN where not known.
    """

    insee_codes: tuple[str, ...]
    epci_index: IntArray
    population_count: FloatArray
    area_km2: FloatArray
    lon_deg: FloatArray
    lat_deg: FloatArray


@dataclass(frozen=True, slots=True)
class Resemblance:
    """The communes of the country that resemble those of a territory, n of them, k each.

    Attributes
    ----------
    insee_codes : tuple of str, length n
        Communes of the territory that the country knows.
    nearest_index : integer array (n, k)
        Into ``Country.insee_codes``, nearest first; communes of the territory are never among them. -1: not known.
    distance : float array (n, k)
        0: alike in all that is compared; 1: one standard deviation apart in each trait. NaN: not known.
    """

    insee_codes: tuple[str, ...]
    nearest_index: IntArray
    distance: FloatArray


def measure_traits(country: Country) -> FloatArray:
    """Measure what is compared of each commune, (N, 5), in the order of `TRAITS`: logarithms, standardised.

    Each column has mean 0 and standard deviation 1 over the communes that have it; missing is NaN. Sizes spread over
    several orders of magnitude: their logarithms are compared. The distance to a town is that to the nearest *other*
    commune of 10,000 inhabitants or more, between town halls.
    """
    population = np.where(country.population_count > 0, country.population_count, np.nan)
    density = np.maximum(population / country.area_km2, _LEAST_DENSITY_PER_KM2)
    columns = [population, density, country.area_km2, 1 + _measure_town_distance(country), _sum_by_epci(country)]
    logs = np.log(np.column_stack(columns))
    with np.errstate(invalid="ignore"):
        spread = np.nanstd(logs, axis=0)
        return freeze_floats((logs - np.nanmean(logs, axis=0)) / np.where(spread > 0, spread, 1.0))


def find_resembling(country: Country, insee_codes: Sequence[str], count: int) -> Resemblance:
    """Find the communes that resemble most each commune of a territory, outside it.

    The distance is Euclidean on standardised traits, divided by the square root of their number
    (Kaufman and Rousseeuw, Finding Groups in Data, 1990, chapter 1).

    Parameters
    ----------
    country : Country
    insee_codes : sequence of str
        Communes of the territory; those that the country does not know are left out.
    count : int
        How many for each, k; fewer when the country has no more.

    Returns
    -------
    Resemblance
    """
    place = {code: index for index, code in enumerate(country.insee_codes)}
    known = tuple(code for code in insee_codes if code in place)
    own = np.array([place[code] for code in known], dtype=np.int64)
    traits = measure_traits(country)
    is_whole = np.asarray(np.isfinite(traits).all(axis=1))
    candidates = np.flatnonzero(is_whole & ~np.isin(np.arange(len(traits)), own))
    k = min(count, len(candidates))
    nearest = np.full((len(known), k), -1, dtype=np.int64)
    distance = np.full((len(known), k), np.nan)
    asked = np.asarray(is_whole)[own]
    if k and asked.any():
        found, index = cKDTree(traits[candidates]).query(traits[own[asked]], k=[*range(1, k + 1)])
        nearest[asked] = candidates[np.asarray(index)]
        distance[asked] = found / np.sqrt(traits.shape[1])
    return Resemblance(known, freeze_integers(nearest), freeze_floats(distance))


def _measure_town_distance(country: Country) -> FloatArray:
    """Return the kilometres to the nearest other town, (N,), along the chord of the sphere."""
    lon, lat = np.radians(country.lon_deg), np.radians(country.lat_deg)
    points = _EARTH_RADIUS_KM * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    is_placed = np.isfinite(points).all(axis=1)
    towns = np.flatnonzero((country.population_count >= TOWN_POPULATION) & is_placed)
    result = np.full(len(points), np.nan)
    if not len(towns):
        return result
    km, index = map(np.asarray, cKDTree(points[towns]).query(points[is_placed], k=[1, 2]))
    is_itself = towns[index[:, 0]] == np.flatnonzero(is_placed)
    result[is_placed] = np.where(is_itself, km[:, 1], km[:, 0])
    return np.where(np.isfinite(result), result, np.nan)


def _sum_by_epci(country: Country) -> FloatArray:
    belongs = country.epci_index >= 0
    totals = np.zeros(int(country.epci_index.max(initial=-1)) + 1)
    np.add.at(totals, country.epci_index[belongs], np.nan_to_num(country.population_count[belongs]))
    result = np.full(len(country.epci_index), np.nan)
    result[belongs] = totals[country.epci_index[belongs]]
    return np.where(result > 0, result, np.nan)
