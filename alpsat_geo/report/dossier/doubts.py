"""What may go wrong, what is not decided, and what to verify first."""

from __future__ import annotations

import math

import numpy as np

from alpsat_geo.compute.accounts import space_accounts
from alpsat_geo.compute.expectation import expect_users
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.report.caveats import list_caveats, list_decisive, name_unknown, tell_check
from alpsat_geo.report.decision import (
    list_rates,
    list_readings,
    list_worths,
    tell_closing,
    tell_nothing_to_verify,
    tell_viability,
)
from alpsat_geo.report.decision import write_verdict as say_verdict
from alpsat_geo.report.dossier.blocks import Block, Bullets, Paragraph, Section, Subtitle, Table, Verdict
from alpsat_geo.report.dossier.gains import list_weighted
from alpsat_geo.report.dossier.money import tell_warning_case
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.figures import format_change, format_number, format_share
from alpsat_geo.report.language import _, begin_upper, choose_plural, join_pair

_LEAST_USERS = 0.5
_SURE_STATUS = "open"


def write_verdict(subject: Subject) -> Verdict:
    """Say who arrives first, then what the leader and the proposed scenario cost, and whether they live."""
    decision, keys = subject.decision, subject.decision.readings[0].keys
    leader = keys.index(decision.verdict.leader)
    details = []
    if leader != subject.position:
        share = format_share(float(subject.comparison.acceptabilities.joint[subject.position, 0]))
        own = _("Le scénario « {name} » arrive premier dans {share} des simulations.")
        details.append(own.format(name=subject.name, share=share))
    details += [_tell_scenario(subject, s) for s in dict.fromkeys((leader, subject.position))]
    headline = say_verdict(decision.verdict, subject.project_names, has_weights=subject.has_weights)
    return Verdict(headline, " ".join(details), is_decided=decision.is_success)


def _tell_scenario(subject: Subject, position: int) -> str:
    """Say what a scenario costs, and whether it lives."""
    told = tell_viability(subject.decision.viabilities[position], subject.comparison.problem, subject.territory)
    return _("{label} : {value}").format(label=subject.names[position], value=told) + "."


def write_closing(subject: Subject) -> tuple[Paragraph, ...]:
    """Say when to close each space that the scenario opens; nothing when it opens none."""
    told = tell_closing(subject.outcome, subject.territory.communes.names)
    return (Paragraph(told, "note"),) if told else ()


def list_dangers(subject: Subject) -> list[str]:
    """List what may go wrong, what costs most first; the case that warns closes the list."""
    return [
        *_tell_named(subject),
        *_tell_population(subject),
        *_tell_users(subject),
        tell_warning_case(subject),
    ]


def write_risks(subject: Subject) -> Section:
    """List what may go wrong."""
    return Section("risks", _("Ce qui peut mal tourner"), (Bullets(tuple(list_dangers(subject))),))


def write_undecided(subject: Subject) -> Section:
    """Say who arrives first in each reading, what that rests on, then what to verify first."""
    comparison = subject.comparison
    three = comparison.acceptabilities
    rows = tuple(
        (name, *(format_share(float(part[s, 0])) for part in (three.joint, three.values_only, three.facts_only)))
        for s, name in enumerate(subject.names)
    )
    weights = _("aux poids donnés") if subject.has_weights else _("toutes les priorités possibles")
    count = format_number(comparison.problem.draws.size)
    caption = _(
        "Part des {count} simulations où le scénario arrive premier ({weights}). « Si seules les priorités varient »"
        " : chaque hypothèse reste à sa valeur retenue. « Si seules les hypothèses varient » : les priorités restent"
        " égales, ou celles que vous avez données."
    ).format(count=count, weights=weights)
    headings = (
        _("Scénario"),
        _("Premier, toutes causes réunies"),
        _("Si seules les priorités varient"),
        _("Si seules les hypothèses varient"),
    )
    lives = tuple(_tell_scenario(subject, s) for s in range(len(subject.names)))
    blocks: list[Block] = [
        write_verdict(subject),
        Subtitle(_("Ce que cela coûte, et si cela vit")),
        Bullets(lives),
        _write_readings(subject),
        Table(caption, headings, rows, (0,), (3.0, 1.3, 1.3, 1.3)),
        *_write_rates(subject),
        *write_closing(subject),
        Subtitle(_("À vérifier d'abord")),
        _list_priorities(subject),
        *_write_worths(subject),
        Subtitle(_("À savoir avant de lire ce classement")),
        Bullets(tuple(list_caveats(subject.comparison, subject.checks, subject.names))),
    ]
    return Section("undecided", _("Qui arrive premier, et selon quelle lecture ?"), tuple(blocks))


