"""The page that asks what could be done."""

from __future__ import annotations

from alpsat_geo.app.pages.actions.view import show_actions
from alpsat_geo.app.parts.shell import show_page
from alpsat_geo.report.language import _

show_page(
    _("Que pourrait-on faire ?"),
    _("Ajoutez des actions du catalogue à un scénario, placez-les sur la carte : coûts et effets suivent."),
    show_actions,
    awaiting_lead=_(
        "Ajoutez des actions du catalogue à un scénario et choisissez leurs lieux dans une liste : le calcul"
        " attend les données qui manquent."
    ),
    names_device=True,
)
