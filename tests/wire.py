"""A visitor without a browser, in Streamlit's own protocol: what a phone sends, and what somebody forges."""

from __future__ import annotations

import asyncio
import re
import time
import urllib.request
from collections.abc import Awaitable
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from threading import Thread
from typing import TypeVar
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import StringArray
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

PATIENCE_S = 60
Answer = TypeVar("Answer")

# Reads and writes the lines of all the visits of this process. The library's blocking client reads an encrypted line in
# one thread while it writes in another, which Python before 3.13.6 does not guard: about one line in a thousand never
# hears that it is open.
_LOOP = asyncio.new_event_loop()
Thread(target=_LOOP.run_forever, name="lines", daemon=True).start()


def fetch_cookies(address: str, path: str) -> dict[str, str]:
    """Ask for a page as a browser without any cookie does, and return those that it is given."""
    with urllib.request.urlopen(f"{address}{path}", timeout=PATIENCE_S) as answer:  # noqa: S310 - our own server
        kept = SimpleCookie()
        for header in answer.headers.get_all("Set-Cookie", []):
            kept.load(header)
    return {name: morsel.value for name, morsel in kept.items()}


async def _open_line(stream: str, headers: dict[str, str]) -> ClientConnection:
    # A test that takes long elsewhere is not taken for a server that went away.
    return await connect(
        stream,
        subprotocols=[Subprotocol("streamlit")],
        additional_headers=headers,
        max_size=None,
        open_timeout=PATIENCE_S,
        ping_interval=None,
    )


def _wait_for(answer: Awaitable[Answer]) -> Answer:
    return asyncio.run_coroutine_threadsafe(asyncio.wait_for(answer, PATIENCE_S), _LOOP).result()


