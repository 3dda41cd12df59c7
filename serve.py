"""The web door: Streamlit's own ASGI entry, in our languages and behind strict headers.

``streamlit run serve.py`` starts it, and so does any ASGI server given ``serve:app``. It adds to ``dashboard.py`` what
Streamlit leaves to the host: the language of the page, security headers, ``/sante``, and pages of our own for errors.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlencode

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.runtime import exists, get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.uploaded_file_manager import UploadedFileManager

from alpsat_geo.app.core.device import IMAGE_PATH, INTRODUCTIONS, keep_code, keep_lead, name_device
from alpsat_geo.app.core.garbage import collect_in_background
from alpsat_geo.app.core.health import ALIVE_PLACE, READY_PLACE, report_life, report_readiness
from alpsat_geo.app.core.login.places import answer_login, require_settings
from alpsat_geo.app.core.logs import write_logs
from alpsat_geo.app.core.metrics import CountingMiddleware, tell_metrics
from alpsat_geo.app.core.opening import begin_preparation, declare_map_frame
from alpsat_geo.app.core.origins import is_own_origin
from alpsat_geo.app.core.page_table import ENTRY, PAGES
from alpsat_geo.app.core.publication import open_door
from alpsat_geo.app.core.revision_watch import MEETING_PATH, tell_revision
from alpsat_geo.app.core.security_headers import list_security_headers
from alpsat_geo.app.core.served_files import answer_file
from alpsat_geo.app.core.stopping import stop_whole
from alpsat_geo.app.core.streamlit_shell import TITLE, end_head, read_index
from alpsat_geo.app.parts.failure import show_failure, write_said
from alpsat_geo.domain.text import N_
from alpsat_geo.report.address.seat import CODE_NAME, LEAD_NAME
from alpsat_geo.report.language import FRENCH, LOCALES, _, speak
from alpsat_geo.report.markup import write_html_page, write_style, write_tag

ADDRESSES: Final = tuple(page.address for page in (ENTRY, *PAGES))
DASHBOARD: Final = Path(__file__).resolve().parent / "dashboard.py"
BASE: Final = "/".join(("", *filter(None, str(config.get_option("server.baseUrlPath") or "").split("/"))))
"""Path of the server in front of all its addresses: empty, or ``/alpsat``."""

FOREIGN_LINE: Final = 1008
"""Code by which a line is refused: it goes against a rule."""
BUSY_LINE: Final = 1013
"""Another: it may be tried again later."""

# By word of the state in the address: what Streamlit's interface understands.
THEME_OPTIONS: Final = {"clair": "light_theme", "sombre": "dark_theme"}

# Streamlit keeps what was sent until its visit ends, read or not.
UPLOADS_KEPT: Final = 4
UPLOADS_KEPT_BYTES: Final = 20 * 1024 * 1024
ALL_UPLOADS_KEPT_BYTES: Final = 200 * 1024 * 1024
UPLOAD_ROUTE: Final = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+")

FILES_ASKED_AT_ONCE: Final = 64
"""Across all visits; whatever is asked beyond waits outside."""

SECRETS: Final = frozenset({LEAD_NAME, CODE_NAME})
"""What a link carries that opens a right: the facilitators' token, a one-time code."""

# First segments that Streamlit answers itself.
STREAMLIT_SEGMENTS: Final = frozenset(
    {"_stcore", "app", "auth", "component", "favicon.png", "manifest.json", "media", "oauth2callback", "static"}
)

# What Streamlit would tell anyone of its memory and its visitors.
CLOSED: Final = frozenset({"/_stcore/metrics", "/_stcore/metrics/"})

ERROR_SENTENCES: Final = {
    400: N_("Cette adresse n'est pas lisible : vérifiez qu'elle a été copiée en entier."),
    403: N_("Cette adresse n'est pas ouverte au public : repartez de l'accueil."),
    404: N_("Cette adresse n'existe pas : vérifiez-la, ou repartez de l'accueil."),
    405: N_("Cette adresse se lit mais ne reçoit rien : copiez cette adresse dans un navigateur."),
    413: N_("Ce fichier pèse plus de 20 Mo : n'y laissez que ce qui est à lire, ou coupez-le en plusieurs."),
    429: N_("Trop de demandes à la suite depuis votre connexion à internet : recommencez dans une minute."),
    500: N_("Le tableau de bord a rencontré une erreur : rechargez la page dans un instant."),
    503: N_("Le tableau de bord démarre : rechargez la page dans un instant."),
}

LANGUAGE_NAME: Final = "langue"

ERROR_STYLE: Final = (
    "body{font-family:system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem;"
    "line-height:1.5;color:#1f2a33;background:#fff}a{color:#0b4f71}"
)


def write_error_page(status: int, home: str = "/", language: str = FRENCH) -> str:
    """Write the page of an HTTP error: what happened, what to do, and the way home."""
    said = ERROR_SENTENCES.get(status, ERROR_SENTENCES[500 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 400])
    with speak(language):
        title = _("Erreur {status}").format(status=status)
        way_home = write_tag("a", _("Revenir à l'accueil"), href=home)
        body = write_tag("main", (write_tag("h1", title), write_tag("p", _(said)), write_tag("p", way_home)))
    return write_html_page(language, f"{title} · {TITLE}", [write_style(ERROR_STYLE)], [body])


