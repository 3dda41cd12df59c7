"""A real count of users beside the model: before and after are shown, and nothing moves unless a person asks."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.wiring import load_embedded, load_project, vary_project
from alpsat_geo.app.pages.follow_up.archive import read_today
from alpsat_geo.app.parts.assumptions_notice import name_slider, sort_assumptions
from alpsat_geo.compute.draws import DRAW_COUNT, SEED, sample_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.follow_up import DemandCalibration, calibrate_counts, measure_agreement
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import Assumptions
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import (
    COUNTED_SOURCE_LENGTH,
    COUNTED_USERS_MAX,
    COUNTS_AT_MOST,
    AppState,
)
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.figures import format_estimate, format_number, format_vintage, tell_range
from alpsat_geo.report.follow_up.counts import UserCount, choose_latest, read_counts, write_count
from alpsat_geo.report.follow_up.written import check_day
from alpsat_geo.report.language import _, choose_plural, join_names
from alpsat_geo.report.markup import Markup, put_in_card, put_in_notice, write_table, write_tag
from alpsat_geo.report.remarks import tell_error

FACTOR_KEY = "demand_calibration_factor"
_LEAST_FACTOR = 0.1
_SPACE, _USERS, _DAY, _SOURCE = "espace_compte", "usagers_comptes", "date_comptage", "source_comptage"
_FAULT = "comptage_faux"
_DISAGREEMENT = 0.05


@dataclass(frozen=True)
class Recount:
    """Counts set beside the model, before and after they would move demand.

    Attributes
    ----------
    space_names : tuple of str
    calibration : DemandCalibration
    modelled_users : tuple of float
        At each space.
    counts : tuple of UserCount
        The last of each space.
    before, after : tuple of Interval
        Demand of the territory, users who would come to these spaces, users whom all spaces serve.
    """

    space_names: tuple[str, ...]
    calibration: DemandCalibration
    modelled_users: tuple[float, ...]
    counts: tuple[UserCount, ...]
    before: tuple[Interval, ...]
    after: tuple[Interval, ...]


def show_recalibration(project: Project) -> None:
    """Offer to set a real count beside the model, then to move demand by it, then to take that back."""
    spaces = {space.key: space.name for space in project.baseline.possible_spaces}
    current = _read_count(spaces)
    title = _("Corriger la demande par un comptage réel")
    lead = _(
        "Une estimation vaut moins qu'un comptage : dites combien de personnes viennent régulièrement dans un espace."
        " Rien ne change tant que vous ne le demandez pas."
    )
    st.html(put_in_card(write_tag("h2", title), write_tag("p", lead)))
    which, how_many = st.columns(2, gap="medium")
    which.selectbox(_("Espace compté"), list(spaces), format_func=spaces.__getitem__, key=_SPACE, filter_mode=None)
    how_many.slider(_("Usagers réguliers comptés"), 0, COUNTED_USERS_MAX, key=_USERS)
    if current.counted_users:
        _show_date_and_source(current)
    _show_counts(spaces, current)
    is_applied = FACTOR_KEY in dict(project.assumptions)
    counts = list_counts(spaces, current)
    if counts:
        try:
            recount = set_beside(project, current, counts)
        except InputError as error:
            st.html(put_in_notice("alert", tell_error(error)))
        else:
            st.html(write_recount(recount))
            _show_request(project, recount)
    elif not is_applied:
        st.html(write_tag("p", _("Déplacez le curseur : l'avant et l'après s'affichent."), "ag-note"))
    if is_applied:
        _show_way_back(project)


def list_counts(spaces: Container[str], current: AppState) -> tuple[UserCount, ...]:
    """List the last count of each space: those that are kept, and the one being typed, of its day or of today."""
    today = read_today()
    kept = read_counts(current.counts, spaces, today)
    if not current.counted_users or current.counted_space not in spaces:
        return choose_latest(kept)
    day, wrong = check_day(str(state.read_widget(_DAY) or ""), today)
    counted_on = today if day is None or wrong else day
    return choose_latest((*kept, UserCount(counted_on, current.counted_space, current.counted_users)))


def set_beside(project: Project, current: AppState, counts: Sequence[UserCount]) -> Recount:
    """Set counts beside the model of today, whose spaces are then known to be open.

    Raises
    ------
    InputError
        If the model serves nobody at these spaces.
    """
    others = _list_others(project.assumptions)
    plain = vary_project(others)
    before = _evaluate(plain, current, counts)
    keys = [space.key for space in plain.baseline.spaces]
    places = [keys.index(count.space) for count in counts]
    modelled = tuple(float(np.median(before.space_users[:, place])) for place in places)
    calibration = calibrate_counts([count.users for count in counts], modelled)
    # Beyond the ends of the factor, after is shown at the end itself, and the request is refused.
    low, high = plain.table[FACTOR_KEY].slider_bounds
    factor = min(max(calibration.factor, low), high)
    after = _evaluate(vary_project(_join(others, factor)), current, counts)
    names = tuple(plain.baseline.spaces[place].name for place in places)
    ends = _summarise(before, places), _summarise(after, places)
    return Recount(names, calibration, modelled, tuple(counts), *ends)


def write_recount(recount: Recount) -> Markup:
    """Return the count, the model, the factor, and what the factor would change."""
    calibration, is_single = recount.calibration, len(recount.counts) == 1
    count = choose_plural("{count} usager compté", "{count} usagers comptés", calibration.observed_count)
    single = _(
        "{counted} à {space}, où le modèle en attend {modelled} (valeur du milieu des simulations, espace ouvert) : la"
        " demande serait multipliée par {factor}. La fourchette est celle d'un seul comptage."
    )
    several = _(
        "{counted} en tout à {space}, où le modèle en attend {modelled} (valeurs du milieu des simulations, espaces"
        " ouverts) : la demande serait multipliée par {factor}, le même partout. La fourchette est celle de leur total."
    )
    spaces = join_names(recount.space_names)
    sentence = (single if is_single else several).format(
        counted=count.format(count=format_number(calibration.observed_count)),
        space=spaces,
        modelled=format_estimate(calibration.modelled_users),
        factor=tell_range(calibration.factor_low, calibration.factor, calibration.factor_high, least=_LEAST_FACTOR),
    )
    labels = (
        _("Usagers possibles dans tout le territoire"),
        _("Usagers qui viendraient à {space}").format(space=spaces),
        _("Usagers servis dans tous les espaces d'aujourd'hui"),
    )
    rows = [
        (label, write_interval(b), write_interval(a))
        for label, b, a in zip(labels, recount.before, recount.after, strict=True)
    ]
    caption = _("Avant et après : valeur du milieu des simulations (fourchette de neuf simulations sur dix)")
    capped = _("Les usagers servis ne dépassent pas les places des espaces ; ceux qui viendraient, si.")
    table = write_table(caption, [_("Ce qui changerait"), _("Avant"), _("Après")], rows)
    told = [sentence] if is_single else [sentence, _tell_agreement(recount)]
    said = (write_tag("p", one, "ag-sites") for one in told if one)
    return put_in_card(*said, table, write_tag("p", capped, "ag-note"))


def _tell_agreement(recount: Recount) -> str:
    """Warn when the counts do not go with one factor; empty when they do."""
    agreement = measure_agreement([count.users for count in recount.counts], recount.modelled_users)
    if not agreement < _DISAGREEMENT:
        return ""
    return _(
        "Ces comptages s'accordent mal avec un même facteur : de tels écarts entre espaces viendraient du hasard moins"
        " d'une fois sur vingt. Vérifiez-les avant de corriger."
    )


def _show_date_and_source(current: AppState) -> None:
    day, source, keep = st.columns([3, 5, 3], gap="medium", vertical_alignment="bottom")
    day.text_input(_("Date du comptage"), key=state.bind_widget(_DAY, ""), placeholder=_("aujourd'hui"))
    source.text_input(_("Source du comptage"), key=state.bind_widget(_SOURCE, ""), max_chars=COUNTED_SOURCE_LENGTH)
    with keep:
        is_full = len(current.counts) >= COUNTS_AT_MOST
        st.button(
            _("Garder et en compter un autre"),
            key="garder_comptage",
            on_click=_keep,
            disabled=is_full or not current.counted_users,
        )
    wrong = state.recall(_FAULT)
    if wrong:
        st.html(put_in_notice("alert", wrong))


def _show_counts(spaces: dict[str, str], current: AppState) -> None:
    """List the counts that are kept, those that a later one of the same space replaces too."""
    counts = read_counts(current.counts, spaces, read_today())
    if not counts:
        return
    used = list_counts(spaces, current)
    headings = [_("Espace compté"), _("Date"), _("Usagers"), _("Source"), _("Pris en compte")]
    rows = [
        (
            spaces[count.space],
            format_vintage(count.day.isoformat()),
            format_number(count.users),
            count.source or _("non dite"),
            _("oui") if count in used else _("non, un plus récent l'est"),
        )
        for count in counts
    ]
    st.html(put_in_card(write_table(_("Comptages gardés dans le lien de la page"), headings, rows)))
    with st.container(horizontal=True, gap="small"):
        for rank, count in enumerate(counts):
            told = _("Retirer {space}, {day}").format(space=spaces[count.space], day=rows[rank][1])
            st.button(told, key=f"retirer_comptage_{rank}", on_click=_drop, args=(write_count(count),))


def _keep() -> None:
    current, today = state.read_state(), read_today()
    written = str(state.read_widget(_DAY) or "")
    day, wrong = check_day(written, today) if written.strip() else (today, "")
    state.keep(_FAULT, wrong)
    if day is None or wrong or not current.counted_users:
        return
    source = str(state.read_widget(_SOURCE) or "")
    key = write_count(UserCount(day, current.counted_space, current.counted_users, source))
    state.change_state(counts=tuple(dict.fromkeys((*current.counts, key))), counted_users=0)
    for widget, value in ((_USERS, 0), (_DAY, ""), (_SOURCE, "")):
        state.set_widget(widget, value)


def _drop(key: str) -> None:
    state.change_state(counts=tuple(one for one in state.read_state().counts if one != key))


def _show_request(project: Project, recount: Recount) -> None:
    factor = recount.calibration.factor
    low, high = load_embedded().table[FACTOR_KEY].slider_bounds
    if not low <= factor <= high:
        message = _("Un facteur de {factor} sort de {low} à {high} : vérifiez le comptage avant de corriger.").format(
            factor=format_estimate(factor), low=format_estimate(low), high=format_estimate(high)
        )
        st.html(put_in_notice("alert", message))
        return
    if dict(project.assumptions).get(FACTOR_KEY) != _round(factor):
        label = _("Corriger la demande : la multiplier par {factor}").format(factor=format_estimate(factor))
        st.button(label, key="recaler", type="primary", on_click=_apply, args=(_round(factor),))


def _show_way_back(project: Project) -> None:
    factor = dict(project.assumptions)[FACTOR_KEY]
    sentence = _(
        "La demande est corrigée, multipliée par {factor} : toutes les pages en tiennent compte, et le lien de la"
        " page le garde."
    )
    said = write_tag("strong", sentence.format(factor=format_estimate(factor)))
    st.html(write_tag("div", said, "ag-applied", role="status"))
    st.button(_("Annuler la correction"), key="annuler_recalage", on_click=_apply, args=(None,))


def _read_count(spaces: dict[str, str]) -> AppState:
    current = state.read_state()
    first = current.counted_space if current.counted_space in spaces else _prefer_verified(spaces)
    users = state.hold_widget(_USERS, current.counted_users)
    # A space without a count leaves nothing in the address.
    return state.change_state(counted_space=state.hold_widget(_SPACE, first), counted_users=users)


def _prefer_verified(spaces: dict[str, str]) -> str:
    certain = [space.key for space in load_project().baseline.possible_spaces if space.status == "open"]
    return next((key for key in certain if key in spaces), next(iter(spaces), ""))


def _evaluate(project: Project, current: AppState, counts: Sequence[UserCount]) -> Outcome:
    baseline = project.baseline.with_spaces_settled({count.space: True for count in counts})
    draws = sample_draws(project.table, baseline.spaces, DRAW_COUNT, SEED)
    return evaluate(DO_NOTHING, baseline, draws, project.action_types, settings=current.settings)


def _summarise(outcome: Outcome, places: Sequence[int]) -> tuple[Interval, ...]:
    there = outcome.space_users[:, list(places)].sum(axis=1)
    figures = (outcome.demand_users.sum(axis=1), there, outcome.served_users)
    return tuple(summarise_draws(figure) for figure in figures)


def _list_others(assumptions: Assumptions) -> Assumptions:
    return tuple((key, value) for key, value in assumptions if key != FACTOR_KEY)


def _join(others: Assumptions, factor: float) -> Assumptions:
    kept, _refused = sort_assumptions(load_embedded().table, (*others, (FACTOR_KEY, _round(factor))))
    return kept


def _round(factor: float) -> float:
    # What the address writes must be what was asked.
    return float(f"{factor:.6g}")


def _apply(factor: float | None) -> None:
    """Multiply demand by a factor on every page; None takes it back."""
    others = _list_others(state.read_state().assumptions)
    state.forget_widget(name_slider(FACTOR_KEY))
    state.change_state(assumptions=others if factor is None else _join(others, factor))
