"""The state of a visit: a frozen record that the address restores whole.

This is the only file that touches the address and the session.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, get_type_hints

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from alpsat_geo.app.query import Bounds, Codec, Keys, MapView, Points, Words, find_codec
from alpsat_geo.domain.territory import Season
from alpsat_geo.domain.text import N_
from alpsat_geo.report.language import FRENCH, LOCALES, _, ask_language

VERSION = 1
VERSION_KEY = "v"
SCENARIOS_AT_MOST = 4
OWN_AT_MOST = 12
ACTIONS_AT_MOST = 30

Query = Mapping[str, str]
Upgrade = Callable[[Query], Query]

UPGRADES: Mapping[int, Upgrade] = {}
"""By version left: how a query of that version becomes one of the next."""

SEASON_WORDS = {"summer": "ete", "winter": "hiver", "closure_day": "jour-de-fermeture"}
MEASURE_WORDS = {"reach": "portee", "users": "usagers", "inhabitants": "habitants"}
DIMENSION_WORDS = {
    "portee": "portee",
    "connexion": "connexion",
    "emplois": "emplois",
    "lieux": "lieux",
    "services": "services",
    "acces": "acces",
    "habitants": "habitants",
}
LANGUAGE_WORDS = {language: language for language in LOCALES}
PANE_WORDS = {"catalogue": "catalogue", "map": "carte"}
SITING_AIM_WORDS = {"soft": "douce", "hard": "seuil", "mean": "minutes", "worst": "plus-loin"}
SITING_KIND_WORDS = {"frugal": "frugal", "standard": "standard"}
SITING_COUNT_MAX = 8
SITING_BUDGET_MAX_EUR = 2_000_000

_SESSION_KEY = "alpsat_state"
_NOTICES_KEY = "alpsat_notices"
_PAGE_KEY = "alpsat_page"
_BOUND_KEY = "alpsat_bound"


def _name(name: str, label: str) -> dict[str, str]:
    return {"name": name, "label": label}


@dataclass(frozen=True, slots=True)
class AppState:
    """All that a person chose; the defaults are what a first visit shows."""

    language: Annotated[str, Words(LANGUAGE_WORDS)] = field(default=FRENCH, metadata=_name("langue", N_("la langue")))
    dimension: Annotated[str, Words(DIMENSION_WORDS)] = field(
        default="portee", metadata=_name("dimension", N_("la dimension"))
    )
    season: Annotated[Season, Words(SEASON_WORDS)] = field(default="winter", metadata=_name("saison", N_("la saison")))
    catchment_min: Annotated[int, Bounds(10, 30)] = field(default=20, metadata=_name("minutes", N_("le temps d'accès")))
    commune: Annotated[str, Keys(r"[0-9AB]{5}")] = field(default="", metadata=_name("commune", N_("la commune")))
    scenarios: Annotated[tuple[str, ...], Keys(r"[a-z0-9-]{1,60}", SCENARIOS_AT_MOST)] = field(
        default=(), metadata=_name("scenarios", N_("la liste des scénarios"))
    )
    measure: Annotated[str, Words(MEASURE_WORDS)] = field(default="reach", metadata=_name("mesure", N_("la mesure")))
    is_difference: bool = field(default=False, metadata=_name("ecart", N_("l'écart")))
    points: Points = field(default=(), metadata=_name("poids", N_("la liste des poids")))
    view: MapView | None = field(default=None, metadata=_name("vue", N_("la vue de la carte")))
    is_basemap_shown: bool = field(default=False, metadata=_name("fond", N_("le fond de carte")))
    own: Annotated[tuple[str, ...], Keys(r"[A-Za-z0-9_.-]{1,8000}", OWN_AT_MOST)] = field(
        default=(), metadata=_name("perso", N_("vos scénarios"))
    )
    draft: Annotated[str, Keys(r"[a-z0-9-]{1,60}")] = field(
        default="", metadata=_name("scenario", N_("le scénario en construction"))
    )
    step: Annotated[int, Bounds(0, ACTIONS_AT_MOST)] = field(
        default=0, metadata=_name("action", N_("l'action ouverte"))
    )
    pane: Annotated[str, Words(PANE_WORDS)] = field(default="catalogue", metadata=_name("volet", N_("le volet")))
    siting_count: Annotated[int, Bounds(1, SITING_COUNT_MAX)] = field(
        default=3, metadata=_name("espaces", N_("le nombre d'espaces à ouvrir"))
    )
    # 0: the count decides, not a budget.
    siting_budget_eur: Annotated[int, Bounds(0, SITING_BUDGET_MAX_EUR)] = field(
        default=0, metadata=_name("budget", N_("le budget"))
    )
    siting_aim: Annotated[str, Words(SITING_AIM_WORDS)] = field(
        default="soft", metadata=_name("objectif", N_("l'objectif"))
    )
    siting_kind: Annotated[str, Words(SITING_KIND_WORDS)] = field(
        default="frugal", metadata=_name("type", N_("le type d'espace"))
    )
    is_siting_worst_season: bool = field(default=False, metadata=_name("pire", N_("la pire des saisons")))
    is_siting_by_epci: bool = field(default=False, metadata=_name("par-epci", N_("la règle par communauté")))
    is_siting_from_scratch: bool = field(default=False, metadata=_name("sans-existant", N_("l'oubli de l'existant")))


@dataclass(frozen=True, slots=True)
class _Entry:
    attribute: str
    name: str
    label: str
    default: Any
    codec: Codec


def _list_entries() -> tuple[_Entry, ...]:
    hints = get_type_hints(AppState, include_extras=True)
    return tuple(
        _Entry(item.name, item.metadata["name"], item.metadata["label"], item.default, find_codec(hints[item.name]))
        for item in dataclasses.fields(AppState)
    )


_ENTRIES = _list_entries()


def to_query(state: AppState) -> dict[str, str]:
    """Write a state as query parameters; what equals the default is left out.

    Returns
    -------
    dict of str to str
        With the version of the format.
    """
    query = {VERSION_KEY: str(VERSION)}
    for entry in _ENTRIES:
        value = getattr(state, entry.attribute)
        if value != entry.default:
            query[entry.name] = entry.codec.encode(value)
    return query


def from_query(
    query: Query, upgrades: Mapping[int, Upgrade] = UPGRADES, version: int = VERSION
) -> tuple[AppState, tuple[str, ...]]:
    """Read a state from query parameters; never raises.

    Parameters
    ----------
    query : mapping of str to str
        Names that the state does not know are ignored.
    upgrades : mapping of version to function
        Applied in order to a query of an older version.
    version : int
        Version that the upgrades lead to.

    Returns
    -------
    state : AppState
        A value that is not understood becomes the default.
    notices : tuple of str
        One French sentence for each such value.
    """
    notices: list[str] = []
    found = _upgrade(dict(query), upgrades, version, notices)
    values: dict[str, Any] = {}
    for entry in _ENTRIES:
        text = found.get(entry.name)
        if text is None:
            continue
        value = entry.codec.decode(text)
        if value is None:
            sentence = _(
                "Le lien donne pour {label} la valeur « {value} », qui n'existe pas : valeur par défaut affichée."
            )
            notices.append(sentence.format(label=_(entry.label), value=text[:40]))
        else:
            values[entry.attribute] = value
    return AppState(**values), tuple(notices)


def _upgrade(query: Query, upgrades: Mapping[int, Upgrade], version: int, notices: list[str]) -> Query:
    text = query.get(VERSION_KEY, str(version))
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None  # noqa: PLR2004
    if number is None or number > version:
        notices.append(
            _("Le lien vient d'une autre version (« {value} ») : il est lu au mieux.").format(value=text[:10])
        )
        return query
    while number < version and number in upgrades:
        query = upgrades[number](query)
        number += 1
    return query


def open_session() -> AppState:
    """Return the state of this visit: from the session, or from the address at its first run."""
    if _SESSION_KEY not in st.session_state:
        state, notices = from_query(st.query_params.to_dict())
        st.session_state[_SESSION_KEY] = state
        st.session_state[_NOTICES_KEY] = notices
    stored: AppState = st.session_state[_SESSION_KEY]
    write_address(stored)
    return stored


def find_language() -> str:
    """Return the language of this visit; French outside of one."""
    # A fragment reruns without the page around it: the visit alone knows.
    stored: AppState | None = st.session_state.get(_SESSION_KEY) if get_script_run_ctx(suppress_warning=True) else None
    return stored.language if stored else FRENCH


ask_language(find_language)


def take_notices() -> tuple[str, ...]:
    """Return what the address had wrong; shown until the first change."""
    notices: tuple[str, ...] = st.session_state.get(_NOTICES_KEY, ())
    return notices


def add_notice(sentence: str) -> None:
    """Add a French sentence to what is shown above the page."""
    st.session_state[_NOTICES_KEY] = (*take_notices(), sentence)


def change_state(**changes: object) -> AppState:
    """Replace some fields, in the session and in the address; former notices are dropped."""
    stored: AppState = st.session_state[_SESSION_KEY]
    changed: AppState = dataclasses.replace(stored, **changes)  # type: ignore[arg-type]
    if changed != stored:
        st.session_state[_SESSION_KEY] = changed
        st.session_state[_NOTICES_KEY] = ()
    write_address(changed)
    return changed


def write_address(state: AppState) -> None:
    """Write the state in the address; Streamlit drops it at each change of page."""
    query = to_query(state)
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)


def keep(key: str, value: object) -> None:
    """Keep something for the length of the visit that the address does not carry."""
    st.session_state[key] = value


def recall(key: str) -> Any:  # noqa: ANN401 - whatever was kept
    """Return what was kept for this visit, None when nothing was."""
    return st.session_state.get(key)


def enter_page(page: str) -> None:
    """Forget the widgets of the page before, so that those of this one start from the state.

    Streamlit keeps the value of a widget's key for one run after its page is left, but gives a
    widget of the same key on another page its own default.
    """
    if st.session_state.get(_PAGE_KEY) == page:
        return
    for key in st.session_state.get(_BOUND_KEY, ()):
        st.session_state.pop(key, None)
    st.session_state[_PAGE_KEY] = page
    st.session_state[_BOUND_KEY] = frozenset()


def bind_widget(key: str, value: object) -> str:
    """Give a widget its first value from the state; afterwards the widget keeps its own."""
    hold_widget(key, value)
    return key


def hold_widget(key: str, value: object) -> Any:  # noqa: ANN401 - whatever the widget holds
    """Bind a widget to its first value, and return what it holds now, before it is drawn."""
    bound: frozenset[str] = st.session_state.get(_BOUND_KEY, frozenset())
    st.session_state[_BOUND_KEY] = bound | {key}
    return st.session_state.setdefault(key, value)


def set_widget(key: str, value: object) -> None:
    """Set a widget's value from a callback, before the widget is drawn."""
    st.session_state[key] = value


def read_widget(key: str) -> Any:  # noqa: ANN401 - whatever the widget holds
    """Return a widget's value in a callback, None when it has none."""
    return st.session_state.get(key)
