"""Raise companies' awareness of telework."""

from __future__ import annotations

from alpsat_geo.compute.action_type import ActionContext, ActionType
from alpsat_geo.compute.levers import WEEKLY_GAIN, Levers, Start
from alpsat_geo.domain.text import N_

_KEY = "company_awareness"


def _apply(levers: Levers, context: ActionContext) -> Levers:
    draws = context.draws
    line = context.price(_KEY, opex_eur_per_year=draws["company_awareness_cost_eur_year"])
    start = Start(_KEY, draws["months_to_start_company_awareness"])
    return levers.with_cost(line, start).move(WEEKLY_GAIN, draws["company_awareness_weekly_gain"])


COMPANY_AWARENESS = ActionType(
    key=_KEY,
    label=N_("Sensibiliser les entreprises"),
    summary=N_(
        "Rencontres et accompagnement pour que les employeurs, ici et ailleurs, acceptent davantage le télétravail."
    ),
    axis="b",
    owner=N_("Chambres consulaires, avec les collectivités"),
    placement="territory",
    evidence_grade="D",
    source=N_("Axe (b) d'AlpSatellites ; gain non sourcé, borné par ce que les métiers permettent"),
    parameters=("company_awareness_cost_eur_year", "company_awareness_weekly_gain"),
    months_parameters=("months_to_start_company_awareness",),
    dependencies=(N_("Des employeurs volontaires : beaucoup sont hors du territoire."),),
    duplication_conditions=(N_("Des chambres consulaires prêtes à porter la démarche."),),
    apply=_apply,
)
