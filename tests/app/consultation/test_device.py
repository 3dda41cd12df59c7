"""The one cookie: for the page of the consultation, once, and for the server alone."""

from __future__ import annotations

from http.cookies import SimpleCookie

from starlette.requests import Request

from alpsat_geo.app.consultation.device import name_device
from alpsat_geo.app.consultation.seat import DEVICE_COOKIE
from alpsat_geo.store.tokens import is_token


def ask(path: str, cookie: str = "", scheme: str = "http") -> str:
    headers = [(b"cookie", cookie.encode())] if cookie else []
    scope = {"type": "http", "method": "GET", "path": path, "scheme": scheme, "headers": headers, "query_string": b""}
    return name_device(Request({**scope, "server": ("localhost", 8501)}))


def test_a_device_is_named_once_and_for_the_server_alone() -> None:
    first, second = (SimpleCookie(ask("/concertation"))[DEVICE_COOKIE] for _ in range(2))
    assert is_token(first.value)
    assert first.value != second.value
    assert first["httponly"] is True
    assert first["samesite"] == "Lax"
    assert int(first["max-age"]) > 7 * 24 * 3600
    assert not first["secure"]
    assert SimpleCookie(ask("/concertation", scheme="https"))[DEVICE_COOKIE]["secure"] is True
    assert ask("/concertation", f"{DEVICE_COOKIE}={first.value}") == ""
    assert is_token(SimpleCookie(ask("/concertation", f"{DEVICE_COOKIE}=court"))[DEVICE_COOKIE].value)


def test_no_other_page_names_anybody() -> None:
    assert [ask(path) for path in ("/", "/territoire", "/s-installer", "/_stcore/health", "/app/static/app.css")] == [
        ""
    ] * 5
