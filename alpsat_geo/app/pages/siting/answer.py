"""The answer of the siting page in words: the best plan, what it brings, and how sure the choice is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from alpsat_geo.app.pages.siting.map import count_near_plans, say_listed_only
from alpsat_geo.app.parts.folded import show_folded
from alpsat_geo.compute.accounts import space_accounts, total_capex
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.siting.enumeration import count_subsets
from alpsat_geo.compute.siting.plan import SitePlan, SitingResult
from alpsat_geo.compute.siting.request import SitingRequest, price_site
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.dossier.wording import write_ends, write_middle
from alpsat_geo.report.dots import write_dots
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.language import _, begin_upper, choose_plural
from alpsat_geo.report.lexicon import mark_terms
from alpsat_geo.report.markup import (
    Markup,
    frame_verdict,
    join_parts,
    put_in_card,
    write_facts,
    write_figure,
    write_table,
    write_tag,
)
from alpsat_geo.report.siting.balance import judge_spaces, tell_users
from alpsat_geo.report.siting.question import AIMS, format_gain, format_value, name_sites, write_value

_FIRST_PLANS = 6
_LEAST_LOSS_SHARE = 0.001


def write_answer(project: Project, plan: SitePlan, outcome: Outcome) -> Markup:
    """Return what the best plan opens, whether it pays its way, and how many it would welcome.

    Parameters
    ----------
    project : Project
    plan : SitePlan
    outcome : Outcome
        Of the scenario that opens the plan.
    """
    count = len(plan.sites)
    sentence = choose_plural(
        "Le meilleur plan ouvre {count} espace : {names}.", "Le meilleur plan ouvre {count} espaces : {names}.", count
    )
    opened = sentence.format(count=format_number(count), names=name_sites(project, plan))
    accounts = space_accounts(outcome)
    drawn_users = np.sum([account.served_users for account in accounts], axis=0)
    headline = f"{opened} {judge_spaces(accounts)}."
    framed = frame_verdict(mark_terms(headline), mark_terms(tell_users(outcome, accounts)), role="status")
    return framed + write_dots(drawn_users)


def write_figures(project: Project, request: SitingRequest, result: SitingResult, outcome: Outcome) -> Markup:
    """Return the card of the best plan: what it brings and costs, and how sure its places are.

    Parameters
    ----------
    project : Project
    request : SitingRequest
    result : SitingResult
    outcome : Outcome
        Of the scenario that opens the best plan.
    """
    plan = result.optimal
    capex = summarise_draws(total_capex(outcome))
    figures = [
        (write_value(request, plan.value), _describe_value(project, request, plan)),
        (format_gain(request, plan.value, result.without_opening.value), _describe_before(request, result)),
        (write_middle(capex, "€"), " ".join((_("d'investissement"), write_ends(capex))).strip()),
    ]
    parts = (
        write_tag("div", (write_figure(figure, label) for figure, label in figures), "ag-figures"),
        _write_frequencies(project, result),
    )
    return write_tag("article", parts, "ag-card")


def write_method(project: Project, current: AppState, request: SitingRequest, result: SitingResult) -> Markup:
    """Return what the objective means, and how sure the best plan is to be the best."""
    sentences = (
        _(AIMS[current.siting_aim].sentence).format(minutes=current.catchment_min),
        _describe_method(project, request, result),
    )
    return join_parts(*(write_tag("p", sentence, "ag-note") for sentence in sentences))


def show_near_plans(project: Project, request: SitingRequest, result: SitingResult) -> None:
    """Show the first of the plans within 2 %, and offer the others."""
    title = count_near_plans(result)
    heading = write_tag("h2", begin_upper(title), "ag-section")
    st.html(put_in_card(heading))
    st.html(_write_plans(project, request, result.near_optimal[:_FIRST_PLANS], result.optimal, first=1))
    others = result.near_optimal[_FIRST_PLANS:]
    if not others:
        return
    label = choose_plural("Voir le plan suivant", "Voir les {count} plans suivants", len(others))
    show_folded(
        label.format(count=format_number(len(others))),
        "tableau_plans",
        lambda: st.html(_write_plans(project, request, others, result.optimal, first=_FIRST_PLANS + 1)),
    )


def _write_plans(
    project: Project, request: SitingRequest, plans: Sequence[SitePlan], best: SitePlan, *, first: int
) -> Markup:
    rows = [
        (
            format_number(rank),
            name_sites(project, plan),
            write_value(request, plan.value),
            _("le meilleur") if rank == 1 else _describe_loss(plan, best),
        )
        for rank, plan in enumerate(plans, start=first)
    ]
    unit = _("Usagers possibles") if request.objective == "coverage" else _("Trajet")
    headings = [_("Rang"), _("Communes"), unit, _("Différence avec le meilleur")]
    caption = _("Plans, du meilleur au moins bon") if first == 1 else _("Plans suivants, du meilleur au moins bon")
    return write_tag("div", write_table(caption, headings, rows), "ag-plans")


def _describe_loss(plan: SitePlan, best: SitePlan) -> str:
    loss = abs(plan.value - best.value) / best.value if best.value > 0 else 0.0
    if 0 < loss < _LEAST_LOSS_SHARE:
        return _("moins de {share}").format(share=format_share(_LEAST_LOSS_SHARE, 1))
    return format_share(loss, 1)


def _describe_value(project: Project, request: SitingRequest, plan: SitePlan) -> str:
    if request.objective == "coverage":
        total = float(project.central_funnel.demand_users.sum())
        sentence = _("usagers possibles qui viendraient, sur {total} avec les valeurs retenues")
        return sentence.format(total=format_number(total))
    label = _("de trajet moyen") if request.objective == "mean" else _("pour la commune la plus loin")
    if plan.unreachable_share > 0:
        missed = format_share(plan.unreachable_share, 1)
        label += _(" ; ") + _("{share} des usagers hors d'atteinte, non comptés").format(share=missed)
    return label


def _describe_before(request: SitingRequest, result: SitingResult) -> str:
    if not request.keeps_existing:
        return _("si aucun espace n'existait")
    before = format_value(request, result.without_opening.value)
    return _("par rapport aux espaces existants seuls ({before})").format(before=before)


def _write_frequencies(project: Project, result: SitingResult) -> Markup:
    names = project.territory.communes.names
    pairs = [
        (_("Toujours retenues"), ", ".join(names[i] for i in result.always) or _("aucune")),
        (_("Souvent"), ", ".join(names[i] for i in result.often) or _("aucune")),
        (_("Parfois, donc interchangeables"), _count_communes(len(result.sometimes))),
        (_("Jamais"), _count_communes(len(result.never))),
    ]
    title = count_near_plans(result)
    note = [] if result.is_complete else [write_tag("p", say_listed_only(result), "ag-note")]
    return join_parts(write_tag("h2", begin_upper(title), "ag-section"), *note, write_facts(pairs))


def _count_communes(count: int) -> str:
    if count == 0:
        return _("aucune")
    return choose_plural("{count} commune", "{count} communes", count).format(count=format_number(count))


def _describe_method(project: Project, request: SitingRequest, result: SitingResult) -> str:
    if result.method == "milp":
        return _(
            "Trop de plans pour les comparer tous : le meilleur est trouvé par programmation en nombres entiers"
            " (HiGHS), à {gap} au plus de l'optimum, écart prouvé ; les {count} premiers plans seuls sont listés."
        ).format(gap=format_share(result.gap, 1), count=format_number(result.near_count))
    least = len(project.baseline.epci_sirens) if request.one_per_epci else 1
    most = request.count or int((request.budget_eur or 0) / price_site(project.table, request.kind))
    sizes = range(request.count or least, most + 1)
    return _("Les {count} combinaisons de communes ont toutes été examinées : aucune ne fait mieux.").format(
        count=format_number(count_subsets(project.baseline.commune_count, sizes))
    )
