"""Logging in and out: what the web door answers to a browser that asks, comes back, or leaves.

Between two requests the browser keeps everything, sealed: any replica answers the next one.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs

import argon2
from argon2.exceptions import VerificationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from alpsat_geo.app.core import limits
from alpsat_geo.app.core.account import ACCOUNT_COOKIE, STAFF
from alpsat_geo.app.core.login import pages
from alpsat_geo.app.core.login.places import BACK, ENTER, LEAVE
from alpsat_geo.app.core.login.return_address import check_return, read_language, read_return
from alpsat_geo.app.core.login.seals import COOKIE_LENGTH, seal, unseal
from alpsat_geo.app.core.login.settings import Settings, read_settings
from alpsat_geo.app.core.mode import is_hosted, read_address_of
from alpsat_geo.app.core.origins import is_own_origin
from alpsat_geo.app.core.wiring import load_spent_tokens
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.domain.text import N_
from alpsat_geo.report.language import _, speak
from alpsat_geo.sources.openid import ERROR_CODE, Attempt, Client, Identity, IdentityError, OutageError, Provider
from alpsat_geo.store.errors import StoreError
from alpsat_geo.store.tokens import make_token

LOGIN_COOKIE: Final = "alpsat_connexion"
LOGOUT_COOKIE: Final = "alpsat_deconnexion"
TOKEN_COOKIE: Final = "alpsat_jeton"
"""The provider's own token, which ends the session there: it is signed by the provider, and opens nothing here."""

SESSION_S: Final = 8 * 3600
LOGIN_S: Final = 600
FORM_MOST_BYTES: Final = 4096

_LOG = logging.getLogger(__name__)
_open_provider = cache(Provider)
_VERIFYING = asyncio.Lock()  # one hash takes 64 MB

_NOT_BEGUN = N_("Cette connexion n'a pas commencé dans ce navigateur, ou il y a plus de dix minutes : recommencez.")
_DONE_ALREADY = N_("Cette connexion a déjà abouti : recommencez.")
_GIVEN_UP = N_("Le fournisseur d'identité n'a pas ouvert de session : vous avez refusé, ou il ne vous connaît pas.")
_ELSEWHERE = N_("Ce mot de passe vient de la page d'un autre site : ouvrez cette page-ci, puis écrivez-le.")
_WRONG = N_("Ce n'est pas le mot de passe de l'équipe.")
_UNKEPT = N_("La base de données ne répond pas : réessayez dans un instant.")
_NOT_ENDED = N_(
    "La base de données ne répond pas : si quelqu'un a copié votre session, elle reste ouverte huit heures."
)
_OPEN_THERE = N_("Le fournisseur d'identité ne répond pas : votre session y reste ouverte, fermez le navigateur.")


class RefusalError(AlpSatError):
    """Nobody is logged in; the sentence, to translate, says why."""


class UnkeptError(RefusalError):
    """The database does not answer."""


_STATUSES: Final[dict[type[AlpSatError], HTTPStatus]] = {
    OutageError: HTTPStatus.BAD_GATEWAY,
    UnkeptError: HTTPStatus.SERVICE_UNAVAILABLE,
    limits.LimitError: HTTPStatus.TOO_MANY_REQUESTS,
}
"""By kind of error: the status that tells it; any other refusal is FORBIDDEN."""


async def answer(request: Request, place: str) -> Response | None:
    """Answer a place where one logs in or out; None where the dashboard has no accounts.

    Parameters
    ----------
    request : Request
    place : str
        Below the base path of the server.
    """
    if not is_hosted():
        return None
    settings = read_settings()
    if settings is None:
        back = read_return(request)
        with speak(read_language(back)):
            return _show(pages.write_absence(back), HTTPStatus.NOT_FOUND)
    attempt = _read_login(request, settings) if place == f"/{BACK}" else None
    back = check_return(str(attempt["back"])) if attempt else read_return(request)
    with speak(read_language(back)):
        try:
            return await _answer(request, place, settings, attempt, back)
        except (RefusalError, IdentityError, limits.LimitError) as error:
            return _refuse(settings, error, back)
        except StoreError as error:
            # What it says names a machine or a folder: it is for the log.
            _LOG.warning("/%s : %s", BACK, error)
            return _refuse(settings, UnkeptError(_UNKEPT), back)


async def _answer(
    request: Request, place: str, settings: Settings, attempt: Mapping[str, object] | None, back: str
) -> Response:
    if request.method not in {"GET", "HEAD"} and (place, request.method) != (f"/{ENTER}", "POST"):
        return Response(status_code=HTTPStatus.METHOD_NOT_ALLOWED)
    if place == f"/{LEAVE}":
        return await _leave(request, settings, back)
    if place == f"/{BACK}":
        return await _come_back(request, settings, attempt, back)
    if settings.client is not None:
        return await _start(settings, settings.client, back)
    return await _ask(request, settings, back)


