"""The baseline: what the model starts from, derived once from a territory."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.grouping import mean_by_group, sum_by_group
from alpsat_geo.compute.place_travel import measure_place_minutes
from alpsat_geo.compute.ratios import ratio_or
from alpsat_geo.compute.reach import Matrix
from alpsat_geo.compute.travel import travel_in_territory
from alpsat_geo.domain.arrays import FloatArray, IntArray, freeze_floats
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.series import Series
from alpsat_geo.domain.territory import SEASONS, Season, SpaceStatus, Territory
from alpsat_geo.domain.text import N_

BASKET_KINDS: tuple[str, ...] = (
    "primary_school",
    "college",
    "pharmacy",
    "food_shop",
    "post_point",
    "france_services",
)
FACILITY_KINDS = frozenset({"pharmacy", "food_shop", "doctor", "grocery", "bakery"})
"""Those that are counted by commune, of another source than the others."""

FRANCE_SERVICES = BASKET_KINDS.index("france_services")

STATUS_PROBABILITY: dict[SpaceStatus, str] = {
    "open": "status_open_probability",
    "open_unverified": "status_open_unverified_probability",
    "mentioned": "status_mentioned_probability",
}
"""Parameter of the probability that a space is open; the other statuses are not counted."""

DESKS_PARAMETER = "existing_space_desks"
"""Desks of an existing space whose own are not published; a space may have a row of its own, named by its key."""


_HECTARES_PER_KM2 = 100


@dataclass(frozen=True, slots=True)
class CountedSpace:
    """An existing space inside the territory that may be open.

    ``desks_count`` is None when not published (drawn). ``settled_is_open`` is what a person has
    verified: True, False, or None when only the published status is known.
    """

    key: str
    name: str
    commune_index: int
    status: SpaceStatus
    desks_count: float | None
    settled_is_open: bool | None = None

    def open_probability(self, values: Mapping[str, FloatArray]) -> FloatArray:
        """Return the probability (D,) that the space is open, from its status or what was verified."""
        if self.settled_is_open is not None:
            return np.full(1, 1.0 if self.settled_is_open else 0.0)
        return values[STATUS_PROBABILITY[self.status]]

    def desks_parameter(self, table: ParameterTable) -> str:
        """Return the row that its desks are drawn from when they are not known: its own, else that of all."""
        own = f"{DESKS_PARAMETER}_{self.key}"
        return own if own in table else DESKS_PARAMETER


def list_space_parameters(spaces: Iterable[CountedSpace], table: ParameterTable) -> frozenset[str]:
    """Return the rows that the state and the desks of some spaces are drawn from; none of what is settled.

    Parameters
    ----------
    spaces : iterable of CountedSpace
        The desks of one that is settled closed serve nobody: they are not drawn for anything.
    table : ParameterTable
    """
    drawn = set()
    for space in spaces:
        if space.settled_is_open is None:
            drawn.add(STATUS_PROBABILITY[space.status])
        if space.desks_count is None and space.settled_is_open is not False:
            drawn.add(space.desks_parameter(table))
    return frozenset(drawn)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What evaluation needs of a territory; n communes, E EPCI, J existing spaces.

    Attributes
    ----------
    insee_codes, epci_sirens : tuple of str, lengths n and E
    epci_index : integer array (n,)
    population : Series
        Inhabitants at each census; ``population_count`` is the last.
    employed_by_csp_count : float array (n, 6)
        Employed residents spread over the CSP shares; rows sum to the employed residents.
    second_homes_count, vacant_homes_count : float array (n,)
    works_elsewhere_share : float array (n,)
        Share of employed residents who work outside their commune.
    premises_count, ftth_premises_count : float array (n,)
    basket_reached : mapping of season to float array (n, 6)
        1 where the service of `BASKET_KINDS` is within the basket's minutes, else 0; NaN where it is not known.
    minutes, km : mapping of season to float array or sparse matrix (n, n)
        Between town halls; inf, or absent in a sparse matrix: unreachable or beyond the horizon; NaN: no road known.
    place_minutes : mapping of season to float array (n, p)
        From town halls to the places of the territory, in their order; see `measure_place_minutes`.
    inside_km : float array (n,)
        Mean distance of its inhabited surface to its middle.
    spaces : tuple of CountedSpace, length J
    knows_spaces : bool
        False where nobody has listed the spaces of the territory yet: none is known, which does not mean that none is.
    """

    insee_codes: tuple[str, ...]
    epci_sirens: tuple[str, ...]
    epci_index: IntArray
    population: Series
    employed_by_csp_count: FloatArray
    second_homes_count: FloatArray
    vacant_homes_count: FloatArray
    works_elsewhere_share: FloatArray
    premises_count: FloatArray
    ftth_premises_count: FloatArray
    basket_reached: Mapping[Season, FloatArray]
    minutes: Mapping[Season, Matrix]
    km: Mapping[Season, Matrix]
    inside_km: FloatArray
    spaces: tuple[CountedSpace, ...]
    knows_spaces: bool = True
    place_minutes: Mapping[Season, FloatArray] = dataclasses.field(default_factory=dict)

    @property
    def population_count(self) -> FloatArray:
        """Return the inhabitants at the last census, (n,)."""
        return self.population.latest

    @property
    def commune_count(self) -> int:
        """Number of communes, n."""
        return len(self.insee_codes)

    @property
    def possible_spaces(self) -> tuple[CountedSpace, ...]:
        """Return the spaces that may be open: all but those that somebody has found closed."""
        return tuple(space for space in self.spaces if space.settled_is_open is not False)

    def list_by_epci(self) -> list[set[int]]:
        """List the positions of the communes of each EPCI."""
        return [set(np.flatnonzero(self.epci_index == epci).tolist()) for epci in range(len(self.epci_sirens))]

    def sum_by_epci(self, values: FloatArray) -> FloatArray:
        """Sum the last axis (..., n) by EPCI, (..., E)."""
        return sum_by_group(values, self.epci_index, len(self.epci_sirens))

    def mean_by_epci(self, values: FloatArray) -> FloatArray:
        """Mean of the last axis (..., n) for an inhabitant, by EPCI, (..., E); NaN where nobody lives."""
        return mean_by_group(values, self.population_count, self.epci_index, len(self.epci_sirens))

    def commune_position(self, insee_code: str) -> int:
        """Return the index of a commune.

        Raises
        ------
        InputError
            If the commune does not belong to the territory.
        """
        try:
            return self.insee_codes.index(insee_code)
        except ValueError:
            sentence = N_("La commune « {code} » n'est pas dans le territoire : vérifiez son code INSEE.")
            raise InputError(remark(sentence, code=insee_code)) from None

    def with_spaces_settled(self, is_open: Mapping[str, bool]) -> Baseline:
        """Return a baseline in which a person has settled whether some spaces are open (by key)."""
        known = {space.key for space in self.spaces}
        for key in is_open:
            if key not in known:
                sentence = N_("L'espace « {key} » n'est pas compté : choisissez parmi {known}.")
                raise InputError(remark(sentence, key=key, known=", ".join(sorted(known))))
        spaces = tuple(
            dataclasses.replace(space, settled_is_open=is_open.get(space.key, space.settled_is_open))
            for space in self.spaces
        )
        return dataclasses.replace(self, spaces=spaces)


