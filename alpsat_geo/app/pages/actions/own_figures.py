"""The part of an action's form where an officer states a quote, costs, receipts, a date and who pays."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.parts.folded import show_folded
from alpsat_geo.app.parts.scenarios import book as scenario_book
from alpsat_geo.app.parts.slot import keep_slot
from alpsat_geo.domain.own_figures import (
    EUR_AT_MOST,
    FUNDER_NAME_LENGTH,
    FUNDERS,
    NOTHING_STATED,
    Funder,
    OwnFigures,
    Paid,
    round_to_hundredth,
)
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.text import N_, clean_line
from alpsat_geo.report.figures import format_estimate
from alpsat_geo.report.language import _, quote
from alpsat_geo.report.markup import put_in_notice, write_list, write_tag
from alpsat_geo.report.own_figures import (
    AMOUNT_LABELS,
    Estimate,
    add_funder,
    check_amount,
    estimate_figures,
    read_start,
    replace_funder,
    set_amount,
    tell_comparisons,
    tell_scope,
    warn_of_subsidies,
)
from alpsat_geo.report.questions import Situation

_PAID_LABELS: dict[Paid, str] = {"investment": N_("l'investissement"), "running": N_("le fonctionnement")}
_FAULT = "chiffres_refus"
_AMOUNTS_PER_ROW = 2
_EURO_STEP, _PERCENT_STEP, _ALL_PERCENT = 100.0, 5.0, 100.0


def show_own_figures(situation: Situation, scenario: Scenario, position: int) -> None:
    """Offer to state the figures of one action; each change is kept at once.

    Parameters
    ----------
    situation : Situation
        Of the sound actions.
    scenario : Scenario
    position : int
        Of the action, from 0.
    """
    label, key = _("Vos chiffres"), f"chiffres_{scenario.key}_{position}"
    show_folded(label, key, lambda: _show_figures(situation, scenario, position))


def _show_figures(situation: Situation, scenario: Scenario, position: int) -> None:
    choice = scenario.actions[position]
    stem = f"chiffre_{scenario.key}_{position}"
    estimate = estimate_figures(situation, scenario, position)
    st.html(write_tag("p", tell_scope(choice), "ag-note"))
    names = list(AMOUNT_LABELS)
    for first in range(0, len(names), _AMOUNTS_PER_ROW):
        pair = names[first : first + _AMOUNTS_PER_ROW]
        for column, name in zip(st.columns(_AMOUNTS_PER_ROW, gap="small"), pair, strict=True):
            with column:
                _show_amount(choice.figures, name, estimate, f"{stem}_{name}", position)
    _show_start(choice.figures, f"{stem}_start", position)
    slot, told = keep_slot(), tell_comparisons(choice, estimate)
    if told:
        slot.html(write_list(told))
    for rank, funder in enumerate(choice.figures.funders):
        _show_funder(funder, f"{stem}_financeur_{rank}", position, rank)
    slot, warning = keep_slot(), warn_of_subsidies(choice.figures, estimate)
    if warning:
        slot.html(put_in_notice("status", warning))
    with st.container(horizontal=True, gap="small"):
        st.button(_("Ajouter un financeur"), key=f"{stem}_ajouter", on_click=_add_funder, args=(position,))
        if not choice.figures.is_empty:
            st.button(_("Revenir aux estimations"), key=f"{stem}_oublier", on_click=_forget, args=(position,))


def _show_amount(figures: OwnFigures, name: str, estimate: Estimate, stem: str, position: int) -> None:
    expected = estimate.find(name) if name != "rent_eur_per_year" else None
    _show_number(
        _(AMOUNT_LABELS[name]),
        getattr(figures, name),
        stem,
        position,
        lambda stated, value: set_amount(stated, name, value),
        placeholder="" if expected is None else _("estimé : {value}").format(value=format_estimate(expected.value)),
    )


def _show_number(
    label: str,
    value: float | None,
    stem: str,
    position: int,
    put: Callable[[OwnFigures, float | None], OwnFigures],
    *,
    placeholder: str = "",
    maximum: float = EUR_AT_MOST,
) -> None:
    key = scenario_book.stamp(stem)
    state.bind_widget(key, value)
    st.number_input(
        label,
        key=key,
        value=None,
        step=_PERCENT_STEP if maximum == _ALL_PERCENT else _EURO_STEP,
        format="%.0f" if value is None or float(value).is_integer() else "%.2f",
        placeholder=placeholder,
        on_change=_take_number,
        args=(key, position, put, label, maximum),
    )
    _show_fault(stem)


def _show_start(figures: OwnFigures, stem: str, position: int) -> None:
    key = scenario_book.stamp(stem)
    state.bind_widget(key, f"{figures.start:%d/%m/%Y}" if figures.start else "")
    st.text_input(
        _("Début des dépenses (jour/mois/année)"),
        key=key,
        placeholder=_("01/03/2027"),
        help=_("Place les années du plan de financement. Le délai avant les premiers résultats reste estimé."),
        autocomplete="off",
        on_change=_take_start,
        args=(key, position),
    )
    _show_fault(stem)


def _show_funder(funder: Funder, stem: str, position: int, rank: int) -> None:
    with st.container(border=True, gap="xxsmall"):
        name, pays = st.columns(2, gap="small")
        with name:
            key = scenario_book.stamp(f"{stem}_nom")
            state.bind_widget(key, funder.name)
            st.selectbox(
                _("Financeur"),
                list(dict.fromkeys((funder.name, *FUNDERS))),
                format_func=_,
                key=key,
                accept_new_options=True,
                help=_("Choisissez, ou écrivez un autre nom."),
                on_change=_take_name,
                args=(key, position, rank),
            )
        with pays:
            key = scenario_book.stamp(f"{stem}_paie")
            state.bind_widget(key, funder.pays)
            st.selectbox(
                _("Aide à payer"),
                list(_PAID_LABELS),
                format_func=lambda paid: _(_PAID_LABELS[paid]),
                key=key,
                filter_mode=None,
                on_change=_take_paid,
                args=(key, position, rank),
            )
        share, ceiling = st.columns(2, gap="small")
        with share:
            _show_number(
                _("Part (%)"),
                funder.share_percent,
                f"{stem}_part",
                position,
                lambda stated, value: _change_funder(stated, rank, share_percent=value),
                placeholder=_("montant fixe"),
                maximum=_ALL_PERCENT,
            )
        with ceiling:
            _show_number(
                _("Plafond ou montant (€)") if funder.pays == "investment" else _("Plafond ou montant (€/an)"),
                funder.ceiling_eur,
                f"{stem}_plafond",
                position,
                lambda stated, value: _change_funder(stated, rank, ceiling_eur=value),
                placeholder=_("sans plafond"),
            )
        st.button(
            _("Retirer ce financeur"),
            key=f"{stem}_retirer",
            type="tertiary",
            help=f"{_('Retirer ce financeur')} {quote(_(funder.name))}",
            on_click=_remove_funder,
            args=(position, rank),
        )


def _change_funder(figures: OwnFigures, rank: int, **changes: object) -> OwnFigures:
    return replace_funder(figures, rank, dataclasses.replace(figures.funders[rank], **changes))  # type: ignore[arg-type]


def _change(position: int, put: Callable[[OwnFigures], OwnFigures], *, is_redrawn: bool = False) -> None:
    scenario_book.change_action(
        position, lambda choice: dataclasses.replace(choice, figures=put(choice.figures)), is_redrawn=is_redrawn
    )


def _take_number(
    key: str, position: int, put: Callable[[OwnFigures, float | None], OwnFigures], label: str, maximum: float
) -> None:
    if not scenario_book.is_current(key):
        return
    given = state.read_widget(key)
    fault = check_amount(label, given, maximum)
    if fault:
        _refuse(key, fault)
        return
    value = None if given is None else round_to_hundredth(float(given))
    _change(position, lambda figures: put(figures, value))


def _take_start(key: str, position: int) -> None:
    if not scenario_book.is_current(key):
        return
    day, fault = read_start(str(state.read_widget(key) or ""))
    if fault:
        _refuse(key, fault)
        return
    _change(position, lambda figures: dataclasses.replace(figures, start=day))


def _refuse(key: str, sentence: str) -> None:
    """Give a field what it held before, and say beside it what was wrong, once.

    No other field is drawn anew: one types in the next already.
    """
    state.keep(_FAULT, (key.rpartition("_")[0], sentence))
    state.forget_widget(key)


def _show_fault(stem: str) -> None:
    told = keep_slot()
    refused, sentence = state.recall(_FAULT) or ("", "")
    if refused == stem:
        state.keep(_FAULT, None)
        told.html(write_tag("p", write_tag("span", sentence), "ag-fault", role="alert"))


def _take_name(key: str, position: int, rank: int) -> None:
    if scenario_book.is_current(key):
        name = clean_line(str(state.read_widget(key) or ""))[:FUNDER_NAME_LENGTH].strip()
        if name:
            _change(position, lambda figures: _change_funder(figures, rank, name=name))
        else:
            state.forget_widget(key)


def _take_paid(key: str, position: int, rank: int) -> None:
    if scenario_book.is_current(key):
        _change(position, lambda figures: _change_funder(figures, rank, pays=state.read_widget(key)))


def _add_funder(position: int) -> None:
    _change(position, add_funder, is_redrawn=True)


def _remove_funder(position: int, rank: int) -> None:
    _change(position, lambda figures: replace_funder(figures, rank, None), is_redrawn=True)


def _forget(position: int) -> None:
    _change(position, lambda _figures: NOTHING_STATED, is_redrawn=True)
