"""The page that asks what could be done."""

from __future__ import annotations

from alpsat_geo.app.actions_view import show_actions
from alpsat_geo.app.language import _
from alpsat_geo.app.shell import show_page

show_page(
    _("Que pourrait-on faire ?"),
    _("Ajoutez des actions du catalogue à un scénario, placez-les sur la carte : coûts et effets suivent."),
    show_actions,
)