async def _start(settings: Settings, client: Client, back: str) -> Response:
    """Lead to the provider; the browser keeps what must come back."""
    attempt = Attempt.make()
    lead = RedirectResponse(await _open_provider(client).write_start(attempt), HTTPStatus.SEE_OTHER)
    kept = {"state": attempt.state, "nonce": attempt.nonce, "verifier": attempt.verifier, "way": settings.way}
    sealed = seal(settings.secret, "login", {**kept, "back": back}, LOGIN_S)
    if len(sealed) > COOKIE_LENGTH:
        page = back.partition("?")[0]
        sealed = seal(settings.secret, "login", {**kept, "back": page, "is_cut": True}, LOGIN_S)
    _set_cookie(lead, settings, LOGIN_COOKIE, sealed, LOGIN_S, below=BACK)
    return _keep_private(lead)


async def _come_back(request: Request, settings: Settings, attempt: Mapping[str, object] | None, back: str) -> Response:
    """Log in whoever comes back from the provider with the code of a login that began in this browser."""
    asked, client = request.query_params, settings.client
    if attempt is None or client is None or not _is_same(asked.get("state", ""), attempt["state"]):
        raise RefusalError(_NOT_BEGUN)
    limits.count_login(read_address_of(request))
    if asked.get("iss", client.issuer).rstrip("/") != client.issuer.rstrip("/"):
        raise RefusalError(_NOT_BEGUN)
    if "error" in asked or not asked.get("code"):
        if ERROR_CODE.fullmatch(asked.get("error", "")):
            _LOG.warning("/%s : %s", BACK, asked["error"])
        raise RefusalError(_GIVEN_UP)
    # The code is spent before it is tried: nobody tries it twice here, whatever the provider allows.
    if not await _spend(str(attempt["state"]), LOGIN_S):
        raise RefusalError(_DONE_ALREADY)
    tried = Attempt(str(attempt["state"]), str(attempt["nonce"]), str(attempt["verifier"]))
    identity = await _open_provider(client).identify(asked["code"], tried)
    if attempt.get("is_cut"):
        arrival: Response = _show(pages.write_arrival(back))
    else:
        arrival = _lead_to(back)
    _end_cookie(arrival, settings, LOGIN_COOKIE, BACK)
    _open_session(arrival, settings, identity)
    return _keep_private(arrival)


async def _ask(request: Request, settings: Settings, back: str) -> Response:
    """Ask for the password of the staff, and log in whoever gives it."""
    if request.method != "POST":
        return _show(pages.write_password_page(back))
    # A form of another site would log a visitor in unawares.
    if not is_own_origin(request.headers.get("origin", ""), request.headers.get("host", "")):
        return _show(pages.write_password_page(back, _(_ELSEWHERE)), HTTPStatus.FORBIDDEN)
    try:
        limits.count_login(read_address_of(request))
    except limits.LimitError as error:
        return _show(pages.write_password_page(back, str(error)), HTTPStatus.TOO_MANY_REQUESTS)
    given = await _read_password(request)
    async with _VERIFYING:
        is_right = await run_in_threadpool(_is_password, settings.password_hash, given)
    if not is_right:
        return _show(pages.write_password_page(back, _(_WRONG)), HTTPStatus.FORBIDDEN)
    arrival = _lead_to(back)
    _open_session(arrival, settings, Identity(STAFF, "", "", ""))
    return _keep_private(arrival)


