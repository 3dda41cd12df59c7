"""How far our minutes are from those that INSEE publishes, as rows of a table."""

from __future__ import annotations

from alpsat_geo.compute.access_errors import measure_access_errors
from alpsat_geo.project import Project
from alpsat_geo.report.commune.facts import PLACE_LABELS
from alpsat_geo.report.dossier.wording import SEASON_LABELS
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _


def list_headings() -> tuple[str, ...]:
    """List the headings of the table."""
    return (
        _("Service"),
        _("Saison"),
        _("Communes comparées"),
        _("Écart moyen"),
        _("Écart moyen, sans le signe"),
        _("Plus grand écart"),
    )


def list_access_errors(project: Project) -> list[tuple[str, ...]]:
    """List by kind of place and season: communes compared, mean gap, mean gap without its sign, largest gap and where.

    Gaps are ours minus INSEE's, in minutes, each commune weighed by its people; empty while no one has brought
    INSEE's.
    """
    territory = project.territory
    names = dict(zip(territory.insee_codes, territory.communes.names, strict=True))

    def write(minutes: float) -> str:
        return _("{number} min").format(number=format_number(minutes, 1))

    return [
        (
            _(PLACE_LABELS[error.kind]),
            _(SEASON_LABELS[error.season]),
            format_number(error.commune_count),
            write(error.mean_gap_min),
            write(error.mean_absolute_gap_min),
            _("{gap} ({commune})").format(gap=write(error.largest_gap_min), commune=names[error.largest_commune]),
        )
        for error in measure_access_errors(territory, project.baseline.place_minutes)
    ]
