"""The page of follow-up: what was promised, what is observed, and a real count that may move demand."""

from __future__ import annotations

from functools import partial

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.mode import is_hosted
from alpsat_geo.app.core.page_table import COMPARISON
from alpsat_geo.app.core.publication import STATIC_FOLDER
from alpsat_geo.app.pages.follow_up.archive import (
    forget_outage,
    read_pledges,
    read_today,
    say,
    take_message,
    withdraw_pledge,
)
from alpsat_geo.app.pages.follow_up.entry import show_entry, show_erasing
from alpsat_geo.app.pages.follow_up.promise_form import show_promise_form, write_basis, write_promised_verdict
from alpsat_geo.app.pages.follow_up.recalibration import show_recalibration
from alpsat_geo.app.parts.chart_files import offer_chart
from alpsat_geo.app.parts.folded import folded
from alpsat_geo.app.parts.looks import find_palette
from alpsat_geo.app.parts.my_commune import show_scenario_for_commune, show_today_for_commune
from alpsat_geo.app.parts.refusal import tell_refusal
from alpsat_geo.app.parts.rights import show_right
from alpsat_geo.app.parts.scenarios.book import join_own
from alpsat_geo.app.parts.slot import keep_slot
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.blanks import write_blanks
from alpsat_geo.report.figures import format_vintage
from alpsat_geo.report.follow_up.pledge import (
    POSITION_LABELS,
    Followed,
    Pledge,
    name_indicator,
    write_observed_cost,
    write_promise,
    write_trend,
    write_value,
)
from alpsat_geo.report.labels import tell_apart
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, frame_verdict, put_in_card, put_in_notice, write_table, write_tag
from alpsat_geo.report.plots.followed import describe_followed, plot_followed
from alpsat_geo.report.questions import Situation
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.store.errors import StoreError

_PLEDGE, _INDICATOR = "choix_promesse", "choix_indicateur"


def show_follow_up(project: Project) -> None:
    """Show the page; a count may be set beside the model even when the database does not answer."""
    st.html(STATIC_FOLDER / "follow_up.css")
    told, message = keep_slot(), take_message()
    if message:
        told.html(put_in_notice("status", message))
    try:
        pledges = read_pledges(project)
    except StoreError as error:
        _show_outage(error)
    else:
        if pledges:
            _show_pledges(project, pledges)
        else:
            _show_beginning(project)
    if project.blanks:
        st.html(write_blanks(project))
        return
    with st.container(border=True, key="recalage"):
        show_recalibration(project)


def _show_outage(error: StoreError) -> None:
    st.html(put_in_notice("alert", tell_error(error)))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(_("Réessayer"), key="reessayer", on_click=forget_outage)
        st.page_link(COMPARISON.script, label=_("Comparer les scénarios, sans la base"), icon=":material/balance:")


def _show_beginning(project: Project) -> None:
    title = _("Aucune prévision enregistrée")
    lead = _(
        "Une fois un scénario choisi, enregistrez ce qu'il prévoit : chaque indicateur garde sa fourchette et sa"
        " date, et les valeurs observées viendront à côté."
    )
    st.html(frame_verdict(title, lead))
    show_today_for_commune(project)
    if not project.blanks:
        show_promise_form(project, state.read_state())


def _show_pledges(project: Project, pledges: tuple[Pledge, ...]) -> None:
    pledge, followed = _choose(pledges)
    left, right = st.columns(2, gap="large")
    with left:
        _show_choice_of_pledge(pledges)
        st.html(write_standing(pledge))
        _show_commune(project, pledge)
        # While data are awaited nothing more is promised: the foot of the page says why.
        if not project.blanks:
            _show_other_promise(project)
        if pledge.is_own and not any(followed.observed for followed in pledge.indicators):
            _show_withdrawal(pledge)
    with right:
        _show_choice_of_indicator(pledge)
        st.html(write_detail(followed))
        chart = plot_followed(followed, read_today(), find_palette())
        st.vega_lite_chart(spec=chart, width="stretch", theme=None)
        offer_chart("suivi", "suivi", partial(describe_followed, followed, read_today()))
        _show_observations(followed, is_own=pledge.is_own)
        if pledge.is_own:
            show_entry(pledge, followed)
        elif is_hosted():
            show_right("FollowUpStore.observe_all")
        else:
            note = _(
                "Cette prévision a été enregistrée depuis un autre appareil : elle se lit ici, et ne se change que de"
                " là-bas."
            )
            st.html(write_tag("p", note, "ag-note"))


def _show_commune(project: Project, pledge: Pledge) -> None:
    """Say what the scenario that was promised changes for the chosen commune, as long as it is known here."""
    joined, current = join_own(project), state.read_state()
    scenario = next((known for known in joined.scenarios if known.key == pledge.first.scenario_key), None)
    if scenario is not None and not project.blanks:
        situation = Situation(joined, (scenario,), current.settings)
        show_scenario_for_commune(situation, pledge.first.scenario_name, current.cost_bearer)


