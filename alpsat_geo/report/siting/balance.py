"""Whether each space of a plan pays its way, beside the warning case of Lamure-sur-Azergues."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alpsat_geo.compute.accounts import SpaceAccount
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.project import Project
from alpsat_geo.report.dossier.wording import SHARE_UNIT, VERDICT_LABELS, write_interval, write_with_unit
from alpsat_geo.report.figures import format_share
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, write_bar, write_facts, write_tag
from alpsat_geo.report.siting.question import KIND_LABELS

_REFERENCE = "space_break_even_reference_users"
_MOSTLY_SHARE = 1 / 2


def write_balances(project: Project, accounts: Sequence[SpaceAccount]) -> Markup:
    """Return one card a space, all on one scale of users, and the warning case.

    Parameters
    ----------
    project : Project
    accounts : sequence of SpaceAccount
        Of the spaces that the plan opens.
    """
    reference = project.table[_REFERENCE]
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
    kind = _(KIND_LABELS["frugal" if account.kind == "frugal" else "standard"])
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
    if account.cannot_balance_share >= _MOSTLY_SHARE:
        parts.append(write_tag("p", _("Ne peut pas couvrir ses frais, même plein."), "ag-full"))
    return write_tag("section", [*parts, *bars, facts], f"ag-balance ag-balance-{account.verdict}")


def _write_reference(project: Project, scale_users: float) -> Markup:
    row = project.table[_REFERENCE]
    name, story = re.split(r"\s*:\s*", _(row.source), maxsplit=1)
    low, high = (row.value if end is None else end for end in (row.low, row.high))
    bar = _write_users(_("Usagers nécessaires pour couvrir les frais"), Interval(low, row.value, high), scale_users)
    parts = (
        write_tag("h3", name),
        write_tag("p", write_tag("strong", _("cas d'alerte"))),
        bar,
        write_tag("p", story[:1].upper() + story[1:] + "."),
    )
    return write_tag("section", parts, "ag-balance ag-balance-case")


def _write_users(label: str, users: Interval, scale_users: float) -> Markup:
    interval = None if users.low == users.high else (users.low / scale_users, users.high / scale_users)
    return write_bar(label, write_interval(users), users.value / scale_users, interval=interval)