def build_baseline(territory: Territory, table: ParameterTable) -> Baseline:
    """Derive the baseline of a territory.

    Travel times use the three seasons; a service stands at its position, or at its commune's town hall when it has
    none; a space stands at the town hall; a space outside the territory, or without premises, is not counted.

    Parameters
    ----------
    territory : Territory
    table : ParameterTable
        ``terminal_time_min``, ``services_basket_min`` and ``homes_per_inhabited_hectare`` are read at their central
        value.
    """
    terminal_time_min = table["terminal_time_min"].value
    minutes: dict[Season, FloatArray] = {}
    km: dict[Season, FloatArray] = {}
    for season in SEASONS:
        # The shares by basis, three times as large as all the rest, are let go season by season.
        times = travel_in_territory(territory, season, terminal_time_min)
        minutes[season], km[season] = times.minutes, times.km
    census = territory.census
    basket_min = table["services_basket_min"].value
    place_minutes = measure_place_minutes(
        territory,
        minutes,
        terminal_time_min,
        table["inside_commune_speed_kmh"].value,
    )
    return Baseline(
        insee_codes=territory.insee_codes,
        epci_sirens=tuple(epci.siren for epci in territory.epcis),
        epci_index=territory.communes.epci_index,
        population=territory.communes.population,
        employed_by_csp_count=spread_employed(census.employed_count, census.residents_by_csp_count),
        second_homes_count=census.second_homes_count,
        vacant_homes_count=census.vacant_homes_count,
        works_elsewhere_share=freeze_floats(1 - census.works_in_own_commune_count / census.employed_count),
        premises_count=territory.broadband.premises_count,
        ftth_premises_count=territory.broadband.ftth_premises_count,
        basket_reached={
            season: freeze_floats(reach_services(territory, to_places, BASKET_KINDS, basket_min))
            for season, to_places in place_minutes.items()
        },
        minutes=minutes,
        km=km,
        inside_km=mean_distance_inside(
            census.main_homes_count + census.second_homes_count + census.vacant_homes_count,
            table["homes_per_inhabited_hectare"].value,
        ),
        spaces=_counted_spaces(territory),
        knows_spaces="spaces" not in territory.awaited or bool(territory.spaces),
        place_minutes=place_minutes,
    )


