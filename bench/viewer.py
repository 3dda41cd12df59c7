"""A viewer without a browser: opens a page and moves its sliders in Streamlit's own protocol."""

from __future__ import annotations

import math
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

OPENED_AT_MOST_S = 300.0
SLIDER = "choix_minutes"
"""Key of the slider of T, on every page that has it."""

_TOLD = ('class="ag-verdict', 'class="ag-lives')
"""What the answer and the lines of the scenarios are known by."""


def _hold_slider(element: Any, state: WidgetState) -> None:  # noqa: ANN401 - a slider, of numbers or of choices
    if element.options:
        chosen = element.raw_value or [element.options[int(place)] for place in element.default]
        state.string_array_value.data.extend(chosen)
    else:
        state.double_array_value.data.extend(element.value or element.default)


def _find_choice(element: Any) -> str:  # noqa: ANN401 - a radio or a list of choices
    return str(element.raw_value or element.options[element.default])


# By kind of element: what the browser holds of it until somebody changes it.
_HELD: Mapping[str, Callable[[Any, WidgetState], None]] = {
    "checkbox": lambda element, state: setattr(state, "bool_value", element.value or element.default),
    "radio": lambda element, state: setattr(state, "string_value", _find_choice(element)),
    "selectbox": lambda element, state: setattr(state, "string_value", _find_choice(element)),
    "slider": _hold_slider,
    "button_group": lambda element, state: state.string_array_value.data.extend(
        element.raw_values or [element.options[i].content for i in element.default]
    ),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """How long the server took, counted from the message of the viewer, in seconds.

    To the map, to the answer, to the lines of the scenarios, and to the end; NaN where one did not come.
    """

    map_s: float
    end_s: float
    answer_s: float = math.nan
    lines_s: float = math.nan


@dataclass
class Viewer:
    """One visit, from its page to its last change.

    Attributes
    ----------
    held : dict of str to WidgetState
        Widgets on the page, by identifier.
    sliders, boxes : dict of str to (str, str)
        By label: identifier of a slider, or of a box that opens, and of the fragment that holds it.
    files : dict of str to str
        By key of their button: what a file is asked for by.
    said : list of str
        The blocks of HTML in the last answer.
    """

    connection: ClientConnection
    page: str
    query: str
    hash: str = ""
    session: str = ""
    held: dict[str, WidgetState] = field(default_factory=dict)
    sliders: dict[str, tuple[str, str]] = field(default_factory=dict)
    boxes: dict[str, tuple[str, str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    async def open(self) -> Answer:
        """Ask for the page, as the browser does when its interface has come."""
        return await self._ask(ClientState(query_string=self.query, page_name=self.page))

    async def move_slider(self, key: str, value: float) -> Answer:
        """Move a slider, and wait until the server has answered.

        Parameters
        ----------
        key : str
            Of the widget: two commits may name it otherwise on screen.
        value : float
        """
        slider, fragment = next(found for found in self.sliders.values() if found[0].endswith(f"-{key}"))
        self.held[slider].double_array_value.data[:] = [value]
        return await self._change(fragment)

    async def open_box(self, label: str) -> Answer:
        """Open a box, and wait until the server has answered.

        Parameters
        ----------
        label : str
            How its label begins.
        """
        box, fragment = next(found for name, found in self.boxes.items() if name.startswith(label))
        self.held[box] = WidgetState(id=box, bool_value=True)
        return await self._change(fragment)

    async def fetch_file(self, key: str) -> float:
        """Ask for a file that is made when it is asked for; return the seconds until it could be fetched.

        Parameters
        ----------
        key : str
            Of its button.
        """
        file = self.files[key]
        message = BackMsg()
        message.backend_operation_request.request_id = file
        message.backend_operation_request.session_id = self.session
        message.backend_operation_request.deferred_file.file_id = file
        start = time.perf_counter()
        await self.connection.send(message.SerializeToString())
        async for frame in self.connection:
            answer = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
            if answer.WhichOneof("type") == "backend_operation_response":
                if answer.backend_operation_response.error_msg:
                    raise RuntimeError(f"/{self.page} : {answer.backend_operation_response.error_msg}")
                return time.perf_counter() - start
        raise ConnectionError(f"/{self.page} : le serveur a fermé la connexion")

    async def _change(self, fragment: str) -> Answer:
        state = ClientState(query_string=self.query, page_script_hash=self.hash, fragment_id=fragment)
        state.widget_states.widgets.extend(self.held.values())
        return await self._ask(state)

    async def _ask(self, state: ClientState) -> Answer:
        self.said.clear()
        start, map_s = time.perf_counter(), math.nan
        told_s = dict.fromkeys(_TOLD, math.nan)
        await self.connection.send(BackMsg(rerun_script=state).SerializeToString())
        async for frame in self.connection:
            message = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
            kind = message.WhichOneof("type")
            if kind == "delta":
                if self._keep(message) and math.isnan(map_s):
                    map_s = time.perf_counter() - start
                for mark in _TOLD:
                    if math.isnan(told_s[mark]) and mark in message.delta.new_element.html.body:
                        told_s[mark] = time.perf_counter() - start
            elif kind == "new_session":
                self.hash, self.session = (
                    message.new_session.page_script_hash,
                    message.new_session.initialize.session_id,
                )
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return Answer(map_s, time.perf_counter() - start, *told_s.values())
        raise ConnectionError(f"/{self.page} : le serveur a fermé la connexion")

    def _keep(self, message: ForwardMsg) -> bool:
        """Keep a widget that the server sends; tell whether the element is a map."""
        box = message.delta.add_block.expandable
        if box.id:
            self.boxes[box.label] = (box.id, message.delta.fragment_id)
        element = message.delta.new_element
        kind = str(element.WhichOneof("type"))
        if kind in _HELD:
            shown = getattr(element, kind)
            if shown.id not in self.held or shown.set_value:
                self.held[shown.id] = state = WidgetState(id=shown.id)
                _HELD[kind](shown, state)
            if kind == "slider":
                self.sliders[shown.label] = (shown.id, message.delta.fragment_id)
        elif kind == "download_button":
            self.files[element.download_button.id.rpartition("-")[2]] = element.download_button.deferred_file_id
        elif kind == "html":
            self.said.append(element.html.body)
        if kind == "exception":
            raise RuntimeError(f"/{self.page} : {element.exception.message}")
        return kind == "component_instance"


@asynccontextmanager
async def visit(address: str, path: str, headers: Mapping[str, str] | None = None) -> AsyncIterator[Viewer]:
    """Connect a viewer to a page that it has not asked for yet.

    Parameters
    ----------
    address : str
        Of the server, ``http://127.0.0.1:8501``.
    path : str
        Of the page, with its query.
    headers : mapping of str to str, optional
        Beside those of every WebSocket.
    """
    parts = urlsplit(path)
    stream = f"ws{address.removeprefix('http')}/_stcore/stream"
    async with connect(
        stream,
        subprotocols=[Subprotocol("streamlit")],
        additional_headers=headers,
        max_size=None,
        compression=None,
        open_timeout=OPENED_AT_MOST_S,
        # The server asks whether viewers live; a busy one must not be left for having answered late.
        ping_interval=None,
    ) as connection:
        yield Viewer(connection, parts.path.strip("/"), parts.query)
