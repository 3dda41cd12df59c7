"""The state of a visit, in the session and in the address.

This is the only file that touches either of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable, Mapping
from typing import Any

import streamlit as st
from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from alpsat_geo.app.core.device import CODE_COOKIE, DEVICE_COOKIE, IMAGE_PATH, INTRODUCTIONS, LEAD_COOKIE
from alpsat_geo.domain.parameters import Assumptions
from alpsat_geo.report.address import meeting as meetings
from alpsat_geo.report.address import seat as seats
from alpsat_geo.report.address.app_state import AppState, from_query, to_query
from alpsat_geo.report.address.meeting import Meeting
from alpsat_geo.report.address.seat import Seat
from alpsat_geo.report.language import _, set_language_finder
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY, default_territory, list_territories
from alpsat_geo.store.tokens import is_token, make_token

_SESSION_KEY = "alpsat_state"
_NOTICES_KEY = "alpsat_notices"
_PAGE_KEY = "alpsat_page"
_BOUND_KEY = "alpsat_bound"
_TOLD_KEY = "alpsat_told"
_SEAT_KEY = "alpsat_seat"
_HAS_SEAT_KEY = "alpsat_has_seat"
_VISIT_KEY = "alpsat_visit"
_MEETING_KEY = "alpsat_meeting"
_ADDRESS_KEY = "alpsat_address"


def open_visit() -> None:
    """Read the address into the session, at the first run of a visit."""
    if _SESSION_KEY in st.session_state:
        return
    query = st.query_params.to_dict()
    st.session_state[_SEAT_KEY] = seats.read_seat(query)
    if query.get(seats.FORMER_VIEW_NAME) == seats.ROOM_WORD:
        del query[seats.FORMER_VIEW_NAME]
    found, notices = from_query(query)
    found, strangers = _settle_territory(found)
    notices = (*notices, *strangers)
    st.session_state[_MEETING_KEY], doubts = meetings.read_meeting(query)
    st.session_state[_SESSION_KEY], st.session_state[_NOTICES_KEY] = found, (*notices, *doubts)


def _settle_territory(found: AppState) -> tuple[AppState, tuple[str, ...]]:
    """Return the state with a territory that this server has, and what to say of one that it has not."""
    if found.territory in list_territories():
        return found, ()
    # Where the server opens another territory than ours, each link says which.
    opened = default_territory()
    settled = dataclasses.replace(found, territory="" if opened == EMBEDDED_TERRITORY else opened)
    if not found.territory:
        return settled, ()
    sentence = _("Le territoire « {key} » n'est pas sur ce serveur : le territoire habituel est affiché.")
    return settled, (sentence.format(key=found.territory),)


def read_state() -> AppState:
    """Return the state of this visit."""
    stored: AppState = st.session_state[_SESSION_KEY]
    return stored


def find_language() -> str | None:
    """Return the language of this visit; None outside of one."""
    stored = _find_state()
    return stored.language if stored else None


def find_territory() -> str:
    """Return the key of the territory of this visit; outside of one, of that which the server opens."""
    return (_find_state() or AppState()).territory or default_territory()


def enter_territory(key: str) -> None:
    """Show another territory, with nothing of what was chosen on the former one but how one reads."""
    st.session_state[_SESSION_KEY] = leave_territory(read_state(), key)
    st.session_state[_NOTICES_KEY] = ()
    forget_widgets()


def leave_territory(current: AppState, key: str) -> AppState:
    """Return the state in which another territory opens; see `enter_territory`."""
    return AppState(language=current.language, theme=current.theme, territory=key)


def find_assumptions() -> Assumptions:
    """Return the parameters that this visit moved; none outside of one."""
    return (_find_state() or AppState()).assumptions


def find_corrections() -> str:
    """Return the corrections that the address of this visit carries, as it writes them; empty: none."""
    return (_find_state() or AppState()).corrections


def _find_state() -> AppState | None:
    # A fragment reruns without the page around it: the visit alone knows.
    return st.session_state.get(_SESSION_KEY) if get_script_run_ctx(suppress_warning=True) else None


# A callback speaks before the run that follows it begins.
set_language_finder(find_language)


def read_notices() -> tuple[str, ...]:
    """Return what the address had wrong; shown until the first change."""
    notices: tuple[str, ...] = st.session_state.get(_NOTICES_KEY, ())
    return notices


def add_notice(sentence: str) -> None:
    """Add a French sentence to what is shown above the page."""
    st.session_state[_NOTICES_KEY] = (*read_notices(), sentence)


def change_state(**changes: object) -> AppState:
    """Replace some fields, drop former notices, and return the state; the run writes the address when it ends."""
    stored = read_state()
    changed: AppState = dataclasses.replace(stored, **changes)  # type: ignore[arg-type]
    if changed != stored:
        st.session_state[_SESSION_KEY] = changed
        st.session_state[_NOTICES_KEY] = ()
    return changed


def correct_state(sentences: Iterable[str], **changes: object) -> None:
    """Replace fields that the address had wrong, and say so; what was said of it before stays."""
    notices = (*read_notices(), *sentences)
    change_state(**changes)
    st.session_state[_NOTICES_KEY] = notices


def show_view(view: Mapping[str, str], *, kept: frozenset[str]) -> None:
    """Show what another address shows; the widgets take their values from it.

    Parameters
    ----------
    view : mapping of str to str
        What that address says.
    kept : frozenset of str
        Attributes of the state that stay as they are.
    """
    shown, current = _settle_territory(from_query(view)[0])[0], read_state()
    changes = {name: getattr(shown, name) for name in AppState.__slots__ if name not in kept}
    st.session_state[_SESSION_KEY] = dataclasses.replace(current, **changes)
    seat = seats.read_seat(view)
    if seat.session:
        # No address of ours carries a facilitators' token; one that does gives no right here.
        st.session_state[_SEAT_KEY] = Seat(seat.session, screen=seat.screen)
    st.session_state[_NOTICES_KEY] = ()
    forget_widgets()


def read_meeting() -> Meeting:
    """Return what the address of this visit says of a meeting."""
    meeting: Meeting = st.session_state.get(_MEETING_KEY, Meeting())
    return meeting


def is_before_room() -> bool:
    """Tell whether the page stands before a room, which takes nothing away from it and opens nothing of it.

    ``static/meeting.css`` hides what such a page still draws of that.
    """
    return read_meeting().mode == "on"


def change_meeting(**changes: object) -> None:
    """Replace some of what the address says of a meeting."""
    st.session_state[_MEETING_KEY] = dataclasses.replace(read_meeting(), **changes)  # type: ignore[arg-type]


def read_seat() -> Seat:
    """Return where this device sits in a consultation."""
    seat: Seat = st.session_state.get(_SEAT_KEY, Seat())
    return seat


def change_seat(**changes: object) -> None:
    """Replace some of what the address of the consultation says of this device."""
    st.session_state[_SEAT_KEY] = dataclasses.replace(read_seat(), **changes)  # type: ignore[arg-type]


def make_view(state: AppState) -> dict[str, str]:
    """Return what the address says of what is shown; where this device sits, on the page of the seats alone."""
    has_seat = st.session_state.get(_HAS_SEAT_KEY, False)
    return to_query(state) | (seats.write_seat(read_seat()) if has_seat else {})


def make_query(state: AppState) -> dict[str, str]:
    """Return the query of the present page in a state."""
    return make_view(state) | meetings.write_meeting(read_meeting())


def write_address() -> None:
    """Write the state in the address of the page; Streamlit drops it at each change of page."""
    query = make_query(read_state())
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)


def find_device() -> str:
    """Return the token of the device that visits; empty while its browser keeps none."""
    visit = st.session_state.get(_VISIT_KEY, "")
    return _read_device() or (INTRODUCTIONS.expect(visit) if visit else "")


def find_lead(session_id: str) -> str:
    """Return the facilitators' token that this device was given for a session by a link; empty when it was not."""
    return read_cookie(f"{LEAD_COOKIE}{session_id}")


