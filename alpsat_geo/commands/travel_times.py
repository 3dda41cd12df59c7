"""The ``travel-times`` command: minutes and kilometres between communes."""

from __future__ import annotations

import numpy as np

from alpsat_geo.commands.documents import Json, number_or_null, numbers_or_null
from alpsat_geo.commands.text import align_columns
from alpsat_geo.compute.travel import TravelTimes, travel_in_territory
from alpsat_geo.domain.territory import Season
from alpsat_geo.project import Project
from alpsat_geo.report.dossier.wording import SEASON_LABELS
from alpsat_geo.report.figures import format_minutes
from alpsat_geo.report.roads_in_use import say_times


def compute_times(project: Project, season: Season) -> TravelTimes:
    """Compute the travel times of the project's territory."""
    return travel_in_territory(project.territory, season, project.table["terminal_time_min"].value)


def travel_times_document(project: Project, season: Season) -> dict[str, Json]:
    """Build the JSON document: unreachable or unknown is null; shares weigh each path by its length."""
    times = compute_times(project, season)
    reached = np.isfinite(times.km) & ~np.eye(len(times.km), dtype=np.bool_)
    length_km = np.where(reached, times.km, 0.0)
    present = set(project.territory.roads.edge_bases)
    shares = {basis: share for basis, share in times.share_by_basis.items() if basis in present}
    return {
        "season": season,
        "is_estimated_skeleton": project.territory.roads.is_skeleton,
        "codes": list(project.territory.insee_codes),
        "minutes": numbers_or_null(times.minutes),
        "km": numbers_or_null(times.km),
        "share_by_basis": {
            basis: number_or_null(float(np.nansum(share * length_km) / length_km.sum()))
            for basis, share in shares.items()
        },
        "share_by_basis_by_path": {basis: numbers_or_null(share) for basis, share in shares.items()},
    }


def travel_times_text(project: Project, season: Season) -> str:
    """Write the median and longest time from each commune, in French."""
    if "road_edges" in project.territory.awaited:
        return "Aucun temps de trajet : les routes de ce territoire ne sont pas encore récupérées."
    times = compute_times(project, season)
    names = project.territory.communes.names
    rows = [("Depuis", "Médiane", "Le plus long", "Vers", "")]
    for i, name in enumerate(names):
        reached = [j for j in range(len(names)) if j != i and np.isfinite(times.minutes[i, j])]
        missed = ", ".join(names[j] for j in range(len(names)) if not np.isfinite(times.minutes[i, j]))
        cut_off = f"hors d'atteinte : {missed}" if missed else ""
        if reached:
            farthest = max(reached, key=lambda j: times.minutes[i, j])
            median = format_minutes(float(np.median(times.minutes[i, reached])))
            longest = format_minutes(float(times.minutes[i, farthest]))
            rows.append((name, median, longest, names[farthest], cut_off))
        else:
            rows.append((name, "", "", "", cut_off))
    title = f"Trajets en voiture, {SEASON_LABELS[season]} : {say_times(project.territory.roads)}"
    return "\n".join([title, *align_columns(rows, right=(1, 2))])
