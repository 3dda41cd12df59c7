"""What the scenario being built costs and changes, at a glance and with its range."""

from __future__ import annotations

from alpsat_geo.compute.accounts import net_public_cost, total_capex, total_capex_grant, total_opex
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.report.dossier.wording import write_change, write_ends, write_middle, write_with_unit
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.questions import Situation
from alpsat_geo.report.uncounted import tell_uncounted

_EFFECTS_KEPT = 200

_effects: Memory[Markup] = Memory(_EFFECTS_KEPT)

# People, who are counted: a share says little at a glance, and the money is told above.
_HEADLINES = tuple(
    criterion
    for criterion in CRITERIA_BY_KEY.values()
    if criterion.is_shown_first and criterion.kind != "money" and criterion.unit != SHARE_UNIT
)


def write_effects(situation: Situation) -> Markup:
    """Return the costs and the headline effects of a scenario, each with its range and its change."""
    return _effects.recall(situation.key, lambda: _write_effects(situation.outcomes[0]))


def _write_effects(outcome: Outcome) -> Markup:
    grant = summarise_draws(total_capex_grant(outcome))
    granted = _("dont subventions : {amount}").format(amount=write_with_unit(grant, "€")) if grant.high > 0 else ""
    costs = (
        (_("investissement"), total_capex(outcome), "€", granted),
        (_("fonctionnement"), total_opex(outcome), _("€/an"), ""),
        (_("coût public, recettes déduites"), net_public_cost(outcome), _("€/an"), ""),
    )
    figures = [_write_figure(*cost) for cost in costs]
    reference = outcome.reference or outcome
    for criterion in _HEADLINES:
        drawn = criterion.measure(outcome)
        change = write_change(summarise_draws(drawn - criterion.measure(reference)))
        beside = _("par rapport à ne rien faire : {change}").format(change=change)
        figures.append(_write_figure(_(criterion.label), drawn, "", beside))
    note = _(
        "Valeur du milieu et fourchette de neuf simulations sur dix ; « par rapport à ne rien faire » : valeur du"
        " milieu des différences."
    )
    notes = [write_tag("p", told, "ag-note") for told in (tell_uncounted(outcome.levers.cost_lines), note) if told]
    return join_parts(write_tag("div", figures, "ag-figures ag-effects"), *notes)


def _write_figure(label: str, drawn: FloatArray, unit: str, beside: str) -> Markup:
    figure = summarise_draws(drawn)
    value, interval = write_middle(figure, unit), write_ends(figure, unit)
    detail = " ".join(part for part in (interval, beside) if part)
    parts = write_tag("b", value), write_tag("small", detail), write_tag("span", label)
    return write_tag("div", parts, "ag-figure")
