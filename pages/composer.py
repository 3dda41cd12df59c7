"""The page that asks what so much public money a year brings."""

from __future__ import annotations

from alpsat_geo.app.pages.compose.view import show_composing
from alpsat_geo.app.parts.shell import show_page
from alpsat_geo.report.language import _

show_page(
    _("Avec tant d'argent par an, qu'obtient-on ?"),
    _("Déplacez le budget : l'outil a évalué tous les programmes possibles."),
    show_composing,
    is_ranking=True,
)
