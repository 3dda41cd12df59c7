"""How the answer reads: from what price each scenario is worth its cost, what a result costs, and how sure it is.

The command, the pages, the dossier, the minutes and the files say it with these words and these figures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from alpsat_geo.compute.comparison import Comparison, DecisionProblem
from alpsat_geo.compute.criterion import Result, UnitPrice, find_result
from alpsat_geo.compute.entry_moves import EntryMove
from alpsat_geo.compute.evaluation import DO_NOTHING
from alpsat_geo.compute.information import PricedInformation
from alpsat_geo.compute.net_benefit.entry import Entry
from alpsat_geo.compute.net_benefit.equality import NOTHING
from alpsat_geo.compute.net_benefit.worth import CostPerResult
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.signposts import SIGNPOST_MONTHS, Signpost, place_signposts
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.compute.viability import PlacedAction, Viability
from alpsat_geo.domain.scenario import ActionChoice
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.caveats import name_unknown, tell_check
from alpsat_geo.report.dossier.wording import name_places, write_interval, write_with_unit
from alpsat_geo.report.figures import format_estimate, format_number
from alpsat_geo.report.language import _, choose_plural, join_names, join_pair
from alpsat_geo.report.punctuation import NO_BREAK_SPACE

ANSWER_AT_MOST = 260
"""Characters of the sentence: it is read in a room, at once."""

_SHORTENED = (60, 45, 35, 25, 15)
_WORTH_SHOWN = 5
_LEAST_EUR_PER_YEAR = 1
_LEAST_RESULT = 0.05
_HALF = 0.5
_TEN = 10


def write_price(eur: float | None) -> str:
    """Write a price with two significant digits, ``1 900 €``; empty where there is none."""
    if eur is None or math.isnan(eur):
        return ""
    return f"{format_estimate(eur)}{NO_BREAK_SPACE}€"


def write_price_range(low: float | None, high: float | None) -> str:
    """Write between which prices, ``1 000 € à 6 000 €``; an end without price is no price at all."""
    none = _("aucun prix")
    return _("{low} à {high}").format(low=write_price(low) or none, high=write_price(high) or none)


def write_sureness(share: float) -> str:
    """Write in how many simulations out of ten something holds, never sure where it is not."""
    tenths = round(_TEN * share)
    if tenths == 0:
        return _("moins d'une simulation sur 10") if share > 0 else _("aucune simulation")
    if tenths == _TEN and share < 1:
        return _("plus de 9 simulations sur 10")
    sentence = choose_plural("{count} simulation sur 10", "{count} simulations sur 10", tenths)
    return sentence.format(count=format_number(tenths))


def write_cost_per_result(found: CostPerResult | None, price: UnitPrice) -> str:
    """Write what one more unit costs, with the prices from which few and nearly all simulations are worth it.

    Parameters
    ----------
    found : CostPerResult or None
        None: nothing of it is brought, and the text is empty.
    price : UnitPrice
    """
    if found is None or math.isnan(found.value):
        return ""
    text = _("{price} par {one}").format(price=write_price(found.value), one=_(price.one))
    if math.isnan(found.median):
        return _("{cost}, mais moins d'une fois sur deux, quel que soit le prix").format(cost=text)
    if math.isnan(found.high):
        return _("{cost} (jamais sûr)").format(cost=text)
    return f"{text} ({write_price_range(found.low, found.high)})"


def write_answer(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Write the answer in one sentence: from what price each scenario is worth its cost, or the choice at set prices.

    Parameters
    ----------
    comparison : Comparison
    names : mapping of scenario key to str

    Returns
    -------
    str
        At most `ANSWER_AT_MOST` characters: what comes later is left out first, then long names are cut.
    """
    known = {DO_NOTHING.key: _(DO_NOTHING.name), **names}
    choice = comparison.choice
    tell = (
        (_tell_entries, _tell_first_entries) if choice is None else (_tell_near_ties, _tell_choice, _tell_choice_alone)
    )
    for telling in tell:
        sentence = telling(comparison, known)
        if len(sentence) <= ANSWER_AT_MOST:
            return sentence
    for width in _SHORTENED:
        cut = {key: name if len(name) <= width else name[: width - 1].rstrip() + "…" for key, name in known.items()}
        sentence = tell[-1](comparison, cut)
        if len(sentence) <= ANSWER_AT_MOST:
            break
    return sentence


