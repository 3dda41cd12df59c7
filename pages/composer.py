"""The page that asks what to support first with so much public money a year."""

from __future__ import annotations

from alpsat_geo.app.pages.compose.view import show_composing
from alpsat_geo.app.parts.shell import show_page
from alpsat_geo.report.language import _

show_page(
    _("Avec tant d'argent par an, que soutenir d'abord ?"),
    _("Déplacez le budget : l'outil a évalué tous les programmes possibles, et dit ce que le meilleur contient."),
    show_composing,
    is_ranking=True,
)
