"""What is known of one need in one commune, in words: the place, the minutes, how old it is, and what is lacking."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.baseline import BASKET_KINDS
from alpsat_geo.compute.settlement import MET, MISSED, TO_CONFIRM, UNKNOWN, Answer
from alpsat_geo.compute.settlement_needs import NEEDS_BY_KEY, NO_HOST, PLACE_KINDS, Need
from alpsat_geo.domain.territory import Place, RoadNetwork, Season, Space
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.figures import MISSING, format_minutes, format_number, format_share, format_vintage
from alpsat_geo.report.language import _, choose_plural, join_pair
from alpsat_geo.report.roads_in_use import say_times

LEVEL_LABELS = {MET: N_("oui"), TO_CONFIRM: N_("à confirmer"), UNKNOWN: N_("on ne sait pas"), MISSED: N_("non")}
SEASON_ROADS: dict[Season, str] = {
    "summer": N_("routes d'été"),
    "winter": N_("routes d'hiver"),
    "closure_day": N_("routes d'un jour de coupure"),
}
_CERTAIN = "open"
# By label of INSEE's base.
_COUNTS: dict[str, Callable[[int], str]] = {
    "Pharmacie": lambda count: choose_plural("{count} pharmacie", "{count} pharmacies", count),
    "Supermarché": lambda count: choose_plural("{count} supermarché", "{count} supermarchés", count),
    "Supérette": lambda count: choose_plural("{count} supérette", "{count} supérettes", count),
}

_Describe = Callable[[Project, Answer, int, int], str]


@dataclass(frozen=True, slots=True)
class Fact:
    """One need of one commune: how far it is met, what is known, and what is lacking (empty when nothing is)."""

    label: str
    level: int
    text: str
    lack: str


def list_facts(project: Project, found: Answer, position: int) -> tuple[Fact, ...]:
    """Return one fact for each need that was asked, in the order asked."""
    facts = []
    for k, (key, limit) in enumerate(found.limits):
        need, level = NEEDS_BY_KEY[key], int(found.levels[position, k])
        lack = say_lack(need, float(found.evidence[k].possible[position]), limit) if level == MISSED else ""
        facts.append(Fact(_(need.label), level, _TEXTS[key](project, found, k, position), lack))
    return tuple(facts)


def say_season_times(roads: RoadNetwork, season: Season) -> str:
    """Say what the minutes are estimated on and which roads are open, or that there are none yet."""
    times = say_times(roads)
    return f"{times}, {_(SEASON_ROADS[season])}" if roads.edge_ids else times


def write_measure(need: Need, value: float) -> str:
    """Return a measure or a limit in the unit of its need."""
    if need.unit == "min":
        return format_minutes(value)
    if need.unit == "part":
        return format_share(value)
    if need.unit == "m":
        return _("{height} m").format(height=format_number(value)) if np.isfinite(value) else _(MISSING)
    return choose_plural("{count} service sur {all}", "{count} services sur {all}", value).format(
        count=format_number(value), all=format_number(len(BASKET_KINDS))
    )


def say_lack(need: Need, measure: float, limit: int) -> str:
    """Return by how much a measure misses a limit."""
    gap = abs(measure - need.read_limit(limit))
    if not np.isfinite(gap):
        return _("hors d'atteinte par la route")
    if need.unit == "min":
        return (
            _("moins d'une minute de plus que votre limite")
            if gap < 1
            else _("{gap} de plus que votre limite").format(gap=format_minutes(gap))
        )
    if need.unit == "part":
        points = 100 * gap
        if points < 1:
            return _("moins d'un point sous votre limite")
        return choose_plural("{count} point sous votre limite", "{count} points sous votre limite", points).format(
            count=format_number(points)
        )
    if need.unit == "m":
        sentence = _("{gap} m trop bas") if need.is_floor else _("{gap} m trop haut")
        return sentence.format(gap=format_number(gap))
    return choose_plural("il en manque {count}", "il en manque {count}", gap).format(count=format_number(gap))


def describe_status(space: Space) -> str:
    """Return the status of a workspace with its date, never more certain than its source."""
    day = format_vintage(space.status_date)
    sentences = {
        _CERTAIN: _("ouvert ({day})"),
        "open_unverified": _("recensé en {day}, à confirmer"),
        "mentioned": _("cité sans son nom ({day}), à confirmer"),
        "no_premises": _("sans local ({day})"),
        "closed": _("fermé ({day})"),
    }
    return sentences[space.status].format(day=day)


def find_spaces(project: Project, host: int, *, is_certain: bool) -> tuple[Space, ...]:
    """Return the workspaces counted at a commune; only those whose opening is verified, if asked."""
    counted = {space.key for space in project.baseline.possible_spaces if space.commune_index == host}
    return tuple(
        space
        for space in project.territory.spaces
        if space.key in counted and (space.status == _CERTAIN or not is_certain)
    )


def say_where(project: Project, host: int, position: int, minutes: float) -> str:
    """Return where a place stands and how long it takes to reach it."""
    if host == position:
        if not (np.isfinite(minutes) and minutes > 0):
            return _("dans la commune")
        return _("dans la commune, {minutes}").format(minutes=format_minutes(minutes))
    name = project.territory.communes.names[host]
    return _("{commune}, {minutes}").format(commune=name, minutes=format_minutes(minutes))


def cite_origin(project: Project, file_name: str) -> str:
    """Return the producer and the vintage of a file of the pack, the first of several."""
    for path, origin in project.territory.origins.items():
        if path.endswith(f"/{file_name}"):
            first = re.split(r" ?[;,(]", origin.vintage)[0]
            return f"{origin.producer}, {first}"
    return _(MISSING)


def _find_host(found: Answer, k: int, position: int) -> tuple[int, float]:
    evidence = found.evidence[k]
    if found.levels[position, k] == MET:
        return int(evidence.sure_host[position]), float(evidence.sure[position])
    return int(evidence.possible_host[position]), float(evidence.possible[position])


def _describe_space(project: Project, found: Answer, k: int, position: int) -> str:
    host, minutes = _find_host(found, k, position)
    if np.isnan(minutes):
        return _(MISSING)
    if host == NO_HOST:
        return _("aucun espace atteint par la route")
    spaces = find_spaces(project, host, is_certain=found.levels[position, k] == MET)
    named = _(" ; ").join(f"{space.name}, {describe_status(space)}" for space in spaces)
    return join_pair(say_where(project, host, position, minutes), named)


def _describe_place(project: Project, found: Answer, k: int, position: int) -> str:
    kind, old_kind = PLACE_KINDS[found.limits[k][0]]
    host, minutes = _find_host(found, k, position)
    if np.isnan(minutes):
        return _(MISSING)
    if host == NO_HOST:
        return _("rien d'atteint par la route")
    code = project.territory.insee_codes[host]
    where = say_where(project, host, position, minutes)
    today = [place for place in project.territory.places if place.kind == kind and place.insee_code == code]
    if today:
        named = _name_places(today)
        # A station may have the name of its town.
        placed = where if where.startswith(f"{named},") else f"{named}, {where}"
        return f"{placed} ({cite_place(today[0])})"
    old = [place for place in project.territory.old_places if place.kind == old_kind and place.insee_code == code]
    sentence = (
        _("le plus proche en {year} : {where} ; rien de plus récent")
        if found.levels[position, k] == UNKNOWN
        else _("{name} en {year} seulement, {where} : liste ancienne")
    )
    return sentence.format(name=_(old[0].name), year=old[0].vintage, where=where)


def cite_place(place: Place) -> str:
    """Return who lists a place, and when."""
    if place.producer.endswith(place.vintage):
        return place.producer
    return f"{place.producer}, {format_vintage(place.vintage)}"


def _name_places(places: list[Place]) -> str:
    first, *others = map(_name_place, places)
    return (
        first
        if not others
        else choose_plural("{name} et {count} autre", "{name} et {count} autres", len(others)).format(
            name=first, count=format_number(len(others))
        )
    )


def _name_place(place: Place) -> str:
    """Name a place: a name as its source gives it, a count of what is known here in the reader's language."""
    if place.counted and all(label in _COUNTS for label, _count in place.counted):
        return ", ".join(_COUNTS[label](count).format(count=format_number(count)) for label, count in place.counted)
    return place.name.title() if place.name.isupper() else place.name