def find_language(connection: HTTPConnection) -> str:
    """Return the language that an address asks for; French where it asks for none of ours."""
    asked = connection.query_params.get(LANGUAGE_NAME, FRENCH)
    return asked if asked in LOCALES else FRENCH


def answer_error(status: int, connection: HTTPConnection) -> HTMLResponse:
    """Answer an HTTP error with its page, in the language of the address.

    The way home is relative to the address, since a proxy may hide a part of its path.
    """
    place, language = find_place(connection.scope["path"]), find_language(connection)
    home = f"{BASE}/" if place is None else "../" * (place.count("/") - 1) or "./"
    kept = "" if language == FRENCH else f"?{urlencode({LANGUAGE_NAME: language})}"
    return HTMLResponse(write_error_page(status, home + kept, language), status)


def find_place(path: str) -> str | None:
    """Return a path as it stands below the base path of the server; None where it stands elsewhere."""
    return path.removeprefix(BASE) or "/" if path == BASE or path.startswith(f"{BASE}/") else None


def is_unknown(place: str) -> bool:
    """Tell whether neither Streamlit nor a page of the dashboard answers at a place below the base path."""
    segments = place.strip("/").split("/")
    is_page = len(segments) == 1 and segments[0] in ADDRESSES
    is_ours = (
        is_page or segments[0] in {*STREAMLIT_SEGMENTS, IMAGE_PATH, MEETING_PATH} or place in {ALIVE_PLACE, READY_PLACE}
    )
    return place in CLOSED or not is_ours


def make_room_for_upload(path: str, files: UploadedFileManager) -> None:
    """Forget the oldest files of the visit that sends one more, then of others: each was read when it came."""
    route = UPLOAD_ROUTE.fullmatch(path)
    if route is None or not isinstance(files, MemoryUploadedFileManager):
        return
    held = tuple(files.file_storage.get(route[1], {}).items())
    kept_bytes = 0
    for rank, (file_id, file) in enumerate(reversed(held), start=1):
        kept_bytes += len(file.data)
        if rank >= UPLOADS_KEPT or kept_bytes > UPLOADS_KEPT_BYTES:
            files.remove_file(route[1], file_id)
    everywhere = [(visit, *one) for visit, kept in tuple(files.file_storage.items()) for one in tuple(kept.items())]
    all_bytes = sum(len(file.data) for _visit, _file_id, file in everywhere)
    for visit, file_id, file in everywhere:
        if all_bytes <= ALL_UPLOADS_KEPT_BYTES:
            return
        files.remove_file(visit, file_id)
        all_bytes -= len(file.data)


