"""What was stated of an action takes the place of what is estimated: for every type of action, in this place alone.

A stated amount is the same in every draw; what is not stated stays drawn. It holds for the action as a whole: its
places share it in equal parts. D draws, F funders.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from alpsat_geo.compute.action_type import ActionContext, ActionType
from alpsat_geo.compute.levers import CostLine, Levers, SpaceState
from alpsat_geo.domain.arrays import FloatArray, IntArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.own_figures import Funder, OwnFigures, Paid, count_cents
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

HUNDREDTHS_OF_ALL = 10_000
SUBSIDIES_AT_MOST_SHARE = 0.8
"""A local authority pays a fifth of what it builds: article L. 1111-10 of the code général des collectivités."""

_PAID_WORDS = {"investment": N_("l'investissement"), "running": N_("le fonctionnement")}


def apply_choice(action: ActionType, context: ActionContext, levers: Levers, figures: OwnFigures) -> Levers:
    """Apply an action, then what was stated of it.

    Raises
    ------
    InputError
        If the action refuses its options, or the funders cannot pay what is stated.
    """
    applied = action.apply(levers, context)
    if figures.is_empty:
        return applied
    _check_funders(action, figures)
    lines = applied.cost_lines[len(levers.cost_lines) :]
    spaces = applied.spaces[len(levers.spaces) :]
    stated = _state_lines(action, lines, figures, has_spaces=bool(spaces))
    return dataclasses.replace(
        applied,
        cost_lines=(*levers.cost_lines, *stated),
        spaces=(*applied.spaces[: len(levers.spaces)], *_state_spaces(spaces, stated, figures)),
    )


def share_out(cost_cents: IntArray, funders: Sequence[Funder]) -> IntArray:
    """Return what each funder pays, in whole cents: its share, no more than its ceiling, nor than what is left.

    Parameters
    ----------
    cost_cents : integer array (...)
    funders : sequence of Funder
        Those that help to pay this cost, in the order in which they pay.

    Returns
    -------
    integer array (F, ...)
    """
    paid = np.zeros((len(funders), *np.shape(cost_cents)), dtype=np.int64)
    left = np.asarray(cost_cents, dtype=np.int64)
    for f, asked in enumerate(ask_funders(cost_cents, funders)):
        paid[f] = np.minimum(asked, left)
        left = left - paid[f]
    return paid


def ask_funders(cost_cents: IntArray, funders: Sequence[Funder]) -> IntArray:
    """Return what each funder would pay by its own share and ceiling, whatever the others pay, (F, ...)."""
    cost = np.asarray(cost_cents, dtype=np.int64)
    asked = np.zeros((len(funders), *cost.shape), dtype=np.int64)
    for f, funder in enumerate(funders):
        hundredths = HUNDREDTHS_OF_ALL if funder.share_percent is None else count_cents(funder.share_percent)
        asked[f] = (cost * hundredths + HUNDREDTHS_OF_ALL // 2) // HUNDREDTHS_OF_ALL
        if funder.ceiling_eur is not None:
            # Without a share, it is an amount.
            ceiling = count_cents(funder.ceiling_eur)
            asked[f] = np.full_like(cost, ceiling) if funder.share_percent is None else np.minimum(asked[f], ceiling)
    return asked


def measure_subsidies(figures: OwnFigures, investment_eur: float) -> float:
    """Return the part of the investment that subsidies would pay, 0 where there is no investment.

    Parameters
    ----------
    figures : OwnFigures
    investment_eur : float
        As stated, or as estimated.
    """
    funders = figures.list_funders("investment")
    cost = np.array(count_cents(investment_eur))
    paid = share_out(cost, funders)
    given = sum(int(paid[f]) for f, funder in enumerate(funders) if not funder.is_local)
    return given / int(cost) if cost else 0.0


def _state_lines(
    action: ActionType, lines: Sequence[CostLine], figures: OwnFigures, *, has_spaces: bool
) -> tuple[CostLine, ...]:
    count = len(lines)
    stated = []
    for line in lines:
        capex = _replace(line.capex_eur, figures.investment_eur, count)
        opex = _replace_running(line.opex_eur_per_year, figures, count)
        receipts = 0.0 if has_spaces else figures.receipts_eur_per_year
        is_stated = figures.receipts_eur_per_year is not None
        stated.append(
            dataclasses.replace(
                line,
                capex_eur=capex,
                opex_eur_per_year=opex,
                revenue_eur_per_year=_replace(line.revenue_eur_per_year, receipts if is_stated else None, count),
                # A quote leaves nobody out.
                uncounted_index=line.uncounted_index if figures.investment_eur is None else (),
            )
        )
    grants = _grant(action, figures, "investment", [line.capex_eur for line in stated], [x.grant_eur for x in lines])
    yearly = _grant(
        action, figures, "running", [x.opex_eur_per_year for x in stated], [x.grant_eur_per_year for x in lines]
    )
    return tuple(
        dataclasses.replace(line, grant_eur=grant, grant_eur_per_year=grant_a_year)
        for line, grant, grant_a_year in zip(stated, grants, yearly, strict=True)
    )


def _state_spaces(
    spaces: Sequence[SpaceState], lines: Sequence[CostLine], figures: OwnFigures
) -> tuple[SpaceState, ...]:
    """Give the spaces of an action what its lines were given: their operator pays and earns the same."""
    count = len(spaces)
    grant = sum((line.grant_eur for line in lines), np.zeros(1)) / max(count, 1)
    has_grant = bool(figures.list_funders("investment"))
    return tuple(
        dataclasses.replace(
            space,
            capex_eur=(capex := _replace(space.capex_eur, figures.investment_eur, count)),
            opex_eur_per_year=_replace_running(space.opex_eur_per_year, figures, count),
            grant_eur=grant if has_grant else np.minimum(space.grant_eur, capex),
            stated_revenue_eur_per_year=None
            if figures.receipts_eur_per_year is None
            else _replace(space.capex_eur, figures.receipts_eur_per_year, count),
        )
        for space in spaces
    )


def _replace(estimated: FloatArray, amount_eur: float | None, count: int) -> FloatArray:
    return estimated if amount_eur is None else np.full(len(estimated), amount_eur / count)


def _replace_running(estimated: FloatArray, figures: OwnFigures, count: int) -> FloatArray:
    rent = (figures.rent_eur_per_year or 0.0) / count
    return _replace(estimated, figures.running_eur_per_year, count) + rent


def _grant(
    action: ActionType, figures: OwnFigures, pays: Paid, costs: Sequence[FloatArray], granted: Sequence[FloatArray]
) -> list[FloatArray]:
    """Return the subsidies of each line (D,): those of the funders, else those of the action, never above the cost."""
    funders = figures.list_funders(pays)
    if not funders:
        return [np.minimum(grant, cost) for grant, cost in zip(granted, costs, strict=True)]
    total = np.sum(costs, axis=0)
    if not total.any() and any(funder.share_percent or funder.ceiling_eur for funder in funders):
        sentence = N_(
            "L'action « {action} » n'a rien à payer pour {paid}, que « {funder} » doit aider : saisissez un montant, ou"
            " retirez ce financeur."
        )
        raise InputError(
            remark(sentence, action=remark(action.label), paid=remark(_PAID_WORDS[pays]), funder=funders[0].name)
        )
    paid = share_out(np.rint(total * 100).astype(np.int64), funders)
    given = np.sum([paid[f] for f, funder in enumerate(funders) if not funder.is_local], axis=0) / 100
    return [np.zeros(len(total)) + given / len(costs) for _cost in costs]


def _check_funders(action: ActionType, figures: OwnFigures) -> None:
    """Refuse funders that say nothing, that come twice, or that pay more than there is to pay.

    Raises
    ------
    InputError
        The sentence names the action and the funder.
    """
    label, seen = remark(action.label), set()
    for funder in figures.funders:
        if funder.share_percent is None and funder.ceiling_eur is None:
            sentence = N_(
                "L'action « {action} » ne dit pas ce que paie « {funder} » : donnez une part, un montant, ou les deux."
            )
            raise InputError(remark(sentence, action=label, funder=funder.name))
        if (funder.name.casefold(), funder.pays) in seen:
            sentence = N_("L'action « {action} » nomme deux fois « {funder} » pour {paid} : gardez-le une seule fois.")
            paid = remark(_PAID_WORDS[funder.pays])
            raise InputError(remark(sentence, action=label, funder=funder.name, paid=paid))
        seen.add((funder.name.casefold(), funder.pays))
    rent, running = figures.rent_eur_per_year, figures.running_eur_per_year
    stated = {
        "investment": figures.investment_eur,
        "running": None if running is None else running + (rent or 0.0),
    }
    for pays, amount_eur in stated.items():
        funders = [funder for funder in figures.funders if funder.pays == pays]
        if amount_eur is None:
            # Of an amount that is estimated, only shares without a ceiling are known to pay too much.
            funders = [f for f in funders if f.ceiling_eur is None]
            cost, unit = HUNDREDTHS_OF_ALL, "100 %"
        else:
            cost, unit = count_cents(amount_eur), f"{amount_eur:,.2f} €".replace(",", " ").replace(".", ",")
        total = 0
        for funder, asked in zip(funders, ask_funders(np.array(cost), funders), strict=True):
            total += int(asked)
            # A cent too many is that of the rounding.
            if total > cost + len(funders):
                sentence = N_(
                    "L'action « {action} » : avec « {funder} », les financeurs paient plus que {paid}, {amount} : "
                    "baissez une part ou un plafond."
                )
                paid = remark(_PAID_WORDS[pays])
                raise InputError(remark(sentence, action=label, funder=funder.name, paid=paid, amount=unit))