def _write_share(found: Answer, k: int, position: int) -> str:
    """Write a share with one decimal where rounding would hide that it misses its limit."""
    share, limit = float(found.evidence[k].sure[position]), found.limits[k][1]
    return format_share(share, 1 if found.levels[position, k] == MISSED and round(100 * share) == limit else 0)


def _describe_fibre(project: Project, found: Answer, k: int, position: int) -> str:
    share = _write_share(found, k, position)
    return _("{share} des locaux ({source})").format(share=share, source=cite_origin(project, "broadband.csv"))


def _describe_year_round(project: Project, found: Answer, k: int, position: int) -> str:
    share = _write_share(found, k, position)
    return _("{share} de résidences principales ({source}), un indice").format(
        share=share, source=cite_origin(project, "census.csv")
    )


def _describe_altitude(project: Project, _found: Answer, _k: int, position: int) -> str:
    return say_altitude(project, position)


def say_altitude(project: Project, position: int) -> str:
    """Return the altitude of the town hall, or what bounds it, or that nothing is known."""
    hall = float(project.territory.town_hall_altitudes.altitude_m[position])
    if not np.isnan(hall):
        return _("mairie vers {height} m").format(height=format_number(hall))
    communes = project.territory.communes
    low, high = communes.altitude_min_m[position], communes.altitude_max_m[position]
    if np.isnan(low) or np.isnan(high):
        return _(MISSING)
    return _("altitude de la mairie absente, la commune va de {low} à {high} m").format(
        low=format_number(low), high=format_number(high)
    )


def _describe_winter_services(_project: Project, found: Answer, k: int, position: int) -> str:
    need = NEEDS_BY_KEY[found.limits[k][0]]
    measure = write_measure(need, float(found.evidence[k].sure[position]))
    return _("{services} à un quart d'heure par les routes d'hiver").format(services=measure)


def _unless_missing(describe: _Describe) -> _Describe:
    """Return what says that a measure is missing where it is, and what `describe` says of it elsewhere."""

    def describe_known(project: Project, found: Answer, k: int, position: int) -> str:
        if np.isnan(found.evidence[k].sure[position]):
            return _(MISSING)
        return describe(project, found, k, position)

    return describe_known


_TEXTS: dict[str, _Describe] = {
    **dict.fromkeys(PLACE_KINDS, _describe_place),
    "fibre": _unless_missing(_describe_fibre),
    "espace": _describe_space,
    "altitude_max": _describe_altitude,
    "altitude_min": _describe_altitude,
    "annee": _unless_missing(_describe_year_round),
    "services_hiver": _unless_missing(_describe_winter_services),
}