def list_entries(comparison: Comparison, names: Mapping[str, str]) -> list[tuple[str, str, float]]:
    """List the entry prices along the axes of the choice map: scenario, what one more is, euros a year.

    What is the best at 0 of an axis owes it to the prices that are set, and is told with them.
    """
    appraisal = comparison.appraisal
    return [
        (names[appraisal.keys[entry.programme]], _(result.price.one_more), entry.price)
        for result in _list_axes(comparison)
        for entry in _list_acting(comparison, result)
        if entry.price > 0 or comparison.choice is None
    ]


def tell_next(comparison: Comparison, names: Mapping[str, str]) -> list[str]:
    """Say what would be chosen at the next higher price of each axis; nothing while no price is set."""
    told = []
    for result in _list_axes(comparison) if comparison.choice is not None else ():
        at = comparison.prices.get(result.key, 0.0)
        following = next((entry for entry in _list_acting(comparison, result) if entry.price > at), None)
        if following is not None:
            sentence = _("À partir de {price} pour {one_more}, ce serait {name}.")
            name = _quote(names[comparison.appraisal.keys[following.programme]])
            one_more = _(result.price.one_more)
            told.append(sentence.format(price=write_price(following.price), one_more=one_more, name=name))
    return told


def tell_scenario_line(comparison: Comparison, key: str, territory: Territory) -> str:
    """Say of a scenario in one line: cost, results, what a result costs, spaces, actions without effect.

    Parameters
    ----------
    comparison : Comparison
    key : str
        Of one of its scenarios.
    territory : Territory
    """
    viability = comparison.viabilities[comparison.keys.index(key)]
    told = [tell_viability(viability, comparison.problem, territory)]
    row = comparison.position(key)
    if row == NOTHING:
        return told[0]
    appraisal = comparison.appraisal
    for result in _list_axes(comparison):
        drawn = appraisal.results[appraisal.column(result.key), row]
        if abs(drawn.mean()) < _LEAST_RESULT:
            continue
        told.append(f"{write_interval(summarise_draws(drawn))} {_(result.price.several_more)}")
        cost = write_cost_per_result(appraisal.cost_per_result(row, result.key), result.price)
        told += [cost] if cost else []
    return _(" ; ").join(told)


