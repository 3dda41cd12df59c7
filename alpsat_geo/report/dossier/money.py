"""What the scenario costs, to whom, and whether the spaces that it opens pay their way."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.accounts import (
    SpaceAccount,
    net_petr_cost,
    net_public_cost,
    public_eur_per_net_new_user,
    space_accounts,
    total_capex,
    total_opex,
)
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.report.accounts import PER_USER, list_accounts
from alpsat_geo.report.dossier.blocks import Block, Paragraph, Row, Section, Subtitle, Table
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.wording import KIND_LABELS, VERDICT_LABELS, write_interval, write_with_unit
from alpsat_geo.report.figures import format_share
from alpsat_geo.report.financing import write_plan
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.uncounted import tell_uncounted

REFERENCE_KEY = "space_break_even_reference_users"
MOSTLY_SHARE = 1 / 2


def write_costs(subject: Subject) -> Section:
    """Say what it costs: to all public funders, then to the PETR and its EPCI alone."""
    outcome = subject.outcome
    rows: list[Row] = [
        (
            _(account.label),
            write_with_unit(summarise_draws(account.measure(outcome)), account.unit),
        )
        for account in list_accounts(outcome)
        if account is not PER_USER
    ]
    per_user = public_eur_per_net_new_user(outcome)
    users = summarise_draws(outcome.net_new_users)
    blocks: list[Block] = [
        Table(
            _(
                "Valeur du milieu (fourchette de neuf simulations sur dix) ; chaque ligne a la sienne : elles ne"
                " s'additionnent pas exactement."
            ),
            (_("Compte"), _("Montant")),
            tuple(rows),
            (0,),
            (3.0, 3.0),
        ),
        Paragraph(
            _(
                "Coût net : part annuelle des investissements, plus le fonctionnement, moins les recettes. Pour"
                " l'ensemble des financeurs, une subvention est un coût ; pour les collectivités du territoire,"
                " elle est déduite."
            ),
            "note",
        ),
    ]
    short = tell_uncounted(outcome.levers.cost_lines)
    if short:
        blocks.append(Paragraph(short))
    if users.low > 0 and not np.isnan(per_user).any():
        sentence = _("Argent public par usager gagné et par an : {euros}, pour {users} usagers de plus en tout.")
        blocks.append(
            Paragraph(
                sentence.format(euros=write_with_unit(summarise_draws(per_user), "€"), users=write_interval(users))
            )
        )
    if subject.choices:
        plan = write_plan(outcome, subject.territory, subject.bearer)
        blocks += [Subtitle(_("Plan de financement sur cinq ans")), *plan]
    return Section("costs", _("Combien cela coûte, et à qui"), tuple(blocks))


def write_balances(subject: Subject) -> Section:
    """Say whether each space pays its way, beside the warning case."""
    accounts = space_accounts(subject.outcome)
    blocks: list[Block] = []
    if accounts:
        names = subject.territory.communes.names
        rows = tuple(_balance_row(account, names[account.commune_index]) for account in accounts)
        headings = (
            _("Espace"),
            _("Verdict"),
            _("Chances de couvrir ses frais"),
            _("Usagers attendus"),
            _("Usagers nécessaires pour couvrir les frais"),
            _("Capacité"),
            _("Coût par an (€)"),
            _("Recettes par an (€)"),
        )
        caption = _(
            "Un espace couvre ses frais quand ses recettes atteignent son coût dans au moins deux"
            " simulations sur trois. Ce coût est celui du gestionnaire : la part annuelle de"
            " l'investissement, subvention déduite, et le fonctionnement."
        )
        blocks.append(Table(caption, headings, rows, (0, 1), (1.5, 1.2, 1.1, 1.1, 1.1, 1.0, 1.5, 1.5), is_small=True))
        full = [names[a.commune_index] for a in accounts if a.cannot_balance_share >= MOSTLY_SHARE]
        if full:
            sentence = choose_plural(
                "Ne peut pas couvrir ses frais, même plein : {names}.",
                "Ne peuvent pas couvrir leurs frais, même pleins : {names}.",
                len(full),
            )
            blocks.append(Paragraph(sentence.format(names=", ".join(full))))
        blocks.append(Paragraph(tell_warning_case(subject)))
    else:
        blocks.append(Paragraph(_("Ce scénario n'ouvre aucun espace : l'équilibre d'un espace est sans objet.")))
    return Section("balances", _("Les nouveaux espaces couvrent-ils leurs frais ?"), tuple(blocks))


def tell_warning_case(subject: Subject) -> str:
    """Tell the case that warns: a space that only just balanced, and closed."""
    return _("Cas d'alerte. {story}.").format(story=_(subject.table[REFERENCE_KEY].source))


def summarise_costs(subject: Subject) -> tuple[Interval, Interval, Interval, Interval]:
    """Return the investment, running cost, net cost to all and net cost to the PETR."""
    outcome = subject.outcome
    return (
        summarise_draws(total_capex(outcome)),
        summarise_draws(total_opex(outcome)),
        summarise_draws(net_public_cost(outcome)),
        summarise_draws(net_petr_cost(outcome)),
    )


def _balance_row(account: SpaceAccount, name: str) -> Row:
    served, needed, capacity, cost, revenue = (
        write_interval(summarise_draws(draws))
        for draws in (
            account.served_users,
            account.break_even_users,
            account.capacity_users,
            account.annual_cost_eur,
            account.revenue_eur_per_year,
        )
    )
    kind = _("espace {kind}").format(kind=_(KIND_LABELS[account.kind]))
    grant = summarise_draws(account.grant_eur)
    granted = (
        _("subvention : {amount}").format(amount=write_with_unit(grant, "€"))
        if grant.high > 0
        else _("sans subvention")
    )
    verdict = _(VERDICT_LABELS[account.verdict])
    return (
        (name, kind),
        verdict,
        format_share(account.break_even_probability),
        served,
        needed,
        capacity,
        (cost, granted),
        revenue,
    )
