"""The page that asks where remote work is possible today."""

from __future__ import annotations

from alpsat_geo.app.language import _
from alpsat_geo.app.shell import show_page
from alpsat_geo.app.territory_view import show_territory

show_page(
    _("Où le travail à distance est-il possible aujourd'hui ?"),
    _("Choisissez ce que montre la carte, puis touchez une commune pour lire sa fiche."),
    show_territory,
)