async def _leave(request: Request, settings: Settings, back: str) -> Response:
    """End the session, here on every replica and at the provider, which then sends back here."""
    left = unseal(settings.secret, "logout", request.cookies.get(LOGOUT_COOKIE, ""))
    given = request.query_params.get("state")
    if given is not None:
        is_ours = left is not None and _is_same(given, left["state"])
        departure = _show(pages.write_departure(check_return(str(left["back"])) if left and is_ours else back))
        _end_cookie(departure, settings, LOGOUT_COOKIE, LEAVE)
        return departure
    sealed = request.cookies.get(ACCOUNT_COOKIE, "")
    if not sealed:
        return _show(pages.write_departure(back))
    if not _is_from_here(request):
        return _show(pages.write_question(back))
    doubts = []
    try:
        session = unseal(settings.secret, "session", sealed)
        if session is not None:
            await _spend(str(session["session"]), SESSION_S)
    except StoreError as error:
        _LOG.warning("/%s : %s", LEAVE, error)
        doubts.append(_(_NOT_ENDED))
    state, end = secrets.token_urlsafe(48), ""
    if settings.client:
        try:
            token = request.cookies.get(TOKEN_COOKIE, "")
            end = await _open_provider(settings.client).write_end(token, state, f"{settings.public_url}/{LEAVE}")
        except IdentityError as error:
            _LOG.warning("/%s : %s", LEAVE, error)
            doubts.append(_(_OPEN_THERE))
    if end:
        departure = RedirectResponse(end, HTTPStatus.SEE_OTHER)
        sealed = seal(settings.secret, "logout", {"state": state, "back": back}, LOGIN_S)
        if len(sealed) <= COOKIE_LENGTH:
            _set_cookie(departure, settings, LOGOUT_COOKIE, sealed, LOGIN_S, below=LEAVE)
    else:
        departure = _show(pages.write_departure(back, " ".join(doubts)))
    _end_cookie(departure, settings, ACCOUNT_COOKIE)
    _end_cookie(departure, settings, TOKEN_COOKIE, LEAVE)
    return _keep_private(departure)


def _refuse(settings: Settings, error: AlpSatError, back: str) -> Response:
    _LOG.warning("/%s : %s", BACK, error)
    # A limit speaks the reader's language already.
    sentence = str(error) if isinstance(error, limits.LimitError) else _(str(error))
    status = next((status for kind, status in _STATUSES.items() if isinstance(error, kind)), HTTPStatus.FORBIDDEN)
    refusal = _show(pages.write_refusal(sentence, back), status)
    _end_cookie(refusal, settings, LOGIN_COOKIE, BACK)
    return refusal


def _read_login(request: Request, settings: Settings) -> Mapping[str, object] | None:
    attempt = unseal(settings.secret, "login", request.cookies.get(LOGIN_COOKIE, ""))
    return attempt if attempt and attempt["way"] == settings.way else None


def _open_session(arrival: Response, settings: Settings, identity: Identity) -> None:
    values = {"session": make_token(), "way": settings.way, "email": identity.email, "name": identity.name}
    sealed = seal(settings.secret, "session", {**values, "siret": identity.siret}, SESSION_S)
    _set_cookie(arrival, settings, ACCOUNT_COOKIE, sealed, SESSION_S)
    # Too long for a browser to keep, the session at the provider ends without it.
    if 0 < len(identity.id_token) <= COOKIE_LENGTH:
        _set_cookie(arrival, settings, TOKEN_COOKIE, identity.id_token, SESSION_S, below=LEAVE)


async def _spend(token: str, kept_s: float) -> bool:
    """Spend a token on every replica, and tell whether it was not yet."""
    return await run_in_threadpool(lambda: load_spent_tokens().spend(token, timedelta(seconds=kept_s)))


async def _read_password(request: Request) -> str:
    """Read the password of a form; empty when the form is longer than any password, or is not ours."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_MOST_BYTES:
            return ""
    try:
        fields = parse_qs(body.decode("ascii", errors="replace"), max_num_fields=4)
    except ValueError:
        return ""
    return fields.get(pages.PASSWORD_FIELD, [""])[0]


def _is_same(given: str, expected: object) -> bool:
    return hmac.compare_digest(given.encode(), str(expected).encode())


def _is_password(password_hash: str, given: str) -> bool:
    try:
        return argon2.PasswordHasher().verify(password_hash, given)
    except VerificationError:
        return False


def _is_from_here(request: Request) -> bool:
    """Tell whether a page of this site leads here, as its browser says."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    scheme, _mark, rest = request.headers.get("referer", "").partition("://")
    return is_own_origin(f"{scheme}://{rest.partition('/')[0]}", request.headers.get("host", ""))


def _show(page: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return _keep_private(HTMLResponse(page, status))


def _lead_to(page: str) -> Response:
    # As it came: what leads elsewhere writes some letters of an address otherwise.
    return Response(status_code=HTTPStatus.SEE_OTHER, headers={"Location": page})


def _keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _set_cookie(response: Response, settings: Settings, name: str, value: str, kept_s: int, *, below: str = "") -> None:
    response.set_cookie(
        name,
        value,
        max_age=kept_s,
        path=_name_path(settings, below),
        secure=settings.is_secure,
        httponly=True,
        samesite="lax",
    )


def _end_cookie(response: Response, settings: Settings, name: str, below: str = "") -> None:
    response.delete_cookie(
        name, path=_name_path(settings, below), secure=settings.is_secure, httponly=True, samesite="lax"
    )


def _name_path(settings: Settings, below: str) -> str:
    return f"{settings.path}/{below}" if below else settings.path or "/"
