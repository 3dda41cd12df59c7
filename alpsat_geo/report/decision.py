"""How a decision reads: one sentence, never without what it costs and whether it lives, then the other readings.

The command, the pages, the dossier, the minutes and the files say it with these words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from alpsat_geo.compute.comparison import Comparison, DecisionProblem
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.information import PricedInformation
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.readings import Counting, Reading, Verdict
from alpsat_geo.compute.signposts import SIGNPOST_MONTHS, Signpost, place_signposts
from alpsat_geo.compute.viability import PlacedAction, Viability
from alpsat_geo.domain.scenario import ActionChoice
from alpsat_geo.domain.territory import Territory
from alpsat_geo.domain.text import N_
from alpsat_geo.report.caveats import name_unknown, tell_check
from alpsat_geo.report.dossier.wording import SHARE_UNIT, name_places, write_with_unit
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.language import _, begin_upper, choose_plural, join_names, join_pair
from alpsat_geo.report.punctuation import NO_BREAK_SPACE

VERDICT_AT_MOST = 260
"""Characters of the sentence: it is read in a room, at once."""

OBJECTIVE_LABELS: Mapping[str, str] = {
    "access": N_("servir ceux qui sont ici"),
    "welcome": N_("faire venir et rester"),
    "money": N_("dépenser moins d'argent public"),
    "prudence": N_("pouvoir s'arrêter"),
    "climate": N_("émettre moins"),
}
_READINGS: Mapping[Counting, str] = {
    "by_objective": N_("par objectif"),
    "every_criterion": N_("chaque critère seul"),
    "with_prudence": N_("avec la prudence"),
    "structure_fixed": N_("ce qui existe tenu pour connu"),
    "all_scenarios": N_("tous les scénarios du projet"),
}
_UNDOING: Mapping[Counting, str] = {
    "every_criterion": N_("si chaque critère compte seul"),
    "with_prudence": N_("si la prudence pèse aussi"),
    "structure_fixed": N_("si l'on tient pour connu ce qui existe"),
    "all_scenarios": N_("face à tous les scénarios du projet"),
}
_SHORTENED = (60, 45, 35, 25, 15)
_WORTH_SHOWN = 5
_LEAST_EUR_PER_YEAR = 1
_HALF = 0.5


def write_verdict(verdict: Verdict, names: Mapping[str, str], *, has_weights: bool = False) -> str:
    """Write the verdict: who arrives first in every reading, in some, or nobody.

    Parameters
    ----------
    verdict : Verdict
    names : mapping of scenario key to str
        Of the scenarios compared, and of those of the project.
    has_weights : bool
        Whether a person stated weights.

    Returns
    -------
    str
        At most `VERDICT_AT_MOST` characters: long names are cut.
    """
    sentence = _write_verdict(verdict, names, has_weights=has_weights)
    for width in _SHORTENED:
        if len(sentence) <= VERDICT_AT_MOST:
            break
        shorter = {key: name if len(name) <= width else name[: width - 1].rstrip() + "…" for key, name in names.items()}
        sentence = _write_verdict(verdict, shorter, has_weights=has_weights)
    return sentence


def _write_verdict(verdict: Verdict, names: Mapping[str, str], *, has_weights: bool) -> str:
    quoted = {key: _("« {name} »").format(name=name) for key, name in names.items()}
    leader = quoted[verdict.leader]
    if verdict.status == "decided":
        return _("{name} arrive premier, de toutes les façons de lire.").format(name=leader)
    if verdict.status == "undecided":
        names_of_rivals = join_names([quoted[key] for key in verdict.contenders])
        return _("Pas de gagnant net entre {names}.").format(names=names_of_rivals)
    undoing = verdict.undone_by[0]
    how, when = name_headline(has_weights=has_weights), _(_UNDOING[undoing.reading.counting])
    if undoing.leader == verdict.leader:
        sentence = _("{name} arrive premier {how}, mais moins de deux fois sur trois {when}.")
        return sentence.format(name=leader, how=how, when=when)
    other = quoted.get(undoing.leader, _("un autre scénario"))
    sentence = _("{name} arrive premier {how}, pas {when} : c'est alors {other}.")
    return sentence.format(name=leader, how=how, when=when, other=other)


def write_headline(verdict: Verdict, names: Mapping[str, str], *, has_weights: bool = False) -> str:
    """Write what the first reading alone allows to say, while the others are read.

    Parameters
    ----------
    verdict : Verdict
        Of `judge_headline`.
    names, has_weights : as `write_verdict`
    """
    if verdict.status == "undecided":
        return write_verdict(verdict, names)
    sentence = _("{how}, la lecture désigne {name} ; les autres façons de lire arrivent.")
    how = begin_upper(name_headline(has_weights=has_weights))
    return sentence.format(how=how, name=_("« {name} »").format(name=names[verdict.leader]))


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
    if viability.is_every_space_losing:
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


def name_headline(*, has_weights: bool) -> str:
    """Name the first reading."""
    return _("avec les poids donnés") if has_weights else _(_READINGS["by_objective"])


def name_reading(reading: Reading, *, has_weights: bool = False) -> str:
    """Name a reading."""
    if reading.counting == "by_objective":
        return name_headline(has_weights=has_weights)
    if reading.counting == "without":
        return _("sans « {objective} »").format(objective=_(OBJECTIVE_LABELS[reading.objective]))
    return _(_READINGS[reading.counting])


def list_readings(
    readings: Sequence[Reading], names: Mapping[str, str], *, has_weights: bool = False
) -> list[tuple[str, ...]]:
    """List the readings: name, share of first places of each scenario compared, and who beats the leader among all.

    Parameters
    ----------
    readings : sequence of Reading
    names : mapping of scenario key to str
    has_weights : bool
    """
    compared = readings[0].keys
    rows = []
    for reading in readings:
        beaten = ", ".join(_("« {name} »").format(name=names[key]) for key in reading.beaten_by if key in names)
        note = _("devancé deux à deux par {names}").format(names=beaten) if beaten else ""
        shares = (format_share(reading.first_share(key)) for key in compared)
        rows.append((name_reading(reading, has_weights=has_weights), *shares, note))
    return rows


def list_rates(comparison: Comparison, exchange_rates: Mapping[str, float]) -> list[tuple[str, str]]:
    """Say in euros a year what one more of each criterion is worth at the typical weights; empty: money weighs nothing.

    Parameters
    ----------
    comparison : Comparison
    exchange_rates : mapping of criterion key to float
        Of that comparison.
    """
    weighs = dict(zip(comparison.weighted_keys, comparison.typical_priorities.of_criteria()[0], strict=True))
    return [
        (name_one_more(criterion), _write_eur(rate_of_one_more(exchange_rates, criterion)))
        for criterion in comparison.problem.criteria
        if criterion.objective != "money"
        and weighs.get(criterion.key, 0) > 0
        and math.isfinite(exchange_rates.get(criterion.key, math.nan))
    ]


def name_one_more(criterion: Criterion) -> str:
    """Name one more unit of a criterion, one more point for a share."""
    sentence = _("{label}, un point de plus") if criterion.unit == SHARE_UNIT else _("{label}, un de plus")
    return sentence.format(label=_(criterion.label))


def rate_of_one_more(exchange_rates: Mapping[str, float], criterion: Criterion) -> float:
    """Euros a year for one more unit; for a share, one more point: a whole share is the whole scale."""
    rate = exchange_rates[criterion.key]
    return rate / 100 if criterion.unit == SHARE_UNIT else rate


def _write_eur(eur_per_year: float) -> str:
    digits = 0 if abs(eur_per_year) >= 1 else 2
    return f"{format_number(eur_per_year, digits)}{NO_BREAK_SPACE}€"


def write_worth(eur_per_year: float) -> str:
    """Say what settling an unknown is worth; empty below one euro a year, and where money weighs nothing."""
    if not eur_per_year >= _LEAST_EUR_PER_YEAR:
        return ""
    return _("le savoir vaut {amount} par an").format(amount=_write_eur(eur_per_year))


def list_worths(information: PricedInformation) -> list[tuple[str, str, str]]:
    """List the unknowns that are most worth settling: name, euros a year, and what settling takes."""
    return [
        (name_unknown(priced.unknown), _write_eur(priced.eur_per_year), tell_check(priced.unknown))
        for priced in information.by_unknown[:_WORTH_SHOWN]
        if priced.eur_per_year >= _LEAST_EUR_PER_YEAR
    ]


def tell_nothing_to_verify(readings: Sequence[Reading]) -> str:
    """Say that no single check would change the first: in any reading, or in the first reading only."""
    leader = readings[0].leader
    if all(reading.leader == leader and not reading.beaten_by for reading in readings):
        return _("Aucune vérification, à elle seule, ne donnerait un autre gagnant : tout dépend de vos priorités.")
    return _(
        "Aucune vérification, à elle seule, ne donnerait un autre gagnant dans la première ligne du tableau ; une"
        " autre façon de lire en donnerait un autre."
    )


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
