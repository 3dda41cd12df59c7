"""The button of every page that begins a meeting, and the bar that leads through it."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.run import fragment, is_drawn_alone
from alpsat_geo.app.parts.meeting import line
from alpsat_geo.app.parts.meeting import steps as meeting_steps
from alpsat_geo.app.parts.meeting.steps import add_view, find_place, go_to, list_steps, name_step
from alpsat_geo.report.address.meeting import TITLE_LENGTH, Meeting
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import put_in_notice, write_tag

_CHOSEN, _NAMED, _DRAWN = "reunion_etape_choisie", "reunion_nom", "reunion_dessinee"


def show_meeting_button() -> None:
    """Show, in the bar of every page, the button that begins a meeting; nothing in one."""
    line.keep_up()
    _turn_page()
    meeting_steps.settle_place()
    meeting = state.read_meeting()
    if meeting.mode or meeting.role:
        return
    # static/page.js finds these buttons by their keys, and asks for the full screen in the gesture itself.
    st.container(key="reunion_debut").button(
        _("Réunion"),
        key="reunion_commencer",
        icon=":material/present_to_all:",
        help=_("Plein écran et grands caractères, étape par étape. Touche F."),
        on_click=_begin,
    )


def show_meeting_bar() -> None:
    """Show what leads the meeting of this visit, prepares it or follows it; nothing without one."""
    line.finish_opening()
    meeting = state.read_meeting()
    state.keep(_DRAWN, meeting)
    if not (meeting.mode or meeting.role):
        return
    with st.container(key="reunion", horizontal=True, vertical_alignment="center", gap="small"):
        if meeting.role == "follower":
            _show_following()
        elif meeting.role == "away":
            _show_absence()
        elif meeting.mode == "preparing":
            _show_preparation(meeting)
        elif meeting.mode == "on":
            _show_steps()
        else:
            _show_pause()
    sentence = meeting_steps.take_message()
    if sentence:
        st.html(put_in_notice("alert", sentence))


@fragment
def _show_following() -> None:
    """Say what the presenter shows, and show it when it is something else.

    ``static/page.js`` waits for the next number of the line, and presses the hidden button once the last answer has
    come. Streamlit's own clock would ask again while the page is being turned: its browser then draws a part of the
    next page in the former one, and stops.
    """
    _draw_again()
    # A page has caught up at its start.
    if is_drawn_alone() and line.catch_up():
        _turn_page()
        st.rerun()
    shown = line.read_shown()
    told = line.tell_step(shown) if shown else ""
    address = line.write_voting_address()
    parts = [write_tag("b", _("Vous suivez la réunion")), " ", write_tag("span", told)]
    if address:
        parts += [" ", write_tag("a", _("Voter depuis cet appareil"), href=address, target="_blank", rel="noopener")]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(write_tag("p", parts, "ag-step"))
        line.show_trouble()
        st.button(_("Explorer librement"), key="reunion_explorer", icon=":material/explore:", on_click=line.leave_line)
    with st.container(key="reunion_ecoute"):
        st.html(write_tag("span", "", data_line=state.read_meeting().code, data_seen=line.tell_seen()))
        st.button(_("Vous suivez la réunion"), key="reunion_entendre")


def _show_absence() -> None:
    told = _("Vous explorez librement : la réunion continue sans vous.")
    st.html(write_tag("p", told, "ag-step", role="status"))
    st.button(
        _("Revenir à la réunion"),
        key="reunion_revenir",
        icon=":material/present_to_all:",
        type="primary",
        on_click=line.take_line,
    )
    st.button(_("Ne plus suivre"), key="reunion_partir", on_click=line.quit_line)


def _show_pause() -> None:
    """Show, to who left the full screen with others following, that they still do."""
    st.html(write_tag("p", _("D'autres appareils suivent cette page."), "ag-step", role="status"))
    st.button(_("Reprendre la réunion"), key="reunion_lancer", icon=":material/present_to_all:", on_click=_begin)
    _show_devices()


def _show_steps() -> None:
    steps = list_steps()
    place = find_place(steps, state.read_address())
    st.button(
        _("Précédent"),
        key="reunion_precedent",
        icon=":material/chevron_left:",
        disabled=place == 0,
        on_click=go_to,
        args=(place - 1,),
    )
    count = _("{place} sur {count}").format(place=place + 1, count=len(steps))
    st.html(write_tag("p", (write_tag("b", count), " ", write_tag("span", name_step(steps[place]))), "ag-step"))
    is_last = place + 1 == len(steps)
    label = _("Suivant") if is_last else _("Suivant : {name}").format(name=name_step(steps[place + 1]))
    st.button(
        label,
        key="reunion_suivant",
        icon=":material/chevron_right:",
        icon_position="right",
        type="primary",
        disabled=is_last,
        on_click=go_to,
        args=(place + 1,),
    )
    _show_list()
    _show_devices()
    st.button(_("Quitter"), key="reunion_quitter", icon=":material/close_fullscreen:", on_click=_leave)


def _show_preparation(meeting: Meeting) -> None:
    told = (
        _("Étapes préparées : {count}. Le lien de cette page les contient.").format(count=len(meeting.steps))
        if meeting.steps
        else _("Réglez une page, puis ajoutez-la. Sans étape préparée, la réunion suit les étapes habituelles.")
    )
    st.html(write_tag("p", told, "ag-step", role="status"))
    st.button(_("Ajouter cette vue"), key="reunion_ajouter", icon=":material/add:", type="primary", on_click=add_view)
    _show_list()
    st.button(_("Commencer la réunion"), key="reunion_lancer", icon=":material/present_to_all:", on_click=_begin_first)
    st.button(_("Fermer"), key="reunion_fermer", on_click=_leave)


@fragment
def _show_list() -> None:
    """Offer the list of the steps; it is made when somebody opens it."""
    box = st.popover(_("Étapes"), icon=":material/list:", key="reunion_etapes", on_change="rerun")
    _draw_again()
    if not box.open:
        return
    steps = list_steps()
    place = find_place(steps, "")
    with box:
        state.set_widget(_CHOSEN, place)
        st.radio(
            _("Étapes de la réunion"),
            range(len(steps)),
            format_func=lambda number: f"{number + 1}. {name_step(steps[number])}",
            key=_CHOSEN,
            on_change=_choose,
        )
        state.set_widget(_NAMED, name_step(steps[place]))
        st.text_input(_("Nom de l'étape"), key=_NAMED, max_chars=TITLE_LENGTH, on_change=_rename, args=(place,))
        with st.container(horizontal=True):
            for key, label, act, arguments, is_off in (
                ("avancer", _("Plus tôt"), meeting_steps.move_step, (place, -1), place == 0),
                ("reculer", _("Plus tard"), meeting_steps.move_step, (place, 1), place + 1 == len(steps)),
                ("retirer", _("Retirer"), meeting_steps.remove_step, (place,), len(steps) == 1),
            ):
                st.button(label, key=f"reunion_{key}", disabled=is_off, on_click=act, args=arguments)


@fragment
def _show_devices() -> None:
    """Offer the line to other devices."""
    _draw_again()
    box = st.popover(_("Autres appareils"), icon=":material/devices:", key="reunion_appareils", on_change="rerun")
    with box:
        line.show_trouble()
        if box.open:
            line.show_opening()


def _choose() -> None:
    go_to(int(state.read_widget(_CHOSEN)))


def _rename(place: int) -> None:
    meeting_steps.rename_step(place, str(state.read_widget(_NAMED)))


def _turn_page() -> None:
    """Go to the page of the step that was asked for, when it is another."""
    page = meeting_steps.take_wanted_page()
    if page:
        st.switch_page(page.script)


def _draw_again() -> None:
    """Draw the whole page again when a part of it changed the meeting."""
    if state.read_meeting() != state.recall(_DRAWN):
        st.rerun()


def _begin() -> None:
    """Begin where one stands: a page of the steps is the present step, any other comes before the first."""
    pages = [step.page for step in list_steps()]
    address = state.read_address()
    state.change_meeting(mode="on", place=pages.index(address) if address in pages else 0)


def _begin_first() -> None:
    state.change_meeting(mode="on")
    go_to(0)


def _leave() -> None:
    state.change_meeting(mode="")