def list_dominated(comparison: Comparison, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """List the scenarios that are the best at no price, and what does better."""
    keys = comparison.appraisal.keys
    known = {DO_NOTHING.key: _(DO_NOTHING.name), **names}
    return [
        (known[keys[one.programme]], join_names([_quote(known[keys[better]]) for better in one.by]))
        for one in comparison.appraisal.choice_map(comparison.prices).dominated
    ]


def list_entry_moves(
    comparison: Comparison, moves: Mapping[str, Sequence[EntryMove]], names: Mapping[str, str]
) -> list[tuple[str, str]]:
    """List how far each entry price moves: scenario, then its price, between what, and above all with which unknown.

    Parameters
    ----------
    comparison : Comparison
    moves : mapping of scenario key to sequence of EntryMove
        Of `move_entry_prices`.
    names : mapping of scenario key to str
    """
    rows = []
    for result in _list_axes(comparison):
        for entry in _list_acting(comparison, result):
            key = comparison.appraisal.keys[entry.programme]
            own = [move for move in moves.get(key, ()) if move.result_key == result.key]
            if not own:
                continue
            sentence = _("{price} pour {one_more} ; de {range}, surtout selon : {unknown}")
            told = sentence.format(
                price=write_price(entry.price),
                one_more=_(result.price.one_more),
                range=write_price_range(*_order(own[0])),
                unknown=name_unknown(own[0].unknown),
            )
            rows.append((names[key], told))
    return rows


def tell_prices(comparison: Comparison) -> str:
    """Say the prices that were set, and the factor of far communes where it is not 1; empty without any."""
    told = [
        _("{price} pour {one_more}").format(
            price=write_price(price), one_more=_(find_result(comparison.problem.criteria, key).price.one_more)
        )
        for key, price in comparison.prices.items()
    ]
    factor = comparison.problem.far_factor
    if factor != 1:
        sentence = _("un résultat compte {factor} fois dans une commune à plus de 30 minutes d'un espace")
        told.append(sentence.format(factor=format_number(factor, 1)))
    return _(" ; ").join(told)


def _order(move: EntryMove) -> tuple[float | None, float | None]:
    """Return both ends of a move, the lower price first; no price at all is above any."""
    low, high = sorted((move.low, move.high), key=lambda end: math.inf if end is None else end)
    return low, high


def _list_axes(comparison: Comparison) -> list[Result]:
    return [find_result(comparison.problem.criteria, axis) for axis in comparison.appraisal.axes]


def _list_acting(comparison: Comparison, result: Result) -> list[Entry]:
    entries = comparison.appraisal.entry_prices(result.key, comparison.prices)
    return [entry for entry in entries if entry.programme != NOTHING]


def _quote(name: str) -> str:
    return _("« {name} »").format(name=name)


def _tell_entries(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Say every entry price along each axis."""
    keys, told = comparison.appraisal.keys, []
    for result in _list_axes(comparison):
        for number, entry in enumerate(_list_acting(comparison, result)):
            sentence = _("{name} dès {price}")
            if not number:
                sentence = _("{name} vaut son coût dès {price} par an pour {one_more}")
            name, one_more = _quote(names[keys[entry.programme]]), _(result.price.one_more)
            told.append(sentence.format(name=name, price=write_price(entry.price), one_more=one_more))
    return _end_entries(told)


def _tell_first_entries(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Say the first entry price along each axis."""
    keys, told = comparison.appraisal.keys, []
    for result in _list_axes(comparison):
        for entry in _list_acting(comparison, result)[:1]:
            sentence = _("{name} vaut son coût dès {price} par an pour {one_more}")
            name, one_more = _quote(names[keys[entry.programme]]), _(result.price.one_more)
            told.append(sentence.format(name=name, price=write_price(entry.price), one_more=one_more))
    return _end_entries(told)


def _end_entries(told: Sequence[str]) -> str:
    if not told:
        return _("Aucun de ces scénarios ne vaut son coût, quel que soit le prix d'un habitant ou d'un usager de plus.")
    return _("{entries} ; en dessous, ne rien faire.").format(entries=_(" ; ").join(told))


def _tell_near_ties(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Say what is chosen at set prices, and what it hardly beats."""
    told, choice = _tell_choice(comparison, names), comparison.choice
    if choice is None or not choice.near_ties:
        return told
    ties = join_names([_quote(names[comparison.appraisal.keys[row]]) for row in choice.near_ties])
    return told + " " + _("Presque à égalité : {names}.").format(names=ties)


def _tell_choice(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Say what is chosen at set prices: the programme, what it costs, in how many simulations it is worth it."""
    choice = comparison.choice
    if choice is None or choice.best == NOTHING:
        return _tell_choice_alone(comparison, names)
    sentence = _("À ces prix ({prices}), {name} vaut son coût : {cost} par an, {share} ; le meilleur dans {all}.")
    return sentence.format(
        prices=tell_prices(comparison),
        name=_quote(names[comparison.appraisal.keys[choice.best]]),
        cost=write_with_unit(summarise_draws(comparison.appraisal.costs[choice.best]), "€"),
        share=write_sureness(choice.sureness.worth_its_cost or 0.0),
        all=write_sureness(choice.sureness.best_of_all),
    )


def _tell_choice_alone(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Say in fewest words what is chosen at set prices."""
    choice, prices = comparison.choice, tell_prices(comparison)
    if choice is None:
        return ""
    sureness = choice.sureness
    if choice.best == NOTHING:
        sentence = _("À ces prix ({prices}), aucun scénario ne vaut son coût : rien ne fait mieux dans {share}.")
        return sentence.format(prices=prices, share=write_sureness(sureness.best_of_all))
    sentence = _("À ces prix ({prices}), {name} vaut son coût dans {share}.")
    name = _quote(names[comparison.appraisal.keys[choice.best]])
    return sentence.format(prices=prices, name=name, share=write_sureness(sureness.worth_its_cost or 0.0))


def tell_viability(viability: Viability, problem: DecisionProblem, territory: Territory) -> str:
    """Say what a scenario costs, whether its spaces live, and which of its actions change nothing here.

    Parameters
    ----------
    viability : Viability
    problem : DecisionProblem
        To name its actions.
    territory : Territory
    """
    cost = write_with_unit(viability.net_public_cost_eur_per_year, "€")
    told = [_("coût public par an, recettes déduites : {cost}").format(cost=cost)]
    if viability.space_count:
        told.append(_tell_spaces(viability))
    told += [
        _("sans effet ici : {action}").format(action=name_placed_action(problem, territory, placed))
        for placed in viability.without_effect
    ]
    return _(" ; ").join(told)


def _tell_spaces(viability: Viability) -> str:
    opened = viability.space_count
    spaces = choose_plural("{count} nouvel espace", "{count} nouveaux espaces", opened)
    spaces = spaces.format(count=format_number(opened))
    if viability.lose_count == opened:
        sentence = choose_plural(
            "{spaces}, qui ne couvre pas ses frais", "{spaces}, dont aucun ne couvre ses frais", opened
        )
        return sentence.format(spaces=spaces)
    hold, hesitate, lose = viability.hold_count, viability.uncertain_count, viability.lose_count
    told = [
        text.format(count=format_number(count))
        for count, text in (
            (hold, choose_plural("{count} couvre ses frais", "{count} couvrent leurs frais", hold)),
            (hesitate, choose_plural("{count} hésite", "{count} hésitent", hesitate)),
            (lose, choose_plural("{count} perd de l'argent", "{count} perdent de l'argent", lose)),
        )
        if count
    ]
    return _("{spaces}, dont {counts}").format(spaces=spaces, counts=", ".join(told))


def name_placed_action(problem: DecisionProblem, territory: Territory, placed: PlacedAction) -> str:
    """Name an action with its place, if it has one."""
    action = problem.action_types[placed.type_key]
    if not placed.place:
        return _(action.label)
    where = name_places(territory, problem.baseline, action, ActionChoice(placed.type_key, (placed.place,)))
    return _("{action} à {places}").format(action=_(action.label), places=where)


def write_worth(eur_per_year: float) -> str:
    """Say what settling an unknown is worth; empty below one euro a year."""
    if not eur_per_year >= _LEAST_EUR_PER_YEAR:
        return ""
    return _("le savoir vaut {amount} par an").format(amount=write_price(eur_per_year))


def list_worths(information: PricedInformation) -> list[tuple[str, str, str]]:
    """List the unknowns that are most worth settling: name, euros a year, and what settling takes."""
    return [
        (name_unknown(priced.unknown), write_price(priced.eur_per_year), tell_check(priced.unknown))
        for priced in information.by_unknown[:_WORTH_SHOWN]
        if priced.eur_per_year >= _LEAST_EUR_PER_YEAR
    ]


def tell_nothing_to_verify() -> str:
    """Say that no single check would change the choice."""
    return _("Aucune vérification, à elle seule, ne changerait ce choix.")


def list_signposts(outcome: Outcome, communes: Sequence[str]) -> list[tuple[str, str]]:
    """Say when to close the new spaces: communes of which the same is true, then the dates of `SIGNPOST_MONTHS`.

    Parameters
    ----------
    outcome : Outcome
    communes : sequence of str, length n
        Names, in the order of the baseline.
    """
    signposts = place_signposts(outcome)
    step = len(SIGNPOST_MONTHS)
    where: dict[str, list[str]] = {}
    for start in range(0, len(signposts), step):
        dated = signposts[start : start + step]
        where.setdefault(_tell_signposts(dated), []).append(communes[dated[0].commune_index])
    return [(", ".join(names), told) for told, names in where.items()]


def tell_closing(outcome: Outcome, communes: Sequence[str]) -> str:
    """Say in one paragraph when to close each new space; empty when the scenario opens none."""
    found = list_signposts(outcome, communes)
    if not found:
        return ""
    told = _(" ; ").join(join_pair(where, when) for where, when in found)
    return _("Quand fermer un espace. {told}.").format(told=told)


def _tell_signposts(dated: Sequence[Signpost]) -> str:
    """Say the signposts of one space: each date that has a number of users, then those at which no number would do."""
    hopeless = [one for one in dated if not math.isfinite(one.close_below_count) or one.beyond_capacity_share > _HALF]
    told = [_tell_signpost(one) for one in dated if one not in hopeless]
    if hopeless:
        months = ", ".join(format_number(one.months) for one in hopeless)
        told.append(_("au bout de {months} mois : même plein, fermer coûte moins que continuer").format(months=months))
    return _(" ; ").join(told)


def _tell_signpost(signpost: Signpost) -> str:
    months = format_number(signpost.months)
    sentence = choose_plural(
        "moins de {count} usager au bout de {months} mois : fermer",
        "moins de {count} usagers au bout de {months} mois : fermer",
        signpost.close_below_count,
    )
    return sentence.format(count=format_number(signpost.close_below_count), months=months)