def _choose(pledges: tuple[Pledge, ...]) -> tuple[Pledge, Followed]:
    """Read which pledge and which indicator the widgets hold, before they are drawn."""
    current = state.read_state()
    ids = [pledge.id for pledge in pledges]
    # A pledge may have been withdrawn, here or elsewhere.
    chosen = state.hold_choice(_PLEDGE, current.promise if current.promise in ids else ids[0], ids)
    pledge = pledges[ids.index(chosen)]
    keys = [followed.key for followed in pledge.indicators]
    indicator = state.hold_choice(_INDICATOR, current.indicator if current.indicator in keys else keys[0], keys)
    state.change_state(promise=chosen, indicator=indicator)
    return pledge, pledge.find(indicator)


def _show_choice_of_pledge(pledges: tuple[Pledge, ...]) -> None:
    names = tell_apart({pledge.id: pledge.name() for pledge in pledges})
    st.selectbox(_("Prévision suivie"), list(names), format_func=names.__getitem__, key=_PLEDGE, filter_mode=None)


def _show_choice_of_indicator(pledge: Pledge) -> None:
    labels = {followed.key: followed.label for followed in pledge.indicators}
    st.selectbox(_("Indicateur montré"), list(labels), format_func=labels.__getitem__, key=_INDICATOR, filter_mode=None)


def write_standing(pledge: Pledge) -> Markup:
    """Return every indicator of a pledge, then what one more costs: promised, observed, where it stands and goes."""
    rows = []
    for followed in pledge.indicators:
        observed: str | tuple[str, str] = _("aucune valeur")
        if followed.observed:
            last = followed.observed[-1].observation
            observed = (write_value(followed, last.value), format_vintage(last.observed_on.isoformat()))
        rows.append(
            (
                followed.label,
                write_promise(followed.promised.promise),
                observed,
                (_(POSITION_LABELS[followed.position]), write_trend(followed) if followed.observed else ""),
            )
        )
    rows += [
        (
            name_indicator(cost.promise.indicator_key),
            write_promise(cost.promise),
            write_observed_cost(cost),
            (_(POSITION_LABELS[cost.position]), ""),
        )
        for cost in pledge.costs
    ]
    promise = pledge.first.promise
    due = format_vintage(promise.due_on.isoformat()) if promise.due_on else _("sans échéance")
    caption = _("{name}, échéance : {due}").format(name=pledge.name(), due=due)
    headings = [
        _("Indicateur"),
        _("Prévu : valeur du milieu (fourchette)"),
        _("Dernière observation"),
        _("Par rapport à la prévision"),
    ]
    table = write_table(caption, headings, rows)
    parts = write_promised_verdict(promise.verdict), table, write_basis(promise.basis)
    return write_tag("div", parts, "ag-standing")


def write_detail(followed: Followed) -> Markup:
    """Return where one indicator stands, in one sentence."""
    position = followed.position
    promised = write_promise(followed.promised.promise)
    if not followed.observed:
        sentence = _("Prévu : {promised}. Aucune valeur observée.").format(promised=promised)
    else:
        last = followed.observed[-1].observation
        sentence = _("Prévu : {promised}. Observé le {day} : {value}, {position} ; {trend}.").format(
            promised=promised,
            day=format_vintage(last.observed_on.isoformat()),
            value=write_value(followed, last.value),
            position=_(POSITION_LABELS[position]),
            trend=write_trend(followed),
        )
    legend = _("Bande : la fourchette prévue ; tirets : la valeur du milieu prévue ; points : les valeurs observées.")
    return put_in_card(
        write_tag("h2", followed.label),
        write_tag("p", sentence, "ag-sites"),
        write_tag("p", legend, "ag-note"),
        css=f"ag-position-{position}",
    )


def _show_observations(followed: Followed, *, is_own: bool) -> None:
    if not followed.observed:
        return
    rows = [
        (
            format_vintage(value.observation.observed_on.isoformat()),
            write_value(followed, value.observation.value),
            value.observation.source,
        )
        for value in followed.observed
    ]
    caption = _("Valeurs observées : {indicator}").format(indicator=followed.label)
    st.html(write_table(caption, [_("Date"), _("Valeur"), _("Source")], rows))
    if is_own:
        show_erasing(followed)


@folded(N_("Enregistrer une autre prévision"), "volet_promesse")
def _show_other_promise(project: Project) -> None:
    show_promise_form(project, state.read_state())


@folded(N_("Retirer cette prévision"), "volet_retirer")
def _show_withdrawal(pledge: Pledge) -> None:
    note = _("Possible tant que rien n'a été observé : ensuite, ce qui a été prévu reste.")
    st.html(write_tag("p", note, "ag-note"))
    st.button(_("Retirer la prévision"), key="retirer_promesse", on_click=_withdraw, args=(pledge,))


@tell_refusal(say)
def _withdraw(pledge: Pledge) -> None:
    withdraw_pledge(pledge)
    say(_("La prévision est retirée."))
