"""What a person asks of the page of composing: one slider of money; the rest is folded."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.parts.effort import read_efforts, show_efforts
from alpsat_geo.app.parts.maps import BASEMAP_WIDGET
from alpsat_geo.app.parts.name_list import choose_names
from alpsat_geo.app.parts.settings_choice import SEASON_LABELS, show_minutes_choice, show_season_choice
from alpsat_geo.compute.criterion import find_result
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import (
    COMPOSING_BUDGET_MAX_EUR,
    COMPOSING_INVESTMENT_MAX_EUR,
    COMPOSING_PLACES_AT_MOST,
    EVEN_PERCENT,
    AppState,
)
from alpsat_geo.report.composition.question import read_prices
from alpsat_geo.report.figures import format_euros
from alpsat_geo.report.language import _, begin_upper
from alpsat_geo.report.punctuation import NO_BREAK_SPACE

_STEP_EUR = 5_000
_INVESTMENT_STEP_EUR = 10_000
_PAYER_LABELS = {"all": N_("tous les financeurs publics"), "petr": N_("les collectivités du territoire")}
_CERTAINTY_LABELS = {"50": N_("une fois sur deux"), "80": N_("huit fois sur dix"), "95": N_("presque toujours")}


def read_choices() -> AppState:
    """Read what the widgets hold, before they are drawn."""
    current = state.read_state()
    # A budget that comes from a link becomes the nearest one offered.
    nearest_eur = round(current.composing_budget_eur / _STEP_EUR) * _STEP_EUR
    state.change_state(
        composing_budget_eur=int(state.hold_widget("choix_budget_annuel", nearest_eur)),
        composing_investment_eur=state.hold_widget("choix_investissement", current.composing_investment_eur),
        composing_payer=state.hold_widget("choix_payeur", current.composing_payer),
        composing_certainty=state.hold_widget("choix_certitude", current.composing_certainty),
        composing_places=tuple(state.hold_widget("choix_lieux", list(current.composing_places))),
        is_composing_by_epci=state.hold_widget("choix_un_par_epci", current.is_composing_by_epci),
        composing_required=tuple(state.hold_widget("choix_exigees", list(current.composing_required))),
        composing_refused=tuple(state.hold_widget("choix_refusees", list(current.composing_refused))),
        season=state.hold_widget("choix_saison", current.season),
        catchment_min=state.hold_widget("choix_minutes", current.catchment_min),
        is_basemap_shown=state.hold_widget(BASEMAP_WIDGET, current.is_basemap_shown),
    )
    return read_efforts()


def show_budget() -> None:
    """Offer the one choice that the page is about."""
    budgets = list(range(0, COMPOSING_BUDGET_MAX_EUR + 1, _STEP_EUR))
    st.select_slider(_("Argent public par an, au plus"), budgets, format_func=format_euros, key="choix_budget_annuel")


def show_ceilings() -> None:
    """Offer how sure the money must be, who pays it, and how much may be invested at the start."""
    st.radio(_("Qui paie"), list(_PAYER_LABELS), format_func=lambda key: _(_PAYER_LABELS[key]), key="choix_payeur")
    st.radio(
        _("Le budget doit suffire"),
        list(_CERTAINTY_LABELS),
        format_func=lambda key: _(_CERTAINTY_LABELS[key]),
        key="choix_certitude",
        horizontal=True,
    )
    st.number_input(
        _("Investissement au départ, au plus (€)"),
        0,
        COMPOSING_INVESTMENT_MAX_EUR,
        step=_INVESTMENT_STEP_EUR,
        value=None,
        placeholder=_("sans plafond"),
        key="choix_investissement",
    )
    show_efforts()
    show_season_choice()
    show_minutes_choice()


def show_places(project: Project) -> None:
    """Offer where spaces are proposed."""
    names = dict(zip(project.territory.insee_codes, project.territory.communes.names, strict=True))
    state.hold_choices("choix_lieux", names)
    choose_names(
        _("Communes où proposer un espace"),
        names,
        key="choix_lieux",
        max_selections=COMPOSING_PLACES_AT_MOST,
        placeholder=_("celles du meilleur plan de trois espaces"),
    )
    st.toggle(_("Au moins une action par communauté"), key="choix_un_par_epci")


def show_demands(names: Mapping[str, str]) -> None:
    """Offer to require and to refuse actions."""
    for key, label in (("choix_exigees", _("Actions exigées")), ("choix_refusees", _("Actions refusées"))):
        # Under other hypotheses other places are proposed: what is no longer there is let go.
        state.hold_choices(key, names)
        choose_names(label, names, key=key, placeholder=_("aucune"))


def tell_conditions(current: AppState) -> str:
    """Say under which choices, beside the budget, the answer holds."""
    told = [
        _("{season}, {minutes} de trajet accepté").format(
            season=begin_upper(_(SEASON_LABELS[current.season])), minutes=f"{current.catchment_min}{NO_BREAK_SPACE}min"
        ),
        _("le budget suffit {how_often}").format(how_often=_(_CERTAINTY_LABELS[current.composing_certainty])),
        _("paie : {payer}").format(payer=_(_PAYER_LABELS[current.composing_payer])),
    ]
    if current.composing_investment_eur is not None:
        told.append(
            _("au plus {amount} d'investissement").format(amount=format_euros(current.composing_investment_eur))
        )
    prices = read_prices(current)
    told += [
        _("{price} pour {one_more}").format(
            price=format_euros(price), one_more=_(find_result(CRITERIA, key).price.one_more)
        )
        for key, price in prices.items()
    ]
    if len(prices) < len(current.prices) or current.far_percent != EVEN_PERCENT:
        told.append(_("sans les tonnes de CO₂ ni le facteur de qui vit loin, que Comparer compte"))
    if current.is_composing_by_epci:
        told.append(_("au moins une action par communauté"))
    return _(" ; ").join(told) + "."
