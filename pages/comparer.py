"""The page that asks what each scenario changes, and for whom."""

from __future__ import annotations

from alpsat_geo.app.compare_view import show_comparison
from alpsat_geo.app.language import _
from alpsat_geo.app.shell import show_page

show_page(
    _("Que change chaque scénario, et pour qui ?"),
    _("Choisissez de deux à quatre scénarios : les cartes bougent ensemble, les tableaux suivent."),
    show_comparison,
)
