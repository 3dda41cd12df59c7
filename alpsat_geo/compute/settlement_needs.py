"""What a person may need of the place where they settle, and what is known of it in each commune.

A fact may be certain, or only possible: the status of a workspace is often old, doctors are known from
an old list only. Each need is therefore measured twice, and a commune is never refused for what is
not known of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.baseline import BASKET_KINDS, Baseline, is_unlisted
from alpsat_geo.compute.ratios import ratio_or
from alpsat_geo.domain.arrays import FloatArray, IntArray
from alpsat_geo.domain.territory import Place, Season, Territory
from alpsat_geo.domain.text import N_

NO_HOST = -1
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Need:
    """One need: its limit is a whole number on a fixed scale, whose length makes shortfalls comparable.

    Attributes
    ----------
    key : str
        Stable, as the address writes it.
    label, help : str
        In French.
    unit : {"min", "part", "m", "services"}
        A limit of unit ``part`` is in hundredths.
    low, high, step, default : int
        Scale of the limits that may be asked.
    is_floor : bool
        True: at least the limit; False: at most.
    is_absence_known : bool
        False where the only list is old: that nothing is listed then says nothing of today.
    """

    key: str
    label: str
    help: str
    unit: str
    low: int
    high: int
    step: int
    default: int
    is_floor: bool
    is_absence_known: bool = True

    def read_limit(self, limit: int) -> float:
        """Return a limit in the unit of the measures."""
        return limit / PERCENT if self.unit == "part" else float(limit)

    @property
    def span(self) -> float:
        """Length of the scale, in the unit of the measures."""
        return self.read_limit(self.high) - self.read_limit(self.low)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one need in each commune.

    Attributes
    ----------
    sure, possible : float array (n,)
        The measure when only what is certain counts, and when all that is listed does; NaN unknown,
        inf unreachable. ``possible`` is never harder to live with than ``sure``.
    sure_host, possible_host : integer array (n,)
        Commune of the nearest place; ``NO_HOST`` where there is none, or where no place is meant.
    """

    sure: FloatArray
    possible: FloatArray
    sure_host: IntArray
    possible_host: IntArray


def _ask_minutes(key: str, label: str, advice: str, default: int, *, is_absence_known: bool = True) -> Need:
    scale = (5, 60, 5, default)
    return Need(key, label, advice, "min", *scale, is_floor=False, is_absence_known=is_absence_known)


NEEDS: tuple[Need, ...] = (
    Need(
        "fibre",
        N_("La fibre"),
        N_("Part des locaux de la commune raccordables à la fibre : votre adresse exacte reste à vérifier."),
        "part",
        50,
        100,
        5,
        90,
        is_floor=True,
    ),
    _ask_minutes("espace", N_("Un espace de travail"), N_("Un espace partagé, avec d'autres personnes."), 20),
    _ask_minutes("ecole", N_("Une école primaire"), N_("Maternelle ou élémentaire."), 10),
    _ask_minutes("college", N_("Un collège"), N_("Le trajet est celui de la voiture, non du car scolaire."), 20),
    _ask_minutes("lycee", N_("Un lycée"), N_("Le trajet est celui de la voiture, non du car scolaire."), 30),
    _ask_minutes(
        "courses",
        N_("Un commerce alimentaire"),
        N_("Supérette ou supermarché ; les épiceries ne sont connues que par une liste ancienne : à confirmer."),
        10,
    ),
    _ask_minutes(
        "medecin",
        N_("Un médecin"),
        N_("La seule liste disponible est ancienne : à confirmer par un appel."),
        20,
        is_absence_known=False,
    ),
    _ask_minutes("pharmacie", N_("Une pharmacie"), N_("Dénombrement par commune."), 20),
    _ask_minutes("gare", N_("Une gare"), N_("Une gare de voyageurs."), 30),
    Need(
        "altitude_max",
        N_("Pas trop haut"),
        N_("Altitude de la mairie, environ ; à défaut, celles du bas et du haut de la commune."),
        "m",
        900,
        2100,
        50,
        1300,
        is_floor=False,
    ),
    Need(
        "altitude_min",
        N_("En altitude"),
        N_("Altitude de la mairie, environ ; à défaut, celles du bas et du haut de la commune."),
        "m",
        900,
        2100,
        50,
        1300,
        is_floor=True,
    ),
    Need(
        "annee",
        N_("Un lieu habité toute l'année"),
        N_("Part des logements habités à l'année : un indice de vie en basse saison, non une mesure."),
        "part",
        10,
        80,
        5,
        40,
        is_floor=True,
    ),
    Need(
        "services_hiver",
        N_("Des services accessibles l'hiver"),
        N_(
            "Sur six services du quotidien, combien restent à un quart d'heure par les routes d'hiver ; aucune source"
            " ne dit lesquels ferment hors saison."
        ),
        "services",
        1,
        len(BASKET_KINDS),
        1,
        4,
        is_floor=True,
    ),
)
NEEDS_BY_KEY = {need.key: need for need in NEEDS}

PLACE_KINDS = {
    "ecole": ("primary_school", ""),
    "college": ("college", ""),
    "lycee": ("lycee", ""),
    "courses": ("food_shop", "grocery"),
    "medecin": ("", "doctor"),
    "pharmacie": ("pharmacy", ""),
    "gare": ("station", ""),
}
"""By need: the kind of its places in today's list, and in the old one, which adds places that may still be there."""


