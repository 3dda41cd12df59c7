"""What the card of a commune says beyond its profile: nearest places, age of the data, likeness."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.baseline import is_unlisted
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.territory import Season
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project

PLACE_LABELS = {
    "space": N_("Espace de travail"),
    "station": N_("Gare"),
    "coach_stop": N_("Arrêt de car"),
    "france_services": N_("France services"),
    "primary_school": N_("École"),
    "college": N_("Collège"),
    "lycee": N_("Lycée"),
    "pharmacy": N_("Pharmacie"),
    "food_shop": N_("Commerce alimentaire"),
    "post_point": N_("Point de contact La Poste"),
}

_LIKENESS_LOG_POPULATION_WEIGHT = 20.0


@dataclass(frozen=True, slots=True)
class NearestPlace:
    """The nearest place of one kind, as the road goes.

    ``minutes`` is inf where no place of that kind can be reached, NaN where it is not known; ``commune`` is then empty.
    """

    kind: str
    commune: str
    names: tuple[str, ...]
    minutes: float


def find_nearest_places(project: Project, position: int, season: Season) -> tuple[NearestPlace, ...]:
    """Return the nearest place of each kind for one commune, spaces first."""
    # No file of the pack lists the stops of coaches: a correction alone adds one.
    known = {place.kind for place in project.territory.places}
    kinds = [kind for kind in PLACE_LABELS if kind != "coach_stop" or kind in known]
    return tuple(_find_nearest(project, position, season, kind) for kind in kinds)


def _find_nearest(project: Project, position: int, season: Season, kind: str) -> NearestPlace:
    found: list[tuple[float, int, str]] = []
    if kind == "space":
        minutes = np.asarray(project.baseline.minutes[season])[position]
        found += [
            (float(minutes[space.commune_index]), space.commune_index, space.name)
            for space in project.baseline.possible_spaces
        ]
    else:
        index = {code: i for i, code in enumerate(project.territory.insee_codes)}
        minutes = project.baseline.place_minutes[season][position]
        found += [
            (float(minutes[rank]), index[place.insee_code], place.name)
            for rank, place in enumerate(project.territory.places)
            if place.kind == kind and place.insee_code in index
        ]
    is_known = project.baseline.knows_spaces if kind == "space" else not is_unlisted(project.territory, kind)
    reachable = [one for one in found if np.isfinite(one[0])]
    if not reachable:
        is_known = is_known and not any(np.isnan(one[0]) for one in found)
        return NearestPlace(kind, "", (), float("inf" if is_known else "nan"))
    least, best, _name = min(reachable, key=lambda one: one[:2])
    # Those of the commune, the nearest first; of several as near, in the order of the list.
    names = tuple(one[2] for one in sorted(reachable, key=lambda one: one[0]) if one[1] == best)
    return NearestPlace(kind, project.territory.communes.names[best], names, least)


def rank_likeness(project: Project, position: int, season: Season) -> tuple[int, ...]:
    """Rank the other communes from the most to the least alike.

    The distance is that of the five scores of the profile (0 to 100), with twenty points for each
    tenfold difference of population; a score that either commune misses is left out.
    """
    scores = project.profiles[season].scores
    gaps = scores - scores[position]
    counted: FloatArray = np.where(np.isnan(gaps), 0.0, gaps)
    size = _LIKENESS_LOG_POPULATION_WEIGHT * np.log10(np.maximum(project.baseline.population_count, 1.0))
    distance = np.sqrt((counted**2).sum(axis=1) + (size - size[position]) ** 2)
    return tuple(int(i) for i in np.argsort(distance, kind="stable") if i != position)


def list_gaps(project: Project, position: int) -> tuple[str, ...]:
    """Return what is not known of a commune, one French sentence each, untranslated."""
    territory = project.territory
    census = territory.census
    is_counted = "census" not in territory.awaited
    gaps = (
        (
            is_counted and np.isnan(census.residents_by_csp_count[position]).any(),
            N_("Des catégories d'emploi n'ont pas été observées : elles comptent pour 0."),
        ),
        (
            is_counted and np.isnan(census.median_income.latest[position]),
            N_("Le revenu médian n'est pas publié."),
        ),
        (
            len(set(census.median_income.bases[-2:])) > 1,
            N_("Le revenu médian ne se compare pas à celui d'avant : l'INSEE a changé de méthode."),
        ),
        (
            np.isnan(territory.communes.altitude_mean_m[position]),
            N_("L'altitude de la commune n'est pas publiée."),
        ),
        (
            any(space.desks_count is None for space in project.baseline.spaces),
            N_("Le nombre de places des espaces de travail n'est publié nulle part : un appel le dirait."),
        ),
    )
    return tuple(sentence for is_missing, sentence in gaps if is_missing)


def list_vintages(project: Project) -> tuple[tuple[str, str], ...]:
    """Return (producer, vintage) of each file behind the card, as published."""
    seen: dict[str, str] = {}
    for path, origin in project.territory.origins.items():
        if not path.startswith("data/territories/"):
            seen.setdefault(origin.producer, origin.vintage)
    return tuple(seen.items())
