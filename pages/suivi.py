"""The page that sets what was promised beside what is observed."""

from __future__ import annotations

from alpsat_geo.app.pages.follow_up.view import show_follow_up
from alpsat_geo.app.parts.shell import show_page
from alpsat_geo.report.language import _

show_page(
    _("Ce qui était prévu, ce qui est observé"),
    _(
        "Enregistrez ce qu'un scénario prévoit, puis les valeurs observées : la page dit si l'on est dans la"
        " fourchette."
    ),
    show_follow_up,
    names_device=True,
)