class DoorMiddleware:
    """Middleware: security headers on every answer, and pages in the reader's language in place of bare errors."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            await self._open_line(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _open_line(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Open the line of a page, or refuse that of another server's page."""
        headers = MutableHeaders(scope=scope)
        origin, host = headers.get("origin"), headers.get("host", "")
        if origin is not None:
            if not is_own_origin(origin, host):
                await send({"type": "websocket.close", "code": FOREIGN_LINE})
                return
            # Judged here: Streamlit would ask the internet about an origin that is not the host's.
            headers["origin"] = f"{scope['scheme'].replace('ws', 'http', 1)}://{host}"
        if is_held_back("line", HTTPConnection(scope)):
            await send({"type": "websocket.close", "code": BUSY_LINE})
            return
        await self.app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer ourselves what Streamlit must not or need not, and dress what it answers."""
        place, request = find_place(scope["path"]), Request(scope, receive)
        dressed = dress_answer(send, place)
        answer = await answer_ourselves(request, place)
        if answer is not None:
            await answer(scope, receive, dressed)
            return
        if scope["method"] == "PUT" and is_held_back("upload", request):
            await answer_error(HTTPStatus.TOO_MANY_REQUESTS, request)(scope, receive, dressed)
            return
        if scope["method"] == "PUT" and exists():
            make_room_for_upload(str(place), get_instance().uploaded_file_mgr)
        wants_page = "text/html" in request.headers.get("accept", "")
        is_replaced = False

        async def send_or_replace(message: Message) -> None:
            nonlocal is_replaced
            if message["type"] == "http.response.start" and message["status"] >= HTTPStatus.BAD_REQUEST and wants_page:
                is_replaced = True
                await answer_error(message["status"], request)(scope, receive, dressed)
            elif not is_replaced:
                await dressed(message)

        await self.app(scope, receive, send_or_replace)


def is_held_back(act: Literal["line", "upload"], connection: HTTPConnection) -> bool:
    """Tell whether an address asked too much of the door; see `alpsat_geo.app.core.limits`."""
    # The door opens before the library of limits is loaded.
    return bool(import_module("alpsat_geo.app.core.limits").is_held_back(act, connection))


def dress_answer(send: Send, place: str | None) -> Send:
    """Give an answer its security headers."""

    async def send_dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(list_security_headers(place or ""))
        await send(message)

    return send_dressed


async def answer_ourselves(request: Request, place: str | None) -> Response | None:
    """Answer what Streamlit is not asked: addresses that do not exist, and files that we serve."""
    if place is None and request.url.path == "/":
        return RedirectResponse(f"{BASE}/?{request.url.query}", HTTPStatus.TEMPORARY_REDIRECT)
    answer = await answer_login(request, place)
    if answer is not None:
        return answer
    if place is None or is_unknown(place):
        return answer_error(HTTPStatus.NOT_FOUND, request)
    return await answer_file(request, place)


@cache
def write_index(language: str) -> str:
    """Write the shell in a language, with what it says should the interface fail."""
    return end_head(read_index().replace('lang="fr"', f'lang="{language}"', 1), write_said(language))


async def show_index(request: Request) -> Response:
    """Answer the shell in which the browser draws a page of the dashboard, in the looks and language that it asks."""
    option = THEME_OPTIONS.get(request.query_params.get("theme", ""))
    if option and request.query_params.get("embed_options") != option:
        # The interface reads its theme in its own address, when it loads.
        kept = [(name, value) for name, value in request.query_params.multi_items() if name != "embed_options"]
        return RedirectResponse(f"?{urlencode([*kept, ('embed_options', option)])}", HTTPStatus.TEMPORARY_REDIRECT)
    if SECRETS & request.query_params.keys():
        return move_secrets(request)
    page = write_index(find_language(request))
    # It may carry the name of a device: no cache between keeps it.
    answer = HTMLResponse(page, headers={"Cache-Control": "private, no-cache"})
    give_cookies(answer, name_device(request))
    return answer


def give_cookies(answer: Response, *headers: str) -> None:
    """Add to an answer the headers that keep something in a browser, but the empty ones."""
    for header in filter(None, headers):
        answer.headers.append("set-cookie", header)


def move_secrets(request: Request) -> Response:
    """Lead on to the same page without what opens a right, which the browser keeps instead of its history."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in SECRETS]
    answer = RedirectResponse(f"?{urlencode(kept)}", HTTPStatus.SEE_OTHER, headers={"Cache-Control": "no-store"})
    give_cookies(answer, keep_lead(request), keep_code(request))
    return answer


async def name_visit(request: Request) -> Response:
    """Answer the image, without any size, that names the browser of a visit."""
    answer = Response(
        write_tag("svg", xmlns="http://www.w3.org/2000/svg"),
        media_type="image/svg+xml",
        headers={"Cache-Control": "no-store"},
    )
    give_cookies(answer, INTRODUCTIONS.introduce(request.path_params["visit"], request))
    return answer


async def open_first_page(request: Request) -> Response:
    """Lead from the root to the first page, whatever the base path of the server; the state in the address is kept."""
    query = f"?{request.url.query}" if request.url.query else ""
    # Seen from "/alpsat" without its slash, the page stands one step further.
    step = "" if request.url.path.endswith("/") else f"{request.url.path.rpartition('/')[2]}/"
    return RedirectResponse(step + PAGES[0].address + query, HTTPStatus.TEMPORARY_REDIRECT)


async def answer_failure(request: Request, _error: Exception) -> Response:
    """Answer an exception nobody caught; the server has logged its trace."""
    place = find_place(request.url.path)
    response = answer_error(HTTPStatus.INTERNAL_SERVER_ERROR, request)
    response.headers.update(list_security_headers(place or ""))
    return response


@asynccontextmanager
async def live(_app: st.App) -> AsyncIterator[None]:
    """Do what a server does beside answering, as long as it lives."""
    write_logs()
    threading.Thread(target=declare_map_frame, name="map-frame", daemon=True).start()
    # Files are made there, and wait there for their turn: one visitor's must not take every thread.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(FILES_ASKED_AT_ONCE))
    async with stop_whole():
        with collect_in_background(), tell_metrics():
            yield


# Streamlit must not take pages/ for scripts of their own before dashboard.py has named them.
PagesManager.uses_pages_directory = False
write_logs()
require_settings()
open_door()
begin_preparation()

app = st.App(
    DASHBOARD,
    lifespan=live,
    routes=[
        Route(BASE + ALIVE_PLACE, report_life),
        Route(BASE + READY_PLACE, report_readiness),
        Route(f"{BASE}/", open_first_page),
        *([Route(BASE, open_first_page)] if BASE else []),
        Route(f"{BASE}/{IMAGE_PATH}/{{visit}}", name_visit),
        Route(f"{BASE}/{MEETING_PATH}/{{code}}", tell_revision),
        *(Route(f"{BASE}/{address}", show_index) for address in ADDRESSES if address),
    ],
    middleware=[Middleware(CountingMiddleware), Middleware(DoorMiddleware)],
    on_script_error=show_failure,
    exception_handlers={Exception: answer_failure},
)
