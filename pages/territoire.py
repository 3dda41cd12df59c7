"""The page that asks where remote work is possible today."""

from __future__ import annotations

from alpsat_geo.app.pages.territory.view import show_territory
from alpsat_geo.app.parts.shell import show_page
from alpsat_geo.report.language import _

show_page(
    _("Où le travail à distance est-il possible aujourd'hui ?"),
    _("Choisissez ce que montre la carte, puis touchez une commune pour lire sa fiche."),
    show_territory,
)