def find_code(session_id: str) -> str:
    """Return the one-time code of a session that this device scanned; empty when it did not."""
    return read_cookie(f"{CODE_COOKIE}{session_id}")


def await_device() -> str:
    """Return the address of the image that names the browser of this visit; empty when it came with its name."""
    if _read_device():
        return ""
    visit = str(st.session_state.setdefault(_VISIT_KEY, make_token()))
    INTRODUCTIONS.expect(visit)
    return f"./{IMAGE_PATH}/{visit}"


def _read_device() -> str:
    device = read_cookie(DEVICE_COOKIE)
    return device if is_token(device) else ""


def read_cookie(name: str) -> str:
    """Return a cookie with which the browser opened this visit; empty when it has none of that name."""
    return st.context.cookies.get(name, "")


def read_header(name: str) -> str:
    """Return a header with which the browser opened this visit, or several of one name, joined; empty: none."""
    return ", ".join(st.context.headers.get_all(name))


def read_peer() -> str:
    """Return the address of the machine that opened the connection of this visit: a visitor's, or a proxy's."""
    return st.context.ip_address or "127.0.0.1"


def find_visit() -> str:
    """Return what names the connection of this visit to the server, and nothing else."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""


def is_connected(visit: str) -> bool:
    """Tell whether the browser of a visit is connected now."""
    return exists() and get_instance().is_active_session(visit)


def pause() -> None:
    """Let Streamlit end this run if its visit ended or asked for something else."""
    # It looks whenever the session is read.
    st.session_state.get(_SESSION_KEY)


def keep(key: str, value: object) -> None:
    """Keep something for the length of the visit that the address does not carry."""
    st.session_state[key] = value


def recall(key: str) -> Any:  # noqa: ANN401 - whatever was kept
    """Return what was kept for this visit, None when nothing was."""
    return st.session_state.get(key)


def take(key: str) -> Any:  # noqa: ANN401 - whatever was kept
    """Return what was kept for this visit, and forget it; None when nothing was."""
    return st.session_state.pop(key, None)


def enter_page(page: str, *, has_seat: bool) -> None:
    """Forget the widgets of the page before, so that those of this one start from the state.

    Streamlit keeps the value of a widget's key for one run after its page is left, but gives a
    widget of the same key on another page its own default. The address of a page
    without a seat says nothing of one.
    """
    st.session_state[_HAS_SEAT_KEY] = has_seat
    if st.session_state.get(_PAGE_KEY) != page:
        st.session_state[_PAGE_KEY] = page
        forget_widgets()


def forget_widgets() -> None:
    """Forget the widgets of the page, so that they start again from the state."""
    for key in st.session_state.get(_BOUND_KEY, ()):
        st.session_state.pop(key, None)
    st.session_state[_BOUND_KEY] = st.session_state[_TOLD_KEY] = frozenset()


def note_address(address: str) -> None:
    """Note the address of the page that this run shows."""
    st.session_state[_ADDRESS_KEY] = address


def read_address() -> str:
    """Return the address of the page that is shown, without a slash."""
    return str(st.session_state.get(_ADDRESS_KEY, ""))


def bind_widget(key: str, value: object) -> str:
    """Give a widget its first value from the state; afterwards the widget keeps its own."""
    hold_widget(key, value)
    return key


def hold_widget(key: str, value: object) -> Any:  # noqa: ANN401 - whatever the widget holds
    """Bind a widget to its first value, and return what it holds now, before it is drawn.

    Streamlit sends that value with one run only. A run that begins before the browser has drawn the widget (its script
    is fetched when it is first needed) would take its place with another that starts at its lowest: the value is
    therefore sent at each run, until the browser tells it.
    """
    bound: frozenset[str] = st.session_state.get(_BOUND_KEY, frozenset())
    st.session_state[_BOUND_KEY] = bound | {key}
    held = st.session_state.setdefault(key, value)
    told: frozenset[str] = st.session_state.get(_TOLD_KEY, frozenset())
    if key not in told:
        if _is_told(key):
            st.session_state[_TOLD_KEY] = told | {key}
        else:
            st.session_state[key] = held
    return held


def hold_choice(key: str, value: object, choices: Container[object]) -> Any:  # noqa: ANN401 - whatever the widget holds
    """Hold a widget as `hold_widget` does; where what it holds is offered no more, the first value takes its place.

    Parameters
    ----------
    key : str
    value : object
        One of the choices.
    choices : container
        What the widget offers now.
    """
    held = hold_widget(key, value)
    if held not in choices:
        held = value
        set_widget(key, held)
    return held


def hold_choices(key: str, choices: Container[object]) -> None:
    """Let go of what a widget of several choices holds and offers no more, before it is drawn.

    A value that changes nothing is not set: Streamlit would send it, and the letters that one types in the list would
    be lost.

    Parameters
    ----------
    key : str
        Of a widget that was held before.
    choices : container
        What the widget offers now.
    """
    held = read_widget(key) or []
    kept = [one for one in held if one in choices]
    if kept != held:
        set_widget(key, kept)


def _is_told(key: str) -> bool:
    """Tell whether the browser told with this run what a widget holds: then it has drawn it."""
    context = get_script_run_ctx()
    if context is None:
        return False
    stored = context.session_state._state  # noqa: SLF001 - Streamlit tells it nowhere else
    return stored._get_widget_id(key) in stored._new_widget_state  # noqa: SLF001 - see above


def set_widget(key: str, value: object) -> None:
    """Set a widget's value from a callback, before the widget is drawn."""
    st.session_state[key] = value


def read_widget(key: str) -> Any:  # noqa: ANN401 - whatever the widget holds
    """Return a widget's value in a callback, None when it has none."""
    return st.session_state.get(key)


def keep_widget(key: str, field: str) -> None:
    """Put what a widget holds in a field of the state, in a callback."""
    change_state(**{field: read_widget(key)})


def forget_widget(key: str) -> None:
    """Forget a widget's value in a callback, so that it starts again from the state."""
    st.session_state.pop(key, None)
