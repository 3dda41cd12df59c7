"""What the map of the territory says in one sentence: who is far from a workspace, or both ends of a layer."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.nearest import find_nearest_spaces
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.territory import Season
from alpsat_geo.project import Project
from alpsat_geo.report.atlas.layers import REACH_KEY, Layer
from alpsat_geo.report.blanks import name_blanks
from alpsat_geo.report.commune.change import find_road_today
from alpsat_geo.report.commune.sentence import WHEN, tell_today
from alpsat_geo.report.figures import format_minutes, format_number
from alpsat_geo.report.language import _, choose_plural, join_names

SPACES_KEY = "lieux"
_NAMED = 3
_STEP_MIN = 5


def tell_territory(project: Project, layer: Layer, settings: Settings, code: str = "") -> str:
    """Answer the question of the map.

    Parameters
    ----------
    project : Project
    layer : Layer
        What the map shows. Of access to workspaces the sentence counts who is far; of all else it names both ends.
    settings : Settings
        The season and T.
    code : str
        INSEE code of the chosen commune: the sentence is then about it; empty for the whole territory.
    """
    if layer.key not in {REACH_KEY, SPACES_KEY}:
        return _tell_layer(project, layer, code)
    return _tell_commune(project, settings, code) if code else _tell_access(project, settings)


def measure_minutes(project: Project, season: Season) -> FloatArray:
    """Return the minutes (n,) from each commune to the nearest known workspace; inf where no road leads to one."""
    return find_nearest_spaces(project.baseline, season).minutes


def _tell_access(project: Project, settings: Settings) -> str:
    minutes = measure_minutes(project, settings.season)
    if np.isnan(minutes).any():
        return _(
            "On ne sait pas encore quelles communes sont loin d'un espace de travail : il manque {blanks}."
        ).format(blanks=name_blanks(project.territory, ("road_edges", "spaces")))
    is_far = minutes > settings.catchment_min
    limit, when, count = format_minutes(settings.catchment_min), _(WHEN[settings.season]), int(is_far.sum())
    if not count:
        return _("{when}, chaque commune a un espace de travail, ouvert ou à vérifier, à {limit} ou moins.").format(
            when=when, limit=limit
        )
    communes = project.territory.communes
    sentence = choose_plural(
        "{when}, {count} commune sur {total} ({people} habitants) est à plus de {limit} d'un espace de travail,"
        " ouvert ou à vérifier",
        "{when}, {count} communes sur {total} ({people} habitants) sont à plus de {limit} d'un espace de travail,"
        " ouvert ou à vérifier",
        count,
    ).format(
        when=when,
        count=format_number(count),
        total=format_number(len(minutes)),
        people=format_number(float(communes.population_count[is_far].sum())),
        limit=limit,
    )
    told = [sentence, *_tell_summer(project, settings), *_tell_farthest(project, minutes, is_far)]
    return _(" ; ").join(told) + "."


def _tell_summer(project: Project, settings: Settings) -> list[str]:
    """Say how many are far in summer: what the season changes, and why."""
    if settings.season == "summer":
        return []
    count = int((measure_minutes(project, "summer") > settings.catchment_min).sum())
    return [_("{count} en été").format(count=format_number(count))]


def _tell_farthest(project: Project, minutes: FloatArray, is_far: BoolArray) -> list[str]:
    names = project.territory.communes.names
    cut = [names[i] for i in np.flatnonzero(np.isinf(minutes))]
    reached = [int(i) for i in np.argsort(-minutes, kind="stable") if is_far[i] and np.isfinite(minutes[i])][:_NAMED]
    told = []
    if cut:
        told.append(_("aucune route ne mène à un espace depuis {names}").format(names=join_names(cut)))
    if reached:
        # What all of those that are named exceed, without a false precision: times are estimated.
        least = _STEP_MIN * np.floor((minutes[reached[-1]] - 1e-9) / _STEP_MIN)
        told.append(
            _("le plus loin : {names}, à plus de {minutes}").format(
                names=join_names([names[i] for i in reached]), minutes=format_minutes(float(least))
            )
        )
    return told


def _tell_commune(project: Project, settings: Settings, code: str) -> str:
    position = project.territory.insee_codes.index(code)
    road = find_road_today(project, position, settings.season)
    return tell_today(project.territory.communes.names[position], road, settings.catchment_min)


def _tell_layer(project: Project, layer: Layer, code: str) -> str:
    names = project.territory.communes.names
    if code:
        position = project.territory.insee_codes.index(code)
        return _("{name} : {text}. {title}.").format(
            name=names[position], text=layer.texts[position], title=layer.title
        )
    known = np.flatnonzero(np.isfinite(layer.values))
    if not known.size:
        return _("Aucune commune n'a de valeur connue.")
    least, most = (int(known[find(layer.values[known])]) for find in (np.argmin, np.argmax))
    sentence = _("{title} : de {low} ({least}) à {high} ({most}).")
    return sentence.format(
        title=layer.title, least=names[least], low=layer.texts[least], most=names[most], high=layer.texts[most]
    )
