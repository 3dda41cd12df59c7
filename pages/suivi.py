"""The page that sets what was promised beside what is observed."""

from __future__ import annotations

from alpsat_geo.app.pages.follow_up.view import show_follow_up
from alpsat_geo.app.parts.shell import show_page
from alpsat_geo.report.language import _

show_page(
    _("Ce qui était promis, ce qui est observé"),
    _("Inscrivez ce qu'un scénario promet, puis les valeurs observées : la page dit si l'on est dans l'intervalle."),
    show_follow_up,
    names_device=True,
)
