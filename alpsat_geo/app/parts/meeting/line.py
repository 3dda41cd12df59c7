"""The line from who presents to the devices that follow: opened, moved by the presenter alone, left and taken again.

Whoever presents writes what they show in one row; whoever follows asks for its number, and for the rest when it moved.
"""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.limits import find_writer, try_code
from alpsat_geo.app.core.mode import find_actor
from alpsat_geo.app.core.opening import import_every_page
from alpsat_geo.app.core.preparation import read_shapes
from alpsat_geo.app.core.run import call_at_end
from alpsat_geo.app.core.wiring import evaluate_programmes, load_meetings, load_project
from alpsat_geo.app.parts.invitation import draw_invitation, find_public_address
from alpsat_geo.app.parts.meeting.steps import find_place, is_awaited, list_steps, name_page, show_step
from alpsat_geo.app.parts.naming import await_name, write_naming
from alpsat_geo.app.parts.rights import offer
from alpsat_geo.app.parts.scenarios.book import reopen_book
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.domain.text import clean_line
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.address.meeting import ROLE_NAMES, STEPS_AT_MOST, TITLE_LENGTH, Step, read_view, write_view
from alpsat_geo.report.address.seat import ROOM_WORD
from alpsat_geo.report.composition.question import read_offer
from alpsat_geo.report.ground import lay_ground
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import put_in_notice, write_tag
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.store.errors import DeniedError, MissingError, StoreError
from alpsat_geo.store.tokens import is_code

_LOG = logging.getLogger(__name__)
# How one reads, and one's own vote; scenarios go with what shows them.
_OWN_NAMES = frozenset({"langue", "theme", "place", "college", "reponse"})
_KEPT = frozenset({"language", "theme"})
_OPENING, _TOLD = "reunion_ouverture", "reunion_dit"
_SEEN, _SHOWN, _TROUBLE = "reunion_vu", "reunion_montre", "reunion_trouble"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a presenter shows.

    Attributes
    ----------
    page : str
        Its address.
    view : dict of str to str
        What its address says.
    place, count : int
        The step, from 1, and how many there are.
    title : str
        Of the step; empty for that of its page.
    """

    page: str
    view: dict[str, str]
    place: int
    count: int
    title: str


def open_line() -> None:
    """Open the meeting to other devices, in a callback; once the browser has a name, when it has none."""
    if find_actor().is_alone or state.find_device():
        _open()
    else:
        state.keep(_OPENING, True)  # noqa: FBT003 - the value kept


def close_line() -> None:
    """Close it, in a callback: nobody follows any more."""
    code = state.read_meeting().code
    try:
        load_meetings().close(code, find_actor())
    except MissingError:
        pass
    except AlpSatError as error:
        state.keep(_TROUBLE, _say(error))
        return
    state.change_meeting(role="", code="")


def join_line(text: str) -> None:
    """Follow the meeting of a code, in a callback."""
    code = text.strip().lower()
    if is_code(code):
        state.keep(_SEEN, None)
        state.change_meeting(role="follower", code=code, mode="on")
    else:
        state.keep(_TROUBLE, _("Un code de réunion a huit lettres ou chiffres : demandez-le à qui présente."))


def leave_line() -> None:
    """Look elsewhere for a while, in a callback: what the presenter shows moves nothing here."""
    state.change_meeting(role="away", mode="")


def take_line() -> None:
    """Follow again, in a callback."""
    state.keep(_SEEN, None)
    state.change_meeting(role="follower", mode="on")


def quit_line() -> None:
    """Follow no more, in a callback."""
    state.change_meeting(role="", code="", mode="")


def keep_up() -> None:
    """Take part in the line, at the start of each run of a page."""
    role = state.read_meeting().role
    if role == "presenter":
        _check_presenter()
        tell_shown()
    elif role == "follower":
        shown = read_shown()
        if shown and not is_awaited() and shown.page != state.read_address():
            # Who goes to another page looks elsewhere.
            leave_line()
            st.rerun()
        catch_up()
        if state.read_meeting().role != role:
            st.rerun()


def catch_up() -> bool:
    """Show what the presenter shows, from the next run on; tell whether that is something else than now."""
    code = state.read_meeting().code
    try:
        store = load_meetings()
        if (code, try_code(lambda: store.read_revision(code))) == state.recall(_SEEN):
            state.keep(_TROUBLE, "")
            return False
        showing = store.get(code)
    except AlpSatError as error:
        _note(error)
        return isinstance(error, MissingError)
    shown = _read_document(showing.shown)
    state.keep(_SEEN, (code, showing.revision))
    state.keep(_SHOWN, shown)
    state.keep(_TROUBLE, "")
    is_same = shown.page == state.read_address() and shown.view == _make_view()
    if not is_same:
        own = state.read_state().own
        show_step(Step(shown.page, "", tuple(shown.view.items())), kept=_KEPT)
        if state.read_state().own != own:
            reopen_book()
    return not is_same


def read_shown() -> Shown | None:
    """Return what the presenter showed last; None before this device heard of it."""
    shown = state.recall(_SHOWN)
    return shown if isinstance(shown, Shown) and state.recall(_SEEN) else None


def tell_seen() -> str:
    """Return the number of what was shown last; empty while the line does not hold, so that any number is news."""
    seen = state.recall(_SEEN)
    return "" if seen is None or state.recall(_TROUBLE) else str(seen[1])


def tell_shown() -> None:
    """Tell the others what is shown here, when it is something else; what could not be told, at the next gesture."""
    meeting = state.read_meeting()
    if meeting.role != "presenter" or is_awaited():
        return
    document = _write_document()
    if state.recall(_TOLD) == (meeting.code, document):
        return
    try:
        load_meetings().show(meeting.code, document, find_writer("present"))
    except AlpSatError as error:
        _note(error)
    else:
        state.keep(_TOLD, (meeting.code, document))
        state.keep(_TROUBLE, "")


call_at_end(tell_shown)


def show_opening() -> None:
    """Offer to open the meeting, show its code once it is open, and offer to follow another."""
    meeting = state.read_meeting()
    if meeting.role == "presenter":
        base = find_public_address()
        opened = f"{base}/?{urlencode({ROLE_NAMES['follower']: meeting.code})}" if base else ""
        advice = _("Pour suivre : visez ce code avec l'appareil photo")
        st.html(draw_invitation(opened, advice, _("Code QR qui suit la réunion sur un autre appareil")))
        st.html(write_tag("p", (write_tag("span", _("Code de la réunion")), " ", write_tag("b", meeting.code.upper()))))
        st.button(_("Fermer aux autres appareils"), key="reunion_fermer_ligne", on_click=close_line)
        return
    if offer("MeetingStore.open_meeting"):
        st.html(
            write_tag(
                "p", _("Chacun suit alors sur son téléphone ou son ordinateur ce que vous montrez, pendant un jour.")
            )
        )
        st.button(_("Ouvrir aux autres appareils"), key="reunion_ouvrir_ligne", type="primary", on_click=open_line)
    if state.recall(_OPENING):
        st.html(write_naming())
        await_name()
    st.text_input(
        _("Ou suivre une réunion : son code"),
        key="reunion_code",
        max_chars=16,
        on_change=lambda: join_line(str(state.read_widget("reunion_code"))),
    )


def finish_opening() -> None:
    """Open the meeting that waited for the name of the browser, once it has one."""
    if state.recall(_OPENING) and state.find_device():
        _open()


def show_trouble() -> None:
    """Show why the line does not hold, while it does not."""
    sentence = str(state.recall(_TROUBLE) or "")
    if sentence:
        st.html(put_in_notice("status", sentence))


def write_voting_address() -> str:
    """Write where this device votes in what the presenter shows; empty when no vote is shown."""
    shown = read_shown()
    session = shown.view.get("session", "") if shown else ""
    return f"{shown.page}?{urlencode({'session': session, 'ecran': 'vote'})}" if shown and session else ""


def tell_step(shown: Shown) -> str:
    """Say at which step the presenter is."""
    count = _("{place} sur {count}").format(place=shown.place, count=shown.count)
    return f"{count} {shown.title or name_page(shown.page)}"


def _open() -> None:
    state.keep(_OPENING, False)  # noqa: FBT003 - the value kept
    try:
        code = load_meetings().open_meeting(_write_document(), find_writer())
    except AlpSatError as error:
        state.keep(_TROUBLE, _say(error))
        return
    state.keep(_TROUBLE, "")
    state.change_meeting(role="presenter", code=code)
    threading.Thread(target=_prepare, args=(load_project(), state.read_state()), daemon=True).start()


def _prepare(project: Project, current: AppState) -> None:
    """Make ready, before the room comes, what takes longest: the pages, and every programme that may be chosen."""
    import_every_page()
    lay_ground(project.territory, read_shapes(project.territory))
    with suppress(AlpSatError):  # for the page of the programmes to tell
        evaluate_programmes(project, read_offer(current))


def _check_presenter() -> None:
    """Let who opened a presenter's link on another device follow: the right to lead is in no address."""
    code = state.read_meeting().code
    if state.recall(_TOLD):
        return
    try:
        if not try_code(lambda: load_meetings().may_lead(code, find_actor())):
            state.change_meeting(role="follower", mode="on")
            catch_up()
    except AlpSatError as error:
        _note(error)


