"""Connect the premises that fibre does not reach yet: the private operator's duty here."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.action_type import ActionContext, ActionType
from alpsat_geo.compute.levers import Levers, Start
from alpsat_geo.domain.text import N_

_KEY = "residual_fibre"


def _apply(levers: Levers, context: ActionContext) -> Levers:
    draws, baseline = context.draws, context.baseline
    unconnected = np.maximum(baseline.premises_count - baseline.ftth_premises_count, 0.0)[list(context.commune_index)]
    is_unknown = np.isnan(unconnected)
    # One commune of many that is not counted adds nothing; where none of those chosen is, the cost is missing too.
    connected = np.nan if is_unknown.all() else np.nansum(unconnected)
    capex = connected * draws["ftth_cost_per_line_eur"] * draws["residual_fibre_public_share"]
    # Where the public pays nothing, nothing is left out.
    is_short = not is_unknown.all() and bool(draws["residual_fibre_public_share"].any())
    line = context.price(
        _KEY,
        capex_eur=capex,
        lifetime="fibre_lifetime_year",
        commune_index=context.commune_index,
        uncounted_index=tuple(np.array(context.commune_index)[is_unknown].tolist()) if is_short else (),
    )
    start = Start(_KEY, draws["months_to_start_residual_fibre"], context.commune_index)
    return levers.with_cost(line, start)


RESIDUAL_FIBRE = ActionType(
    key=_KEY,
    label=N_("Raccorder les locaux restants à la fibre"),
    summary=N_(
        "Obtenir de l'opérateur privé qu'il raccorde les derniers locaux : le levier du territoire est la pression,"
        " pas l'argent public."
    ),
    axis="b",
    owner=N_("Opérateur privé (son obligation) ; le territoire interpelle l'opérateur et l'ARCEP"),
    placement="commune",
    evidence_grade="D",
    source=N_("Sénat : 300 à 6 000 € par prise selon les zones d'un département ; part publique supposée nulle"),
    parameters=(
        "ftth_cost_per_line_eur",
        "residual_fibre_public_share",
        "fibre_lifetime_year",
        "public_discount_rate",
    ),
    months_parameters=("months_to_start_residual_fibre",),
    dependencies=(N_("Le calendrier de l'opérateur et la fermeture du cuivre."),),
    duplication_conditions=(N_("Savoir qui est l'opérateur d'infrastructure, et ce qu'il doit encore."),),
    apply=_apply,
)
