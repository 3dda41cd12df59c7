"""The page that asks what each scenario changes, and for whom."""

from __future__ import annotations

from alpsat_geo.app.pages.compare.view import show_comparison
from alpsat_geo.app.parts.shell import show_page
from alpsat_geo.report.language import _

show_page(
    _("Que change chaque scénario, et pour qui ?"),
    _("Choisissez de deux à quatre scénarios : les cartes bougent ensemble, les tableaux suivent."),
    show_comparison,
    is_ranking=True,
)
