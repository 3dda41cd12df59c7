"""The cookies: only where something may be kept, for the server alone, and never another's."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from starlette.requests import Request

from alpsat_geo.app.core.device import (
    CODE_COOKIE,
    DEVICE_COOKIE,
    LEAD_COOKIE,
    Introductions,
    keep_code,
    keep_lead,
    name_device,
)
from alpsat_geo.store.tokens import is_token, make_token

SESSION, LEAD = make_token(), make_token()


def ask(path: str, cookie: str = "", scheme: str = "http", query: str = "") -> Request:
    headers = [(b"cookie", cookie.encode())] if cookie else []
    scope = {"type": "http", "method": "GET", "path": path, "scheme": scheme, "headers": headers}
    return Request({**scope, "query_string": query.encode(), "server": ("localhost", 8501)})


def name(path: str, cookie: str = "", scheme: str = "http") -> str:
    return name_device(ask(path, cookie, scheme))


def test_a_device_keeps_the_name_that_it_was_given() -> None:
    first, second = (SimpleCookie(name("/concertation"))[DEVICE_COOKIE] for _ in range(2))
    assert is_token(first.value)
    assert first.value != second.value
    assert first["httponly"] is True
    assert first["samesite"] == "Lax"
    assert 12 * 30 * 24 * 3600 < int(first["max-age"]) < 400 * 24 * 3600
    assert not first["secure"]
    assert SimpleCookie(name("/suivi", scheme="https"))[DEVICE_COOKIE]["secure"] is True
    assert SimpleCookie(name("/actions", f"{DEVICE_COOKIE}={first.value}"))[DEVICE_COOKIE].value == first.value
    assert is_token(SimpleCookie(name("/suivi", f"{DEVICE_COOKIE}=court"))[DEVICE_COOKIE].value)


@pytest.mark.parametrize("path", ["/", "/territoire", "/s-installer", "/comparer", "/_stcore/health", "/app/static/a"])
def test_no_other_page_names_anybody(path: str) -> None:
    assert name(path) == ""


def test_the_token_of_who_leads_is_kept_under_its_session() -> None:
    header = keep_lead(ask("/concertation", query=f"session={SESSION}&animation={LEAD}"))
    kept = SimpleCookie(header)[f"{LEAD_COOKIE}{SESSION}"]
    assert (kept.value, kept["httponly"], kept["samesite"]) == (LEAD, True, "Lax")
    for query in (f"animation={LEAD}", f"session={SESSION}&animation=a;b", f"session=%0d%0a&animation={LEAD}"):
        assert keep_lead(ask("/concertation", query=query)) == ""


def test_a_code_is_kept_under_its_session_as_it_is_compared() -> None:
    header = keep_code(ask("/concertation", query=f"session={SESSION}&code=ABCDE-fghjk"))
    kept = SimpleCookie(header)[f"{CODE_COOKIE}{SESSION}"]
    assert (kept.value, kept["httponly"], kept["samesite"]) == ("abcdefghjk", True, "Lax")
    for query in ("code=abcdefghjk", f"session={SESSION}&code=abcdefghj0", "session=%0d%0a&code=abcdefghjk"):
        assert keep_code(ask("/concertation", query=query)) == ""


def test_a_visit_is_named_once_by_the_browser_that_shows_it() -> None:
    introductions, key, device = Introductions(), make_token(), make_token()
    image = ask(f"/appareil/{key}", f"{DEVICE_COOKIE}={device}")
    assert introductions.introduce(key, image) == "", "nobody waits under that key"
    assert introductions.expect(key) == ""
    assert device in introductions.introduce(key, image)
    assert introductions.expect(key) == device
    stranger = ask(f"/appareil/{key}", f"{DEVICE_COOKIE}={make_token()}")
    assert introductions.introduce(key, stranger) == ""
    assert introductions.expect(key) == device


def test_a_browser_without_a_name_is_given_one_by_the_image() -> None:
    introductions, key = Introductions(), make_token()
    introductions.expect(key)
    given = SimpleCookie(introductions.introduce(key, ask(f"/appareil/{key}")))[DEVICE_COOKIE].value
    assert is_token(given)
    assert introductions.expect(key) == given
