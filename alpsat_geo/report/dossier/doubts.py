"""What may go wrong."""

from __future__ import annotations

import math

import numpy as np

from alpsat_geo.compute.accounts import space_accounts
from alpsat_geo.compute.expectation import expect_users
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.report.dossier.blocks import Bullets, Section
from alpsat_geo.report.dossier.gains import list_first
from alpsat_geo.report.dossier.money import tell_warning_case
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.figures import format_change, format_number
from alpsat_geo.report.language import _, begin_upper, choose_plural

_LEAST_USERS = 0.5
_SURE_STATUS = "open"


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


def _tell_named(subject: Subject) -> list[str]:
    """Say what may go wrong with spaces, criteria and actions that can be named, each kind in one sentence."""
    communes, counted = subject.territory.communes.names, subject.outcome.baseline.spaces
    failing = [communes[a.commune_index] for a in space_accounts(subject.outcome) if a.verdict == "does_not_hold"]
    losing = [
        _(benefit.criterion.label)
        for benefit in list_first(subject)
        if benefit.criterion.kind != "money" and benefit.sign * benefit.change.value < 0
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
