"""A real count of users beside the model: before and after are shown, and nothing moves unless a person asks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.wiring import load_embedded, load_project, vary_project
from alpsat_geo.app.parts.assumptions_notice import name_slider, sort_assumptions
from alpsat_geo.compute.draws import DRAW_COUNT, SEED, sample_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.follow_up import DemandCalibration, calibrate_demand
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import Assumptions
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import COUNTED_USERS_MAX, AppState
from alpsat_geo.report.figures import format_estimate, format_number, tell_range
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.markup import Markup, put_in_card, put_in_notice, write_table, write_tag

FACTOR_KEY = "demand_calibration_factor"
_LEAST_FACTOR = 0.1
_SPACE, _USERS = "espace_compte", "usagers_comptes"


@dataclass(frozen=True)
class Recount:
    """A count set beside the model, before and after it would move demand.

    Attributes
    ----------
    space_name : str
    calibration : DemandCalibration
    before, after : tuple of Interval
        Demand of the territory, users who would come to the space, users whom all spaces serve.
    """

    space_name: str
    calibration: DemandCalibration
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
    with which:
        st.selectbox(_("Espace compté"), list(spaces), format_func=spaces.__getitem__, key=_SPACE, filter_mode=None)
    with how_many:
        st.slider(_("Usagers réguliers comptés"), 0, COUNTED_USERS_MAX, key=_USERS)
    is_applied = FACTOR_KEY in dict(project.assumptions)
    if current.counted_users:
        try:
            recount = set_beside(project, current)
        except InputError as error:
            st.html(put_in_notice("alert", str(error)))
        else:
            st.html(write_recount(recount))
            _show_request(project, recount)
    elif not is_applied:
        st.html(write_tag("p", _("Déplacez le curseur : l'avant et l'après s'affichent."), "ag-note"))
    if is_applied:
        _show_way_back(project)


def set_beside(project: Project, current: AppState) -> Recount:
    """Set a count beside the model of today, whose space is then known to be open.

    Raises
    ------
    InputError
        If the model serves nobody at that space.
    """
    others = tuple((key, value) for key, value in project.assumptions if key != FACTOR_KEY)
    plain = vary_project(others)
    before = _evaluate(plain, current)
    place = [space.key for space in plain.baseline.spaces].index(current.counted_space)
    modelled = float(np.median(before.space_users[:, place]))
    demand = before.demand_users.sum(axis=1)
    calibration = calibrate_demand(current.counted_users, modelled, demand)
    # Beyond the ends of the factor, after is shown at the end itself, and the request is refused.
    low, high = plain.table[FACTOR_KEY].slider_bounds
    factor = min(max(calibration.factor, low), high)
    after = _evaluate(vary_project(_join(others, factor)), current)
    return Recount(plain.baseline.spaces[place].name, calibration, _summarise(before, place), _summarise(after, place))


def write_recount(recount: Recount) -> Markup:
    """Return the count, the model, the factor, and what the factor would change."""
    calibration = recount.calibration
    count = choose_plural("{count} usager compté", "{count} usagers comptés", calibration.observed_count)
    sentence = _(
        "{counted} à {space}, où le modèle en attend {modelled} (valeur du milieu des simulations, espace ouvert) : la"
        " demande serait multipliée par {factor}. La fourchette est celle d'un seul comptage."
    ).format(
        counted=count.format(count=format_number(calibration.observed_count)),
        space=recount.space_name,
        modelled=format_estimate(calibration.modelled_users),
        factor=tell_range(calibration.factor_low, calibration.factor, calibration.factor_high, least=_LEAST_FACTOR),
    )
    labels = (
        _("Usagers possibles dans tout le territoire"),
        _("Usagers qui viendraient à {space}").format(space=recount.space_name),
        _("Usagers servis dans tous les espaces d'aujourd'hui"),
    )
    rows = [
        (label, tell_range(b.low, b.value, b.high), tell_range(a.low, a.value, a.high))
        for label, b, a in zip(labels, recount.before, recount.after, strict=True)
    ]
    caption = _("Avant et après : valeur du milieu des simulations (fourchette de neuf simulations sur dix)")
    capped = _("Les usagers servis ne dépassent pas les places des espaces ; ceux qui viendraient, si.")
    table = write_table(caption, [_("Ce qui changerait"), _("Avant"), _("Après")], rows)
    return put_in_card(write_tag("p", sentence, "ag-sites"), table, write_tag("p", capped, "ag-note"))


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
    st.button(_("Annuler la correction"), key="annuler_recalage", on_click=_take_back)


def _read_count(spaces: dict[str, str]) -> AppState:
    current = state.read_state()
    first = current.counted_space if current.counted_space in spaces else _prefer_verified(spaces)
    users = state.hold_widget(_USERS, current.counted_users)
    # A space without a count leaves nothing in the address.
    return state.change_state(counted_space=state.hold_widget(_SPACE, first), counted_users=users)


def _prefer_verified(spaces: dict[str, str]) -> str:
    certain = [space.key for space in load_project().baseline.possible_spaces if space.status == "open"]
    return next((key for key in certain if key in spaces), next(iter(spaces), ""))


def _evaluate(project: Project, current: AppState) -> Outcome:
    baseline = project.baseline.with_spaces_settled({current.counted_space: True})
    draws = sample_draws(project.table, baseline.spaces, DRAW_COUNT, SEED)
    return evaluate(DO_NOTHING, baseline, draws, project.action_types, settings=current.settings)


def _summarise(outcome: Outcome, place: int) -> tuple[Interval, ...]:
    figures = (outcome.demand_users.sum(axis=1), outcome.space_users[:, place], outcome.served_users)
    return tuple(summarise_draws(figure) for figure in figures)


def _join(others: Assumptions, factor: float) -> Assumptions:
    kept, _refused = sort_assumptions(load_embedded().table, (*others, (FACTOR_KEY, _round(factor))))
    return kept


def _round(factor: float) -> float:
    # What the address writes must be what was asked.
    return float(f"{factor:.6g}")


def _apply(factor: float) -> None:
    others = tuple((key, value) for key, value in state.read_state().assumptions if key != FACTOR_KEY)
    state.forget_widget(name_slider(FACTOR_KEY))
    state.change_state(assumptions=_join(others, factor))


def _take_back() -> None:
    others = tuple((key, value) for key, value in state.read_state().assumptions if key != FACTOR_KEY)
    state.forget_widget(name_slider(FACTOR_KEY))
    state.change_state(assumptions=others)