def _write_readings(subject: Subject) -> Table:
    rows = list_readings(subject.decision.readings, subject.project_names, has_weights=subject.has_weights)
    caption = _("Part des {count} simulations où chaque scénario arrive premier, selon la façon de lire").format(
        count=format_number(subject.comparison.problem.draws.size)
    )
    headings = (_("Façon de lire"), *subject.names, _("À noter"))
    widths = (2.4, *(1.3 for _name in subject.names), 1.9)
    return Table(caption, headings, tuple(rows), (0, len(headings) - 1), widths)


def _write_rates(subject: Subject) -> tuple[Block, ...]:
    rates = list_rates(subject.comparison, subject.decision.exchange_rates)
    title = Subtitle(_("Ce que ces priorités disent valoir, en euros par an"))
    if not rates:
        return title, Paragraph(_("L'argent public ne pèse pas : rien ne se convertit."))
    return title, Bullets(tuple(join_pair(label, amount) for label, amount in rates))


def _write_worths(subject: Subject) -> tuple[Block, ...]:
    rows = tuple((name, how, amount) for name, amount, how in list_worths(subject.information))
    if not rows:
        return ()
    caption = _("Ce que savoir vaudrait, par an, aux priorités égales ou données")
    return (
        Table(
            caption,
            (_("Ce qu'on ne sait pas"), _("Ce qui permettrait de le savoir"), _("Le savoir vaut")),
            rows,
            (0, 1),
            (3.2, 2.4, 1.3),
        ),
    )


def list_first_checks(subject: Subject) -> tuple[str, ...]:
    """List what to verify first, each with how; where no check would change the first, that alone is said."""
    found = tuple(
        join_pair(name_unknown(priority.unknown), tell_check(priority.unknown))
        for priority in list_decisive(subject.priorities)
    )
    if found:
        return found
    is_alike = {reading.leader for reading in subject.decision.readings} == {subject.decision.verdict.leader}
    return (
        _("Aucune vérification, à elle seule, ne donnerait un autre gagnant.")
        if is_alike
        else _(
            "Aucune vérification, à elle seule, ne donnerait un autre gagnant ; une autre façon de lire en donnerait"
            " un autre : voir l'annexe qui les compare."
        ),
    )


def _list_priorities(subject: Subject) -> Block:
    shown = list_decisive(subject.priorities)
    if not shown:
        return Paragraph(tell_nothing_to_verify(subject.decision.readings))
    rows = tuple(
        (
            name_unknown(priority.unknown),
            tell_check(priority.unknown),
            format_share(priority.changes_leader_share),
        )
        for priority in shown
    )
    headings = (_("Ce qu'on ne sait pas"), _("Ce qui permettrait de le savoir"), _("Donnerait un autre gagnant"))
    caption = _("Ce que l'on ignore, de ce qui donnerait le plus souvent un autre gagnant à ce qui le ferait le moins.")
    return Table(caption, headings, rows, (0, 1), (3.2, 2.4, 1.3))