def measure_need(key: str, baseline: Baseline, territory: Territory, season: Season) -> Evidence:
    """Measure one need in every commune.

    Parameters
    ----------
    key : str
        A key of ``NEEDS_BY_KEY``.
    baseline : Baseline
        Of the same territory.
    territory : Territory
    season : Season
        Of the minutes; services in winter always take the roads of winter.
    """
    if key in PLACE_KINDS:
        kind, old_kind = PLACE_KINDS[key]
        if is_unlisted(territory, kind or old_kind):
            return _measure_once(np.full(baseline.commune_count, np.nan))
        return _measure_places(baseline, territory, season, kind, old_kind)
    return _MEASURES[key](baseline, territory, season)


def _measure_places(baseline: Baseline, territory: Territory, season: Season, kind: str, old_kind: str) -> Evidence:
    """Measure the minutes to the places of a kind, each at its position; those of an old list stand at town halls."""
    listed = _list_hosts(territory, territory.places, kind)
    listed.sort(key=lambda found: found[1])  # of several as near, the first commune
    sure, hosts = baseline.place_minutes[season][:, [rank for rank, _ in listed]], [host for _, host in listed]
    old = sorted({host for _, host in _list_hosts(territory, territory.old_places, old_kind)}.difference(hosts))
    possible = np.hstack((sure, np.asarray(baseline.minutes[season])[:, old]))
    return _measure_minutes(sure, hosts, possible, [*hosts, *old])


def _list_hosts(territory: Territory, places: Sequence[Place], kind: str) -> list[tuple[int, int]]:
    """List the places of a kind that stand in the territory: the rank of each, and its commune."""
    position = {code: i for i, code in enumerate(territory.insee_codes)}
    return [
        (rank, position[place.insee_code])
        for rank, place in enumerate(places)
        if place.kind == kind and place.insee_code in position
    ]


def _measure_minutes(
    sure: FloatArray, sure_hosts: Sequence[int], possible: FloatArray, possible_hosts: Sequence[int]
) -> Evidence:
    sure_min, sure_host = _find_nearest(sure, sure_hosts)
    possible_min, possible_host = _find_nearest(possible, possible_hosts)
    return Evidence(sure_min, possible_min, sure_host, possible_host)


def _find_nearest(minutes: FloatArray, hosts: Sequence[int]) -> tuple[FloatArray, IntArray]:
    """Return the fewest minutes of each row, and the commune of that column."""
    if not hosts:
        return np.full(len(minutes), np.inf), np.full(len(minutes), NO_HOST)
    # Where no road is known, what stands in the commune is still there.
    best = np.where(np.isnan(minutes), np.inf, minutes).argmin(axis=1)
    nearest: FloatArray = minutes[np.arange(len(minutes)), best]
    return nearest, np.where(np.isfinite(nearest), np.array(hosts)[best], NO_HOST)


def _measure_spaces(baseline: Baseline, _territory: Territory, season: Season) -> Evidence:
    if not baseline.knows_spaces:
        return _measure_once(np.full(baseline.commune_count, np.nan))
    listed = baseline.possible_spaces
    sure = sorted({space.commune_index for space in listed if space.settled_is_open or space.status == "open"})
    possible = sorted({space.commune_index for space in listed})
    minutes = np.asarray(baseline.minutes[season])
    return _measure_minutes(minutes[:, sure], sure, minutes[:, possible], possible)


def _measure_fibre(baseline: Baseline, _territory: Territory, _season: Season) -> Evidence:
    return _measure_once(ratio_or(baseline.ftth_premises_count, baseline.premises_count, np.nan))


def _measure_year_round(_baseline: Baseline, territory: Territory, _season: Season) -> Evidence:
    census = territory.census
    return _measure_once(ratio_or(census.main_homes_count, census.dwellings_count, np.nan))


def _measure_winter_services(baseline: Baseline, _territory: Territory, _season: Season) -> Evidence:
    return _measure_once(baseline.basket_reached["winter"].sum(axis=1))


def _measure_ceiling(_baseline: Baseline, territory: Territory, _season: Season) -> Evidence:
    low, high = _bound_altitudes(territory)
    return _measure_between(high, low)


def _measure_floor(_baseline: Baseline, territory: Territory, _season: Season) -> Evidence:
    low, high = _bound_altitudes(territory)
    return _measure_between(low, high)


def _bound_altitudes(territory: Territory) -> tuple[FloatArray, FloatArray]:
    """Bound the altitude of the town hall: by itself where it is known, else by those of the commune."""
    hall = territory.town_hall_altitudes.altitude_m
    is_known = ~np.isnan(hall)
    communes = territory.communes
    low: FloatArray = np.where(is_known, hall, communes.altitude_min_m)
    high: FloatArray = np.where(is_known, hall, communes.altitude_max_m)
    return low, high


def _measure_once(values: FloatArray) -> Evidence:
    return _measure_between(values, values)


def _measure_between(sure: FloatArray, possible: FloatArray) -> Evidence:
    nowhere = np.full(len(sure), NO_HOST)
    return Evidence(sure, possible, nowhere, nowhere)


_MEASURES: dict[str, Callable[[Baseline, Territory, Season], Evidence]] = {
    "fibre": _measure_fibre,
    "espace": _measure_spaces,
    "altitude_max": _measure_ceiling,
    "altitude_min": _measure_floor,
    "annee": _measure_year_round,
    "services_hiver": _measure_winter_services,
}
