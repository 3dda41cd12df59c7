"""A territory as the model and the screen see it: frozen records, read-only arrays.

In every array the first axis is the commune, in the order of ``Territory.insee_codes``.
Missing is NaN.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from alpsat_geo.domain.arrays import FloatArray, IntArray
from alpsat_geo.domain.correction import Correction
from alpsat_geo.domain.indicator import MeasuredIndicator
from alpsat_geo.domain.provenance import Origin
from alpsat_geo.domain.series import Series

Season = Literal["summer", "winter", "closure_day"]
SEASONS: tuple[Season, ...] = ("summer", "winter", "closure_day")

ACCESS_SEASONS: tuple[Season, ...] = ("summer", "winter")
"""Those in which our minutes are set beside published ones."""

SpaceStatus = Literal["open", "open_unverified", "mentioned", "no_premises", "closed"]
LengthBasis = Literal["measured", "published", "derived", "estimated", "bd_topo", "osm"]
LENGTH_BASES: tuple[LengthBasis, ...] = ("measured", "published", "derived", "estimated", "bd_topo", "osm")
RoadSource = Literal["skeleton", "bd_topo", "osm"]
DETAILED_BASES: tuple[LengthBasis, ...] = ("bd_topo", "osm")


@dataclass(frozen=True, slots=True)
class Epci:
    """One communauté de communes (SIREN number as text)."""

    siren: str
    name: str


@dataclass(frozen=True, slots=True)
class Communes:
    """What is stable about the n communes.

    Attributes
    ----------
    names : tuple of str, length n
    epci_index : integer array (n,)
        Index into ``Territory.epcis``.
    mairie_lon_deg, mairie_lat_deg : float array (n,)
        Town hall, EPSG:4326.
    area_km2, altitude_mean_m, altitude_min_m, altitude_max_m : float array (n,)
    density_grid : float array (n,)
        INSEE communal density grid, 1 (dense) to 7.
    service_centre_level : float array (n,)
        INSEE service-centre level, 0 (none) to 3 (intermediate) or more.
    population : Series
        Inhabitants at each census.
    """

    names: tuple[str, ...]
    epci_index: IntArray
    mairie_lon_deg: FloatArray
    mairie_lat_deg: FloatArray
    area_km2: FloatArray
    altitude_mean_m: FloatArray
    altitude_min_m: FloatArray
    altitude_max_m: FloatArray
    density_grid: FloatArray
    service_centre_level: FloatArray
    population: Series

    @property
    def population_count(self) -> FloatArray:
        """Return the inhabitants at the last census, (n,)."""
        return self.population.latest


@dataclass(frozen=True, slots=True)
class Census:
    """Census counts of ``year`` (None: unknown), each (n,), and series of other vintages.

    ``residents_by_csp_count`` is (n, 6): residents aged 15 or more by socio-professional
    category 1 to 6, employed or looking for work; a sample, NaN where nothing was observed.
    """

    year: int | None
    households_count: FloatArray
    dwellings_count: FloatArray
    main_homes_count: FloatArray
    second_homes_count: FloatArray
    vacant_homes_count: FloatArray
    owner_occupied_homes_count: FloatArray
    jobs_count: FloatArray
    active_15_64_count: FloatArray
    unemployed_15_64_count: FloatArray
    births: Series
    deaths: Series
    median_income: Series
    business_creations: Series
    population_by_age_count: FloatArray  # (n, 7): 0-14, 15-29, 30-44, 45-59, 60-74, 75-89, 90+
    employed_count: FloatArray
    commute_no_transport_count: FloatArray
    commute_car_count: FloatArray
    works_in_own_commune_count: FloatArray
    residents_by_csp_count: FloatArray


@dataclass(frozen=True, slots=True)
class Broadband:
    """Fixed broadband, each (n,). The two ARCEP sources count premises differently: never mix them.

    Attributes
    ----------
    premises_count, ftth_premises_count : Cartefibre.
    best_technology_premises_count : Ma connexion internet, premises of that source.
    satellite_only_count, fixed_4g_only_count : premises whose best technology it is.
    copper_status : tuple of str, length n
        As published; ``copper_closing_date`` holds the date or "".
    """

    premises_count: FloatArray
    ftth_premises_count: FloatArray
    best_technology_premises_count: FloatArray
    best_technology_ftth_count: FloatArray
    satellite_only_count: FloatArray
    fixed_4g_only_count: FloatArray
    copper_status: tuple[str, ...]
    copper_closing_date: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A point of service.

    ``kind`` is one of france_services, primary_school, college, lycee, post_point, station,
    pharmacy, food_shop, or of an old list doctor, grocery, bakery, or added by a correction alone coach_stop;
    ``lon_deg`` and ``lat_deg`` are None when only the commune is known (counts of facilities); ``counted`` then says
    how many of what, by French label of its source, which ``name`` says as a whole.
    """

    kind: str
    name: str
    insee_code: str
    lon_deg: float | None
    lat_deg: float | None
    producer: str
    vintage: str
    note: str = ""
    counted: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Space:
    """A workspace known in or around the territory.

    ``desks_count`` and ``price_month_eur`` are None when not published. ``is_verified``: somebody corrected the
    status, and says that it is certain. Price and hours are shown, never computed with.
    """

    key: str
    name: str
    kind: str
    operator: str
    insee_code: str
    address: str
    lon_deg: float | None
    lat_deg: float | None
    location_precision: str
    desks_count: float | None
    status: SpaceStatus
    status_date: str
    source: str
    is_verified: bool = False
    price_month_eur: float | None = None
    hours: str = ""