@dataclass
class WireVisit:
    """One visit of one page.

    Attributes
    ----------
    buttons, boxes : dict of str to (str, str)
        By label: identifier, and fragment that holds it.
    fields : dict of str to (str, str)
        Likewise, those that take a text, or one of a list.
    options : dict of str to tuple of str
        What each list offers.
    chosen : dict of str to str
        By identifier of a choice: what it holds.
    pills : dict of str to (str, str, tuple of str)
        By label of a row of pills: identifier, fragment that holds it, and what it offers.
    tapped : dict of str to str
        By identifier of a row of pills: the one that was tapped.
    said : dict of str to str
        By place: the text of our own blocks.
    opened : list of str
        Identifiers of the boxes that stand open.
    held : dict of str to str
        By identifier of a field that was filled, or of a list: what it holds.
    title, titled_at_s, drawn_at_s : str and float
        The question of the page that came last, when it came, and when the last run ended.
    """

    connection: ClientConnection
    page: str
    query: str
    hash: str = ""
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)
    boxes: dict[str, tuple[str, str]] = field(default_factory=dict)
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    pills: dict[str, tuple[str, str, tuple[str, ...]]] = field(default_factory=dict)
    tapped: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)
    title: str = ""
    titled_at_s: float = 0.0
    drawn_at_s: float = 0.0

    @classmethod
    def open(cls, address: str, path: str, cookies: dict[str, str], headers: dict[str, str] | None = None) -> WireVisit:
        """Open a page with these cookies, and wait until it is drawn."""
        sent = {**(headers or {}), "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        connection = _wait_for(_open_line(f"ws{address.removeprefix('http')}/_stcore/stream", sent))
        parts = urlsplit(path)
        visit = cls(connection, parts.path.strip("/"), parts.query)
        visit.ask(ClientState(query_string=visit.query, page_name=visit.page))
        return visit

    def look_again(self) -> None:
        """Have the whole page drawn again."""
        self.ask(ClientState(query_string=self.query, page_name=self.page))

    def press(self, label: str) -> None:
        """Press a button, and wait until the page is drawn again."""
        self.trigger(*self.buttons[label])

    def type(self, label: str, text: str) -> None:
        """Type in a field and leave it."""
        widget, fragment = self.fields[_make_plain(label)]
        self.held[widget] = text
        self.fill(self.chosen, fragment)

    def tap_all(self, *places: int) -> None:
        """Tap one pill of each row, by its place."""
        for (widget, fragment, options), place in zip(tuple(self.pills.values()), places, strict=True):
            self.tapped[widget] = options[place]
            self._send([], fragment)

    def fill(self, texts: dict[str, str], fragment: str = "") -> None:
        """Say what widgets hold, whether this page has them or not."""
        self._send([WidgetState(id=widget, string_value=text) for widget, text in texts.items()], fragment)

    def open_box(self, label: str) -> None:
        """Open a box whose content is made when it is opened."""
        box, fragment = self.boxes[label]
        self.opened.append(box)
        self._send([], fragment)

    def trigger(self, widget: str, fragment: str = "") -> None:
        """Say that a button was pressed, whether this page has it or not."""
        self._send([WidgetState(id=widget, trigger_value=True)], fragment)

    def _send(self, widgets: list[WidgetState], fragment: str) -> None:
        # What stands open and what fields hold, as a browser says each time.
        opened = [WidgetState(id=box, bool_value=True) for box in self.opened]
        held = [WidgetState(id=field, string_value=text) for field, text in self.held.items()]
        tapped = [
            WidgetState(id=row, string_array_value=StringArray(data=[option])) for row, option in self.tapped.items()
        ]
        widgets = [*opened, *held, *tapped, *widgets]
        # A whole run finds its page by its name.
        state = ClientState(query_string=self.query, page_name=self.page, fragment_id=fragment)
        if fragment:
            state = ClientState(query_string=self.query, page_script_hash=self.hash, fragment_id=fragment)
        state.widget_states.widgets.extend(widgets)
        self.ask(state)

    def ask(self, state: ClientState) -> None:
        """Send what the browser holds, and read until the script has ended."""
        _wait_for(self.connection.send(BackMsg(rerun_script=state).SerializeToString()))
        while True:
            frame = _wait_for(self.connection.recv())
            message = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.hash = message.new_session.page_script_hash
            elif kind == "navigation":
                shown = message.navigation.page_script_hash
                pages = {page.page_script_hash: page.url_pathname for page in message.navigation.app_pages}
                self.page = pages.get(shown, self.page)
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "delta":
                self._keep(message)
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self.drawn_at_s = time.monotonic()
                return

    def read(self) -> str:
        """Return all the text that the page showed since it was opened."""
        return " ".join(self.said.values())

    def close(self) -> None:
        """Go away."""
        _wait_for(self.connection.close())

    def _keep(self, message: ForwardMsg) -> None:
        for box in (message.delta.add_block.popover, message.delta.add_block.expandable):
            if box.id:
                self.boxes[box.label] = (box.id, message.delta.fragment_id)
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        place = ".".join(map(str, message.metadata.delta_path))
        if kind == "button":
            self.buttons[_make_plain(element.button.label)] = (element.button.id, message.delta.fragment_id)
        elif kind == "text_input":
            if element.text_input.set_value:
                self.held.pop(element.text_input.id, None)
            self.fields[_make_plain(element.text_input.label)] = (element.text_input.id, message.delta.fragment_id)
        elif kind == "selectbox":
            self._keep_list(element.selectbox, message.delta.fragment_id)
        elif kind in {"radio", "button_group"}:
            self._keep_choice(element, message.delta.fragment_id)
        elif kind == "html":
            title = re.search(r"<h1[^>]*>(.*?)</h1>", element.html.body)
            if title and _make_plain(unescape(title[1])) != self.title:
                self.title, self.titled_at_s = _make_plain(unescape(title[1])), time.monotonic()
            self.said[place] = unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", element.html.body, flags=re.DOTALL))

    def _keep_choice(self, element: Element, fragment: str) -> None:
        if element.HasField("radio"):
            self.chosen[element.radio.id] = element.radio.options[element.radio.default]
            return
        shown = element.button_group
        if shown.set_value:
            self.tapped.pop(shown.id, None)
        self.pills[_make_plain(shown.label)] = (shown.id, fragment, tuple(one.content for one in shown.options))

    def _keep_list(self, shown: Selectbox, fragment: str) -> None:
        label = _make_plain(shown.label)
        self.fields[label], self.options[label] = (shown.id, fragment), tuple(shown.options)
        if shown.HasField("default"):
            self.held.setdefault(shown.id, shown.options[shown.default])


def _make_plain(text: str) -> str:
    """Return a text as one types it, without the spaces that keep a line whole."""
    return re.sub(r"\s", " ", text)