def _write_document() -> dict[str, object]:
    steps = list_steps()
    place = find_place(steps, state.read_address())
    return asdict(Shown(state.read_address(), _make_view(), place + 1, len(steps), steps[place].title))


def _make_view() -> dict[str, str]:
    view = dict(write_view(state.make_view(state.read_state()), left_out=_OWN_NAMES))
    # Whoever follows sees the room, whatever this device does in it.
    return view | {"ecran": ROOM_WORD} if "session" in view else view


def _read_document(document: object) -> Shown:
    """Read what the database holds, which another version may have written."""
    values = document if isinstance(document, dict) else {}
    numbers = [values.get(name) for name in ("place", "count")]
    place, count = (number if isinstance(number, int) and 0 < number <= STEPS_AT_MOST else 1 for number in numbers)
    title = clean_line(str(values.get("title", "")))[:TITLE_LENGTH]
    return Shown(str(values.get("page", "")), dict(read_view(values.get("view")) or ()), place, count, title)


def _note(error: AlpSatError) -> None:
    if isinstance(error, DeniedError):
        state.change_meeting(role="follower", mode="on")
    elif isinstance(error, MissingError):
        is_follower = state.read_meeting().role == "follower"
        state.change_meeting(role="", code="", **({"mode": ""} if is_follower else {}))
        state.add_notice(_say(error))
    else:
        state.keep(_TROUBLE, _say(error))


def _say(error: AlpSatError) -> str:
    if isinstance(error, MissingError):
        return _("Aucune réunion n'est ouverte sous ce code, ou elle est terminée : demandez le code à qui présente.")
    if not isinstance(error, StoreError):
        return tell_error(error)
    _LOG.warning("%s", error)
    return _("La réunion ne répond pas pour l'instant : la suite viendra dès qu'elle répondra, rien n'est perdu.")
