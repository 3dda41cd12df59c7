"""How to try a commune before settling there: what to do first, with whom, and where that was read."""

from __future__ import annotations

import numpy as np

from alpsat_geo.domain.territory import Space
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.figures import format_minutes
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, write_list, write_tag
from alpsat_geo.report.settle.facts import describe_status


def write_trial(project: Project, current: AppState, position: int) -> Markup:
    """Return the steps of a trial stay, and where each was read.

    Parameters
    ----------
    project : Project
    current : AppState
        Season of the minutes.
    position : int
        Of the commune in the territory.
    """
    code = project.territory.insee_codes[position]
    hall = next((hall for hall in project.territory.town_halls if hall.insee_code == code), None)
    phone = hall.phone if hall and hall.phone else _("numéro absent")
    steps = (
        _("Appelez la mairie ({phone}) : elle sait ce qui se loue pour quelques semaines, et pour qui.").format(
            phone=phone
        ),
        _advise_space(project, current, position),
        _("Venez d'abord en basse saison ou en plein hiver, et faites les trajets : ceux d'ici sont estimés."),
        _("Vérifiez la fibre à l'adresse du logement, et la place à l'école, avant de signer."),
    )
    sources = _(
        "AlpSatellites a retenu d'accueillir et d'accompagner les télétravailleurs par une plateforme partagée, encore"
        " à valider (HAL hal-04524061) ; « tester l'installation », du logement à la culture, est l'un de ses axes pour"
        " la France (alpine-space.eu, livrable D1.3.1). Cette page en est un essai : elle n'inscrit personne."
    )
    return write_list(steps, "ag-steps", is_ordered=True) + write_tag("p", sources, "ag-note")


def _advise_space(project: Project, current: AppState, position: int) -> str:
    reached = _list_reached(project, current, position)
    if not reached and {"spaces", "road_edges"}.intersection(project.territory.awaited):
        return _("On ne sait pas encore où sont les espaces de travail : demandez à la mairie.")
    if not reached:
        return _(
            "Aucun espace de travail n'est atteint par la route en cette saison : prévoyez de travailler chez vous."
        )
    nearest, minutes = reached[0]
    sentence = _(
        "Passez une journée à l'espace le plus proche, {name} ({minutes}, {status}) : appelez avant, et essayez une"
        " visioconférence."
    ).format(name=nearest.name, minutes=format_minutes(minutes), status=describe_status(nearest))
    certain = next((found for found in reached if found[0].status == "open"), None)
    if nearest.status == "open" or certain is None:
        return sentence
    return f"{sentence} " + _("Le plus proche dont l'ouverture est vérifiée est {name}, à {minutes}.").format(
        name=certain[0].name, minutes=format_minutes(certain[1])
    )


def _list_reached(project: Project, current: AppState, position: int) -> list[tuple[Space, float]]:
    """List the workspaces that may be open and that a road reaches: the nearest first, then the certain."""
    minutes = np.asarray(project.baseline.minutes[current.season])[position]
    by_key = {space.key: space for space in project.territory.spaces}
    reached = [
        (by_key[counted.key], float(minutes[counted.commune_index]))
        for counted in project.baseline.possible_spaces
        if np.isfinite(minutes[counted.commune_index])
    ]
    return sorted(reached, key=lambda found: (found[1], found[0].status != "open"))
