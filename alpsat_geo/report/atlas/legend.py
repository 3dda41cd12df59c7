"""The legend of the maps, in HTML: unit, classes, and what the signs mean."""

from __future__ import annotations

from html import escape

from alpsat_geo.domain.territory import Season
from alpsat_geo.domain.text import N_
from alpsat_geo.report.classes import Classes
from alpsat_geo.report.figures import MISSING
from alpsat_geo.report.language import _

# Under the maps rather than on them: on a phone it would hide a third of the smallest.
ATTRIBUTION = N_("Limites © IGN ; routes schématiques © contributeurs OpenStreetMap.")

_SIGNS = (
    ("open", N_("espace ouvert")),
    ("uncertain", N_("espace au statut non vérifié")),
    ("station", N_("gare")),
    ("limit", N_("limite de communauté de communes")),
)


def write_legend(
    title: str, note: str, classes: Classes, season: Season, *, has_missing: bool, has_opened: bool = False
) -> str:
    """Return the legend of a map.

    Parameters
    ----------
    title : str
        What is measured, with its unit.
    note : str
        What the figures rest on.
    classes : Classes
    season : Season
        Closed roads are explained outside summer only.
    has_missing : bool
        Whether some commune is hatched.
    has_opened : bool
        Whether the map shows spaces that a plan or a scenario would open.
    """
    scale = [
        f'<li><span class="ag-swatch" style="background:{colour}"></span>{escape(label)}</li>'
        for colour, label in zip(classes.colours, classes.labels(), strict=True)
    ]
    if has_missing:
        scale.append(f'<li><span class="ag-swatch ag-hatch"></span>{escape(_(MISSING))}</li>')
    signs = list(_SIGNS)
    if season != "summer":
        signs.insert(3, ("closed", N_("route fermée l'hiver")))
    if has_opened:
        signs.insert(0, ("opened", N_("espace à ouvrir")))
    marks = [f'<li><span class="ag-sign-{sign}"></span>{escape(_(label))}</li>' for sign, label in signs]
    return (
        f'<div class="ag-legend"><span class="ag-legend-title">{escape(title)}</span>'
        f'<ul class="ag-scale">{"".join(scale)}</ul><ul class="ag-signs">{"".join(marks)}</ul>'
        f'<p class="ag-note">{escape(note)}. {escape(_(ATTRIBUTION))}</p></div>'
    )
