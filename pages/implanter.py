"""The page that asks where to open spaces, if spaces must be opened."""

from __future__ import annotations

from alpsat_geo.app.pages.siting.view import show_siting
from alpsat_geo.app.parts.shell import show_page
from alpsat_geo.report.language import _

show_page(
    _("Où ouvrir, s'il faut ouvrir ?"),
    _("Dites combien d'espaces, ou quel budget : la carte montre les communes que les bons plans retiennent."),
    show_siting,
    is_ranking=True,
)
