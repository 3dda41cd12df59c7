"""The page that gathers what a council decides on."""

from __future__ import annotations

from alpsat_geo.app.pages.dossier.view import show_dossier
from alpsat_geo.app.parts.shell import show_page
from alpsat_geo.report.language import _

show_page(
    _("Le dossier pour décider"),
    _(
        "Choisissez le scénario proposé : le résumé, les cartes, les comptes et les points incertains"
        " suivent. Tout se télécharge."
    ),
    show_dossier,
    is_ranking=True,
)
