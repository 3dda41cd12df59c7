"""Inscribing what a scenario promises, as the model gives it on that day."""

from __future__ import annotations

from datetime import date

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.pages.follow_up.archive import (
    describe_basis,
    find_record,
    keep_promises,
    make_promises,
    read_today,
    say,
)
from alpsat_geo.app.parts.refusal import tell_refusal
from alpsat_geo.app.parts.rights import offer
from alpsat_geo.app.parts.scenarios.book import join_own, read_book
from alpsat_geo.app.parts.scenarios.offered import show_left_out
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.figures import format_number, format_vintage
from alpsat_geo.report.follow_up.pledge import name_indicator, write_promise
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.markup import Markup, write_table, write_tag
from alpsat_geo.store.indicator import Promise

YEARS_AT_MOST = 5
_SCENARIO, _YEARS = "promesse_scenario", "promesse_ans"


def show_promise_form(project: Project, current: AppState) -> None:
    """Offer to inscribe a promise: a scenario, a term, and the values that would be inscribed."""
    joined = join_own(project)
    show_left_out(joined)
    scenarios = {scenario.key: scenario for scenario in joined.scenarios if scenario.actions}
    names = name_scenarios(joined)
    which, when, act = st.columns([5, 3, 3], gap="medium", vertical_alignment="bottom")
    with which:
        # An own scenario may have been taken away, or one of its actions be no longer complete.
        state.hold_choice(_SCENARIO, _propose(current, tuple(scenarios)), scenarios)
        key = st.selectbox(
            _("Scénario choisi"),
            list(scenarios),
            format_func=names.__getitem__,
            key=_SCENARIO,
            filter_mode=None,
        )
    years = when.selectbox(
        _("Échéance"),
        list(range(1, YEARS_AT_MOST + 1)),
        index=YEARS_AT_MOST - 1,
        format_func=lambda count: choose_plural("dans {count} an", "dans {count} ans", count).format(
            count=format_number(count)
        ),
        key=_YEARS,
        filter_mode=None,
    )
    scenario = scenarios[key or next(iter(scenarios))]
    due_on = add_years(read_today(), years or YEARS_AT_MOST)
    promises = make_promises(joined, current, scenario, due_on)
    with act:
        if offer("FollowUpStore.promise"):
            st.button(
                _("Enregistrer cette prévision"),
                key="inscrire_promesse",
                type="primary",
                on_click=_inscribe,
                args=(project, scenario, promises),
                width="stretch",
            )
    if scenario not in project.scenarios and find_record(scenario) is None:
        advice = _(
            "Ce scénario n'est pas enregistré : la prévision gardera son nom et ses valeurs, pas ses actions."
            " Enregistrez-le d'abord sur la page Actions pour les retrouver."
        )
        st.html(write_tag("p", advice, "ag-note"))
    basis = promises[0].basis if promises else describe_basis(project, current)
    st.html(write_promises(promises, basis, due_on))


def _propose(current: AppState, keys: tuple[str, ...]) -> str:
    """Propose the scenario of the dossier, else one of those compared, the person's own first."""
    own = tuple(entry.scenario.key for entry in read_book().entries)
    compared = sorted(current.scenarios, key=lambda key: key not in own)
    return next((key for key in (current.dossier, *compared) if key in keys), keys[0])


def write_promises(promises: tuple[Promise, ...], basis: str, due_on: date) -> Markup:
    """Return the values that would be inscribed, and what they are computed with."""
    rows = [(name_indicator(promise.indicator_key), write_promise(promise)) for promise in promises]
    caption = _("Ce qui serait inscrit, pour le {day}").format(day=format_vintage(due_on.isoformat()))
    headings = [_("Indicateur"), _("Prévu : valeur du milieu (fourchette)")]
    verdict = promises[0].verdict if promises else ""
    return write_promised_verdict(verdict) + write_table(caption, headings, rows) + write_basis(basis)


def write_promised_verdict(verdict: str) -> Markup:
    """Return the verdict of the day of a promise, its first line first; empty for a promise that does not say it."""
    if not verdict:
        return Markup()
    first, *others = verdict.split("\n")
    lines = [write_tag("strong", first), *(write_tag("span", line) for line in others)]
    return write_tag("div", lines, "ag-verdict ag-promised")


def write_basis(basis: str) -> Markup:
    """Return what a promise is computed with, behind a touch; empty for a promise that does not say it."""
    if not basis:
        return Markup()
    title = write_tag("summary", _("Avec quoi ces valeurs sont-elles calculées ?"))
    return write_tag("details", (title, write_tag("p", basis, "ag-note")), "ag-basis")


def add_years(day: date, count: int) -> date:
    """Return the same day some years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + count)
    except ValueError:
        return day.replace(year=day.year + count, day=28)


@tell_refusal(say)
def _inscribe(project: Project, scenario: Scenario, promises: tuple[Promise, ...]) -> None:
    kept = keep_promises(project, scenario, promises)
    state.change_state(promise=kept, indicator="")
    state.forget_widget("choix_promesse")
    state.forget_widget("choix_indicateur")
    say(_("La prévision pour « {name} » est enregistrée : elle ne changera plus.").format(name=_(scenario.name)))