def _tell_named(subject: Subject) -> list[str]:
    """Say what may go wrong with spaces, criteria and actions that can be named, each kind in one sentence."""
    communes, counted = subject.territory.communes.names, subject.outcome.baseline.spaces
    failing = [communes[a.commune_index] for a in space_accounts(subject.outcome) if a.verdict == "does_not_hold"]
    losing = [
        _(benefit.criterion.label)
        for benefit in list_weighted(subject)
        if benefit.criterion.objective != "money" and benefit.sign * benefit.change.value < 0
    ]
    unsure = [space.name for space in counted if space.status != _SURE_STATUS and space.settled_is_open is None]
    weak = [_(action.label) for action, _choice in subject.choices if action.evidence_grade == "D"]
    found = (
        (
            failing,
            choose_plural(
                "À {names}, le nouvel espace ne couvre pas ses frais : il faudrait en financer le déficit chaque"
                " année.",
                "À {names}, les nouveaux espaces ne couvrent pas leurs frais : il faudrait en financer le déficit"
                " chaque année.",
                len(failing),
            ),
        ),
        (losing, _("Avec ce scénario, ces critères sont moins bons qu'en ne faisant rien : {labels}.")),
        (
            unsure,
            choose_plural(
                "{count} espace existant sur {total} n'a pas été revérifié ({names}) : s'il est fermé, les usagers"
                " attendus baissent.",
                "{count} espaces existants sur {total} n'ont pas été revérifiés ({names}) : s'ils sont fermés, les"
                " usagers attendus baissent.",
                len(unsure),
            ),
        ),
        (
            weak,
            choose_plural(
                "L'effet d'une action n'est qu'une hypothèse (fiabilité D) : {labels}.",
                "L'effet de {count} actions n'est qu'une hypothèse (fiabilité D) : {labels}.",
                len(weak),
            ),
        ),
    )
    return [
        sentence.format(count=len(named), total=len(counted), names=", ".join(named), labels=_(" ; ").join(named))
        for named, sentence in found
        if named
    ]


def _tell_users(subject: Subject) -> list[str]:
    outcome = subject.outcome
    expected = expect_users(subject.comparison)
    sentences = [
        _(
            "Si tous avaient un espace assez proche, le territoire compterait {users} usagers réguliers, de"
            " quoi faire vivre {spaces} espaces de {reference} usagers."
        ).format(
            users=write_interval(expected.demand_users),
            spaces=write_interval(expected.spaces_fed),
            reference=format_number(expected.reference_users),
        )
    ]
    overflow = summarise_draws(outcome.overflow_users)
    if overflow.value >= _LEAST_USERS:
        sentences.append(_("Les places manqueraient pour {users} usagers.").format(users=write_interval(overflow)))
    if outcome.reference is not None:
        lost = sum(space.is_new for space in outcome.levers.spaces)
        before = outcome.reference.space_served_users
        taken = summarise_draws((before - outcome.space_served_users[:, : before.shape[1]]).sum(axis=1))
        if lost and taken.value >= _LEAST_USERS:
            sentences.append(
                _("Les nouveaux espaces prendraient {users} usagers aux espaces existants.").format(
                    users=write_interval(taken)
                )
            )
    return sentences


def _tell_population(subject: Subject) -> list[str]:
    outcome = subject.outcome
    stock = summarise_draws(outcome.additional_inhabitants.sum(axis=1))
    if stock.high == 0:
        return []
    population = subject.territory.communes.population
    last, before = population.latest_period, population.previous_period
    if last is None or before is None:
        told = _("{stock} habitants de plus à cinq ans.").format(stock=write_interval(stock))
    else:
        change = float(np.nansum(population.measure_change()))
        sentence = (
            _(
                "{stock} habitants de plus à cinq ans, à comparer à {change} entre {first} et {last} : le scénario"
                " ralentit la baisse, il ne l'arrête pas."
            )
            if change < -stock.high
            else _("{stock} habitants de plus à cinq ans, à côté de {change} entre {first} et {last}.")
        )
        told = sentence.format(
            stock=write_interval(stock), change=format_change(change), first=before.last_year, last=last.last_year
        )
    # An estimate begins by a word, and this one begins the sentence.
    sentences = [begin_upper(told)]
    refused = summarise_draws(outcome.households_without_home)
    if refused.high >= 1:
        sentences.append(
            _("Faute de logements, jusqu'à {homes} ménages ne pourraient pas venir.").format(
                homes=format_number(math.ceil(refused.high))
            )
        )
    return sentences
