"""Whether the spaces of a plan pay their way: in a sentence, and in a card each, beside the warning case of Lamure."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from alpsat_geo.compute.accounts import SpaceAccount
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.project import Project
from alpsat_geo.report.dossier.money import MOSTLY_SHARE, REFERENCE_KEY
from alpsat_geo.report.dossier.wording import (
    KIND_LABELS,
    SHARE_UNIT,
    VERDICT_LABELS,
    write_interval,
    write_middle,
    write_with_unit,
)
from alpsat_geo.report.figures import format_share
from alpsat_geo.report.language import _, begin_upper, choose_plural
from alpsat_geo.report.markup import Markup, write_bar, write_facts, write_tag


def tell_users(outcome: Outcome, accounts: Sequence[SpaceAccount]) -> str:
    """Say how many users the spaces welcome, and how many they need: the question is whether to open at all."""
    served = summarise_draws(np.sum([account.served_users for account in accounts], axis=0))
    needed = summarise_draws(np.sum([account.break_even_users for account in accounts], axis=0))
    return choose_plural(
        "Usagers accueillis : {served}, dont nouveaux : {new}. Usagers nécessaires pour couvrir ses frais : {needed}.",
        "Usagers accueillis, ensemble : {served}, dont nouveaux : {new}. Usagers nécessaires pour couvrir leurs frais :"
        " {needed}.",
        len(accounts),
    ).format(
        served=write_interval(served),
        new=write_middle(summarise_draws(outcome.net_new_users)),
        needed=write_interval(needed),
    )


def judge_spaces(accounts: Sequence[SpaceAccount]) -> str:
    """Say whether new spaces pay their way, without a full stop."""
    total = len(accounts)
    holding = sum(account.verdict == "holds" for account in accounts)
    uncertain = sum(account.verdict == "uncertain" for account in accounts)
    if holding == total:
        return choose_plural("Cet espace couvre ses frais", "Ces espaces couvrent leurs frais", total)
    if holding:
        sentence = choose_plural(
            "Un seul espace couvre ses frais, sur {total}", "{count} espaces couvrent leurs frais, sur {total}", holding
        )
        return sentence.format(count=holding, total=total)
    if not uncertain:
        return choose_plural("Cet espace ne couvre pas ses frais", "Aucun de ces espaces ne couvre ses frais", total)
    if total == 1:
        sentence = _("Cet espace couvre ses frais dans {share} des simulations : c'est incertain")
        return sentence.format(share=format_share(accounts[0].break_even_probability))
    sentence = choose_plural(
        "Aucun espace n'est sûr de couvrir ses frais, un est incertain",
        "Aucun espace n'est sûr de couvrir ses frais, {count} sont incertains",
        uncertain,
    )
    return sentence.format(count=uncertain)


def write_balances(project: Project, accounts: Sequence[SpaceAccount]) -> Markup:
    """Return one card a space, all on one scale of users, and the warning case.

    Parameters
    ----------
    project : Project
    accounts : sequence of SpaceAccount
        Of the spaces that the plan opens.
    """
    reference = project.table[REFERENCE_KEY]
    ranges = [summarise_draws(draws) for a in accounts for draws in (a.served_users, a.break_even_users)]
    scale_users = max([reference.high or reference.value, *(found.high for found in ranges)])
    cards = [_write_card(project, account, scale_users) for account in accounts]
    return write_tag("div", [*cards, _write_reference(project, scale_users)], "ag-balances")


def _write_card(project: Project, account: SpaceAccount, scale_users: float) -> Markup:
    served, needed, capacity = (
        summarise_draws(draws) for draws in (account.served_users, account.break_even_users, account.capacity_users)
    )
    grant, cost, revenue, recovery = (
        summarise_draws(draws)
        for draws in (
            account.grant_eur,
            account.annual_cost_eur,
            account.revenue_eur_per_year,
            account.cost_recovery_share,
        )
    )
    name = project.territory.communes.names[account.commune_index]
    kind = _(KIND_LABELS[account.kind])
    bars = (
        _write_users(label, users, scale_users)
        for label, users in (
            (_("Usagers attendus"), served),
            (_("Usagers nécessaires pour couvrir les frais"), needed),
            (_("Capacité"), capacity),
        )
    )
    facts = write_facts(
        [
            (_("Chances de couvrir ses frais"), format_share(account.break_even_probability)),
            (_("Recettes / coût"), write_interval(recovery, SHARE_UNIT)),
            (_("Subvention d'investissement"), write_with_unit(grant, "€") if grant.high > 0 else _("aucune")),
            (_("Coût par an, subvention déduite"), write_with_unit(cost, "€")),
            (_("Recettes par an"), write_with_unit(revenue, "€")),
        ]
    )
    verdict = write_tag("strong", _(VERDICT_LABELS[account.verdict]))
    parts = [
        write_tag("h3", name),
        write_tag("p", (verdict, " · ", write_tag("span", _("espace {kind}").format(kind=kind)))),
    ]
    if account.cannot_balance_share >= MOSTLY_SHARE:
        parts.append(write_tag("p", _("Ne peut pas couvrir ses frais, même plein."), "ag-full"))
    return write_tag("section", [*parts, *bars, facts], f"ag-balance ag-balance-{account.verdict}")


def _write_reference(project: Project, scale_users: float) -> Markup:
    row = project.table[REFERENCE_KEY]
    name, story = re.split(r"\s*:\s*", _(row.source), maxsplit=1)
    low, high = (row.value if end is None else end for end in (row.low, row.high))
    bar = _write_users(_("Usagers nécessaires pour couvrir les frais"), Interval(low, row.value, high), scale_users)
    parts = (
        write_tag("h3", name),
        write_tag("p", write_tag("strong", _("cas d'alerte"))),
        bar,
        write_tag("p", begin_upper(story) + "."),
    )
    return write_tag("section", parts, "ag-balance ag-balance-case")


def _write_users(label: str, users: Interval, scale_users: float) -> Markup:
    interval = None if users.low == users.high else (users.low / scale_users, users.high / scale_users)
    return write_bar(label, write_interval(users), users.value / scale_users, interval=interval)