def spread_employed(employed_count: FloatArray, residents_by_csp_count: FloatArray) -> FloatArray:
    """Spread the employed residents of each commune over its CSP 1 to 6 shares.

    Parameters
    ----------
    employed_count : float array (n,)
    residents_by_csp_count : float array (n, 6)
        A blank cell (NaN) counts as 0: the published rows reach their total within 2 without it.

    Returns
    -------
    float array (n, 6); a row is NaN where no CSP at all was observed.
    """
    observed = np.nan_to_num(residents_by_csp_count, nan=0.0)
    total = observed.sum(axis=1, keepdims=True)
    share = ratio_or(observed, total, np.nan)
    return freeze_floats(employed_count[:, None] * share)


def mean_distance_inside(homes_count: FloatArray, homes_per_hectare: float) -> FloatArray:
    """Mean distance to the middle of the inhabited surface of each commune, were it round.

    Parameters
    ----------
    homes_count : float array (n,)
        Main, second and vacant homes; where unknown (NaN), the distance is unknown and counts 0.
    homes_per_hectare : float
        Above 0.

    Returns
    -------
    float array (n,)
        Kilometres: two thirds of the radius of a disc of ``homes / density`` hectares.
    """
    area_km2 = np.nan_to_num(homes_count, nan=0.0) / homes_per_hectare / _HECTARES_PER_KM2
    return freeze_floats(2 / 3 * np.sqrt(area_km2 / np.pi))


def nearest_minutes(territory: Territory, place_minutes: FloatArray, kinds: tuple[str, ...]) -> FloatArray:
    """Minutes from each commune to the nearest place of each kind, (n, len(kinds)).

    inf where there is none; NaN where the roads or the places are awaited.

    Parameters
    ----------
    territory : Territory
    place_minutes : float array (n, p)
        To the places of the territory, in their order.
    kinds : tuple of str
    """
    nearest = np.full((len(territory.insee_codes), len(kinds)), np.inf)
    inside = set(territory.insee_codes)
    for k, kind in enumerate(kinds):
        ranks = [r for r, p in enumerate(territory.places) if p.kind == kind and p.insee_code in inside]
        if ranks:
            # Where no road is known, what stands in the commune is still there.
            nearest[:, k] = np.fmin.reduce(place_minutes[:, ranks], axis=1)
        if is_unlisted(territory, kind):
            nearest[:, k] = np.nan
    return nearest


def is_unlisted(territory: Territory, kind: str) -> bool:
    """Tell whether the list of a kind of place is awaited: none is known, which does not mean that none is."""
    return ("facilities" if kind in FACILITY_KINDS else "places") in territory.awaited


def reach_services(
    territory: Territory, place_minutes: FloatArray, kinds: tuple[str, ...], within_min: float
) -> FloatArray:
    """Return 1 where the nearest place of each kind is near enough, else 0, (n, len(kinds)); see `nearest_minutes`."""
    nearest = nearest_minutes(territory, place_minutes, kinds)
    return np.where(np.isnan(nearest), np.nan, nearest <= within_min)


def _counted_spaces(territory: Territory) -> tuple[CountedSpace, ...]:
    position = {code: i for i, code in enumerate(territory.insee_codes)}
    return tuple(
        CountedSpace(
            space.key,
            space.name,
            position[space.insee_code],
            space.status,
            space.desks_count,
            space.status == "open" if space.is_verified else None,
        )
        for space in territory.spaces
        # One that somebody says is closed keeps its place: a scenario may name it.
        if space.insee_code in position and (space.status in STATUS_PROBABILITY or space.is_verified)
    )