@dataclass(frozen=True, slots=True)
class RoadNetwork:
    """The road network, schematic or detailed; node and edge ids are opaque.

    Attributes
    ----------
    node_ids, node_names, node_kinds : tuple of str, length v
    node_insee_codes : tuple of str, length v
        "" for gateways outside the territory.
    node_lon_deg, node_lat_deg : float array (v,)
    commune_node_index : integer array (n,)
        Node of each commune's town hall.
    edge_ids, edge_refs : tuple of str, length e
    edge_from_index, edge_to_index : integer array (e,)
    edge_is_oneway : tuple of bool, length e
        True when one drives from the first end to the second only; otherwise both ways at the same speed.
    edge_length_km : float array (e,)
    edge_bases : tuple, length e
        Where the length comes from: measured, published, derived, estimated, or read in BD TOPO or OpenStreetMap.
    edge_speed_summer_kmh, edge_speed_winter_kmh : float array (e,)
    edge_is_closed_in_winter, edge_has_short_closures : tuple of bool, length e
    edge_winter_sources : tuple of str, length e
    is_skeleton : bool
        True when minutes come from an estimated skeleton: the screen says so.
    """

    node_ids: tuple[str, ...]
    node_names: tuple[str, ...]
    node_kinds: tuple[str, ...]
    node_insee_codes: tuple[str, ...]
    node_lon_deg: FloatArray
    node_lat_deg: FloatArray
    commune_node_index: IntArray
    edge_ids: tuple[str, ...]
    edge_refs: tuple[str, ...]
    edge_from_index: IntArray
    edge_to_index: IntArray
    edge_is_oneway: tuple[bool, ...]
    edge_length_km: FloatArray
    edge_bases: tuple[LengthBasis, ...]
    edge_speed_summer_kmh: FloatArray
    edge_speed_winter_kmh: FloatArray
    edge_is_closed_in_winter: tuple[bool, ...]
    edge_has_short_closures: tuple[bool, ...]
    edge_winter_sources: tuple[str, ...]
    is_skeleton: bool = True

    @property
    def source(self) -> RoadSource:
        """Return which network this is: the estimated skeleton, or the roads of BD TOPO or of OpenStreetMap."""
        if self.is_skeleton:
            return "skeleton"
        return "bd_topo" if "bd_topo" in self.edge_bases else "osm"


@dataclass(frozen=True, slots=True)
class AccessTime:
    """Minutes by car to the nearest place of a kind that somebody published: mean of the people of a commune."""

    insee_code: str
    kind: str
    minutes: float
    people_count: float


@dataclass(frozen=True, slots=True)
class TownHallAltitudes:
    """How high the town halls stand, (n,): ``altitude_m`` is NaN where unknown, ``bases`` then empty."""

    altitude_m: FloatArray
    bases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TownHall:
    """Contact of a town hall; ``opening_hours`` has one line a day or group of days, ``lundi-jeudi 08:30-12:00``."""

    insee_code: str
    address: str
    phone: str
    email: str
    website: str
    opening_hours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """A State programme in force; exactly one of ``insee_code`` and ``epci_sirens`` is filled."""

    key: str
    label: str
    beneficiary: str
    insee_code: str
    epci_sirens: tuple[str, ...]
    signed_on: str


@dataclass(frozen=True, slots=True)
class Territory:
    """Everything the pack knows about one territory.

    ``old_places`` comes from an old list of facilities: it may be shown with its age, never counted
    as what is there today. ``corrections`` are those in force: whoever shows a figure says so. ``awaited`` holds the
    roles of files that are not fetched yet: their arrays are NaN, their tuples empty without meaning that nothing is
    there. ``first_compared`` names the scenarios compared before anybody chooses.
    """

    key: str
    name: str
    insee_codes: tuple[str, ...]
    epcis: tuple[Epci, ...]
    communes: Communes
    census: Census
    broadband: Broadband
    places: tuple[Place, ...]
    old_places: tuple[Place, ...]
    spaces: tuple[Space, ...]
    roads: RoadNetwork
    town_halls: tuple[TownHall, ...]
    town_hall_altitudes: TownHallAltitudes
    programmes: tuple[Programme, ...]
    indicators: tuple[MeasuredIndicator, ...] = ()
    access_times: tuple[AccessTime, ...] = ()
    corrections: tuple[Correction, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)  # by path of the file in the pack
    awaited: tuple[str, ...] = ()
    first_compared: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Return what tells this territory from any other, and from itself on other files."""
        return " ".join([self.key, *[origin.sha256 for origin in self.origins.values()]])

    @property
    def last_read_on(self) -> date:
        """Return the last day on which a source was read: the only date of what is taken away, made again alike."""
        return max(date.fromisoformat(origin.date_accessed) for origin in self.origins.values())
