"""Logging in and out by the routes of the web door, with real providers on this machine, ordinary and ProConnect."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import argon2
import httpx
import pytest

import serve
from alpsat_geo.app.core import limits
from alpsat_geo.app.core.account import ACCOUNT_COOKIE, Account, find_account, open_account
from alpsat_geo.app.core.login import routes, settings
from alpsat_geo.app.core.login.places import require_settings
from alpsat_geo.app.core.login.routes import LOGIN_COOKIE, TOKEN_COOKIE
from alpsat_geo.app.core.login.seals import seal, unseal
from alpsat_geo.app.core.mode import find_actor
from alpsat_geo.store.actor import Role
from alpsat_geo.store.errors import StoreError
from alpsat_geo.store.spent_tokens import SpentTokenStore
from tests.openid_provider import CLIENT_ID, CLIENT_SECRET, LocalProvider, serve_provider

SITE, BASE = "https://petr.example/outils", "/outils"
SECRET = "0123456789abcdef" * 2
PAGE = "comparer?scenarios=ne-rien-faire,espaces-frugaux&poids=a:1|b:2&langue=fr"
ORDINARY, PROCONNECT = "ordinary", "proconnect"


class Browser:
    """A browser that asks the web door itself, in this process."""

    def __init__(self) -> None:
        line = httpx.ASGITransport(serve.app)
        self._client = httpx.AsyncClient(transport=line, base_url="https://petr.example")
        self.cookies = self._client.cookies

    def get(self, address: str, **asked: Any) -> httpx.Response:  # noqa: ANN401 - as httpx takes it
        return asyncio.run(self._client.get(address, **asked))

    def post(self, address: str, **asked: Any) -> httpx.Response:  # noqa: ANN401 - as httpx takes it
        return asyncio.run(self._client.post(address, **asked))


@dataclass
class Site:
    """The site and one browser."""

    browser: Browser
    provider: LocalProvider

    def reach_provider(self, page: str = PAGE) -> httpx.Response:
        """Begin a login on a page, and return what the provider answers."""
        asked = self.browser.get(f"{BASE}/connexion", headers={"Referer": f"{SITE}/{page}"})
        assert asked.status_code == HTTPStatus.SEE_OTHER, asked.text
        return httpx.get(asked.headers["location"])

    def log_in(self, page: str = PAGE) -> httpx.Response:
        """Log in from a page, and return what this site answers to who comes back."""
        answer = self.reach_provider(page)
        assert answer.has_redirect_location, answer.text
        return self.come_back(answer.headers["location"])

    def come_back(self, address: str) -> httpx.Response:
        self.change_replica()
        return self.browser.get(address)

    def change_replica(self) -> None:
        """Go on with a replica that remembers nothing."""
        routes._open_provider.cache_clear()
        settings.read_settings.cache_clear()

    def read_account(self, sealed: str | None = None) -> Account | None:
        self.change_replica()
        found = settings.read_settings()
        assert found is not None
        return open_account(found, sealed or self.browser.cookies.get(ACCOUNT_COOKIE) or "")


@pytest.fixture(autouse=True)
def _hosted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ALPSAT_MODE", "hosted")
    monkeypatch.setenv("ALPSAT_PUBLIC_URL", SITE)
    monkeypatch.setenv("ALPSAT_COOKIE_SECRET", SECRET)
    monkeypatch.setattr(serve, "BASE", BASE)
    limits._open_limiter.cache_clear()
    settings.read_settings.cache_clear()
    yield
    settings.read_settings.cache_clear()


@pytest.fixture(scope="module", params=[ORDINARY, PROCONNECT])
def running(request: pytest.FixtureRequest) -> Iterator[LocalProvider]:
    provider = LocalProvider([f"{SITE}/retour-connexion"], is_proconnect=request.param == PROCONNECT)
    with serve_provider(provider):
        yield provider


@pytest.fixture
def site(running: LocalProvider, monkeypatch: pytest.MonkeyPatch) -> Site:
    running.fault = ""
    running.refused.clear()
    running.ended.clear()
    for name, value in {
        "ISSUER": running.issuer,
        "CLIENT_ID": CLIENT_ID,
        "CLIENT_SECRET": CLIENT_SECRET,
        "KIND": PROCONNECT if running.is_proconnect else ORDINARY,
    }.items():
        monkeypatch.setenv(f"ALPSAT_OIDC_{name}", value)
    monkeypatch.setenv("ALPSAT_AGENTS", "@petr.example")
    return Site(Browser(), running)


def test_login_returns_to_the_very_address_and_logout_ends_it_here_and_there(site: Site) -> None:
    back = site.log_in()
    assert (back.status_code, back.headers["location"]) == (HTTPStatus.SEE_OTHER, PAGE)
    set_cookies = back.headers.get_list("set-cookie")
    assert all("HttpOnly" in one and "Secure" in one and "SameSite=lax" in one for one in set_cookies)
    session, token = (next(one for one in set_cookies if one.startswith(n)) for n in (ACCOUNT_COOKIE, TOKEN_COOKIE))
    assert "Path=/outils;" in session
    assert "Max-Age=28800" in session
    assert "Path=/outils/deconnexion;" in token
    assert LOGIN_COOKIE not in site.browser.cookies
    account = site.read_account()
    assert account
    assert (account.email, account.role) == ("agent@petr.example", Role.AGENT)
    assert site.browser.cookies[TOKEN_COOKIE] not in session

    kept = site.browser.cookies[ACCOUNT_COOKIE]
    # A link of another site asks first.
    asked = site.browser.get(f"{BASE}/deconnexion", headers={"Sec-Fetch-Site": "cross-site"})
    assert "Se déconnecter" in asked.text
    assert site.read_account()
    left = site.browser.get(
        f"{BASE}/deconnexion", headers={"Sec-Fetch-Site": "same-origin", "Referer": f"{SITE}/{PAGE}"}
    )
    assert left.status_code == HTTPStatus.SEE_OTHER
    there = httpx.get(left.headers["location"])
    assert site.provider.refused == []
    assert set(site.provider.ended[-1]) == {"id_token_hint", "state", "post_logout_redirect_uri"}
    assert site.provider.ended[-1]["post_logout_redirect_uri"] == f"{SITE}/deconnexion"
    home = site.come_back(there.headers["location"])
    assert "Vous êtes déconnecté" in home.text
    assert PAGE.replace("&", "&amp;") in home.text
    assert ACCOUNT_COOKIE not in site.browser.cookies
    # Whoever kept the cookie opens nothing with it, on any replica.
    assert site.read_account(kept) is None


def test_each_kind_is_asked_in_its_own_words(site: Site) -> None:
    site.reach_provider()
    asked = site.provider.seen_parameters
    assert min(len(asked[name]) for name in ("state", "nonce")) >= 32
    assert ("code_challenge" in asked) is not site.provider.is_proconnect
    assert "profile" not in asked["scope"] if site.provider.is_proconnect else "email profile" in asked["scope"]


LISTS: list[tuple[dict[str, str], Role]] = [
    ({}, Role.READER),
    ({"AGENTS": "other@petr.example @sub.petr.example"}, Role.READER),
    ({"AGENTS": "@petr.example", "FACILITATORS": "AGENT@petr.example"}, Role.FACILITATOR),
    ({"ADMINISTRATORS": "agent@petr.example,x@y.example", "AGENTS": "@petr.example"}, Role.ADMINISTRATOR),
]


def test_a_role_is_that_of_the_lists_and_who_is_on_none_reads_only(
    site: Site, monkeypatch: pytest.MonkeyPatch, cookies: dict[str, str]
) -> None:
    site.log_in()
    cookies[ACCOUNT_COOKIE] = site.browser.cookies[ACCOUNT_COOKIE]
    for lists, role in LISTS:
        for name in ("AGENTS", "FACILITATORS", "ADMINISTRATORS"):
            monkeypatch.setenv(f"ALPSAT_{name}", lists.get(name, ""))
        settings.read_settings.cache_clear()
        account = find_account()
        assert account
        assert account.role is role
        actor = find_actor()
        assert (actor.role, actor.account, actor.is_alone) == (role, "agent@petr.example", False)
        assert actor.has_role(Role.AGENT) is (role > Role.READER)


def test_a_siret_names_everybody_who_works_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPSAT_OIDC_ISSUER", "https://auth.agentconnect.gouv.fr/api/v2")
    monkeypatch.setenv("ALPSAT_OIDC_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("ALPSAT_OIDC_CLIENT_SECRET", CLIENT_SECRET)
    monkeypatch.setenv("ALPSAT_AGENTS", "20006845000012")
    found = settings.read_settings()
    assert found
    assert found.client
    assert found.client.is_proconnect
    assert found.find_role("a@b.example", "20006845000012") is Role.AGENT
    assert found.find_role("a@b.example", "") is Role.READER


# What a provider or a thief does wrong: what is said of it.
ATTACKS = {
    "nonce": "n'est pas celle de votre demande",
    "audience": "destinée à un autre site",
    "issuer": "n'est pas la sienne",
    "expired": "a expiré",
    "unsigned": "n'est pas la sienne",
    "unknown key": "n'est pas la sienne",
    "forged": "n'est pas la sienne",
    "refuses": "vous avez refusé",
}


def test_what_the_provider_does_wrong_is_refused_in_one_sentence(site: Site, subtests: pytest.Subtests) -> None:
    for fault, sentence in ATTACKS.items():
        site.provider.fault = fault
        with subtests.test(fault):
            assert_refused(site, site.log_in(), sentence)


def assert_refused(site: Site, answer: httpx.Response, sentence: str) -> None:
    text = answer.text.replace("&#39;", "'").replace("\u00a0", " ")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert sentence in text
    assert "Recommencer" in text
    assert ACCOUNT_COOKIE not in site.browser.cookies
    assert ACCOUNT_COOKIE not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize(("fault", "sentence"), [("unsigned e-mail", "sans la signer"), ("other person", "quelqu'un")])
def test_proconnect_tells_the_e_mail_of_the_same_person_signed(site: Site, fault: str, sentence: str) -> None:
    if not site.provider.is_proconnect:
        site.provider.claims = {**site.provider.claims, "email_verified": False}
        sentence = "n'a pas vérifié votre adresse"
    site.provider.fault = fault
    try:
        assert_refused(site, site.log_in(), sentence)
    finally:
        site.provider.claims.pop("email_verified", None)


def test_a_key_that_changed_is_asked_for_once(site: Site) -> None:
    site.reach_provider()
    site.log_in()
    site.provider.rotate()
    # The same replica, which remembers the former key.
    answer = site.reach_provider("territoire")
    assert site.browser.get(answer.headers["location"]).headers["location"] == "territoire"
    assert site.read_account()


def test_a_login_comes_back_once_to_the_browser_that_began_it(site: Site) -> None:
    answer = site.reach_provider()
    address = answer.headers["location"]
    begun = site.browser.cookies[LOGIN_COOKIE]
    # Another browser, to which somebody sends the address of their own login.
    stranger = Site(Browser(), site.provider)
    assert_refused(stranger, stranger.come_back(address), "n'a pas commencé dans ce navigateur")
    # Another state than that which was asked, and none.
    code = parse_qs(urlsplit(address).query)["code"][0]
    for query in (f"code={code}&state={'y' * 64}", f"code={code}", "", f"code={code}&state=%C3%A9"):
        other = Site(Browser(), site.provider)
        other.browser.cookies.set(LOGIN_COOKIE, begun, domain="petr.example", path="/outils/retour-connexion")
        assert_refused(other, other.come_back(f"{SITE}/retour-connexion?{query}"), "n'a pas commencé dans ce")
    assert site.come_back(address).status_code == HTTPStatus.SEE_OTHER
    # Replayed with the cookie that began it: the code is spent, on every replica.
    thief = Site(Browser(), site.provider)
    thief.browser.cookies.set(LOGIN_COOKIE, begun, domain="petr.example", path="/outils/retour-connexion")
    assert_refused(thief, thief.come_back(address), "a déjà abouti")
    # And the provider itself answers once to a code.
    thief.browser.cookies.set(LOGIN_COOKIE, begun, domain="petr.example", path="/outils/retour-connexion")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SpentTokenStore, "spend", lambda *_args: True)
        assert_refused(thief, thief.come_back(address), "a refusé le code")


ELSEWHERE = [
    "https://elsewhere.example/",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "territoire/../../x",
    "javascript:alert(1)",
    'territoire?x="><script>',
    "territoire?a\r\nSet-Cookie: a=b",
    "deconnexion",
]


def test_one_comes_back_to_a_page_of_this_site_alone(site: Site) -> None:
    for wanted in ELSEWHERE:
        asked = site.browser.get(
            f"{BASE}/connexion", params={"vers": wanted}, headers={"Referer": "https://elsewhere.example/comparer?x=1"}
        )
        back = site.browser.get(httpx.get(asked.headers["location"]).headers["location"])
        assert back.headers["location"] == "territoire", wanted


def test_an_address_too_long_to_be_kept_is_said(site: Site) -> None:
    told = "&".join(f"n{number}={number * 7919 % 1000}" for number in range(300))
    assert site.log_in(f"comparer?{told}").headers["location"] == f"comparer?{told}"
    told = "comparer?x=" + "".join(hashlib.sha512(str(number).encode()).hexdigest() for number in range(60))
    asked = site.browser.get(f"{BASE}/connexion", params={"vers": told})
    back = site.come_back(httpx.get(asked.headers["location"]).headers["location"])
    assert back.status_code == HTTPStatus.OK
    assert "trop longue" in back.text
    assert 'href="comparer"' in back.text
    assert site.read_account()


def test_a_provider_that_is_down_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPSAT_OIDC_ISSUER", "http://127.0.0.1:9")
    settings.read_settings.cache_clear()
    answer = site.browser.get(f"{BASE}/connexion")
    assert answer.status_code == HTTPStatus.BAD_GATEWAY
    assert "ne répond pas" in answer.text


def test_a_wrong_secret_of_the_site_is_told_to_its_host(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ALPSAT_OIDC_CLIENT_SECRET", "another")
    # The last slash of an address is often forgotten, or added.
    monkeypatch.setenv("ALPSAT_OIDC_ISSUER", f"{site.provider.issuer}/")
    settings.read_settings.cache_clear()
    assert_refused(site, site.log_in(), "ne reconnaît pas ce site")
    assert "/token : invalid_client (401)" in caplog.text


def test_a_database_that_is_down_logs_nobody_in(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = site.reach_provider()
    monkeypatch.setattr(SpentTokenStore, "spend", fail)
    back = site.come_back(answer.headers["location"])
    assert back.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "La base de données ne répond pas" in back.text
    assert "secret" not in back.text
    assert ACCOUNT_COOKIE not in site.browser.cookies


def fail(*_args: object) -> bool:
    raise StoreError("secret/alpsat.sqlite3 ne s'ouvre pas")


PASSWORD = "quatre mots au hasard"  # noqa: S105 - of these tests alone


@pytest.fixture(params=["plain", "hash", "file"])
def office(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Browser:
    if request.param == "plain":
        monkeypatch.setenv("ALPSAT_STAFF_PASSWORD", PASSWORD)
    elif request.param == "hash":
        monkeypatch.setenv("ALPSAT_STAFF_PASSWORD_HASH", argon2.PasswordHasher(memory_cost=64).hash(PASSWORD))
    else:
        (tmp_path / "password").write_text(f"{PASSWORD}\n")
        monkeypatch.setenv("ALPSAT_STAFF_PASSWORD_FILE", str(tmp_path / "password"))
    return Browser()


def give(browser: Browser, password: str, origin: str = "https://petr.example") -> httpx.Response:
    return browser.post(
        f"{BASE}/connexion?vers=suivi%3Flangue%3Dfr", data={"mot_de_passe": password}, headers={"Origin": origin}
    )


def test_a_password_opens_what_its_role_may_and_only_from_its_own_page(office: Browser) -> None:
    asked = office.get(f"{BASE}/connexion", headers={"Referer": f"{SITE}/suivi?langue=fr"})
    assert 'autocomplete="current-password"' in asked.text
    assert "?vers=suivi%3Flangue%3Dfr" in asked.text
    assert "pas le mot de passe" in give(office, "quatre mots").text.replace("&#39;", "'")
    assert give(office, "quatre mots").status_code == HTTPStatus.FORBIDDEN
    assert give(office, "x" * 5000).status_code == HTTPStatus.FORBIDDEN
    many = {"data": {str(number): "x" for number in range(9)}, "headers": {"Origin": "https://petr.example"}}
    assert office.post(f"{BASE}/connexion", **many).status_code == HTTPStatus.FORBIDDEN
    for origin in ("https://elsewhere.example", "null", ""):
        assert "autre site" in give(office, PASSWORD, origin).text
    assert ACCOUNT_COOKIE not in office.cookies
    back = give(office, PASSWORD)
    assert (back.status_code, back.headers["location"]) == (HTTPStatus.SEE_OTHER, "suivi?langue=fr")
    settings.read_settings.cache_clear()
    found = settings.read_settings()
    assert found
    kept = office.cookies[ACCOUNT_COOKIE]
    account = open_account(found, kept)
    assert account
    assert (account.email, account.role) == ("staff", Role.FACILITATOR)
    left = office.get(f"{BASE}/deconnexion", headers={"Referer": f"{SITE}/suivi"})
    assert "Vous êtes déconnecté" in left.text
    assert open_account(found, kept) is None


def test_a_password_is_not_guessed_and_another_one_ends_the_sessions_of_the_former(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALPSAT_STAFF_PASSWORD_HASH", argon2.PasswordHasher(memory_cost=64).hash(PASSWORD))
    browser = Browser()
    give(browser, PASSWORD)
    kept = browser.cookies[ACCOUNT_COOKIE]
    answers = [give(browser, f"guess {number}").status_code for number in range(limits.LOGINS_PER_MIN)]
    assert answers[-1] == HTTPStatus.TOO_MANY_REQUESTS
    assert "dans une minute" in give(browser, PASSWORD).text
    for variable, value in (
        ("ALPSAT_STAFF_PASSWORD_HASH", argon2.PasswordHasher(memory_cost=64).hash("another one")),
        ("ALPSAT_COOKIE_SECRET", SECRET[::-1]),
    ):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(variable, value)
            settings.read_settings.cache_clear()
            found = settings.read_settings()
            assert found
            assert open_account(found, kept) is None


def test_what_is_sealed_opens_for_its_purpose_alone_and_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = seal(SECRET, "login", {"state": "s"}, 60)
    opened = unseal(SECRET, "login", sealed)
    assert opened
    assert opened["state"] == "s"
    assert unseal(SECRET, "session", sealed) is None
    assert unseal(SECRET[::-1], "login", sealed) is None
    for bad in (sealed[:-2], sealed[1:], f"{sealed}A", "", "a.b.c.d.e", "é"):
        assert unseal(SECRET, "login", bad) is None
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert unseal(SECRET, "login", sealed) is None


PROVIDER = {"OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}
FAULTS = {
    "no client": (
        {"OIDC_ISSUER": "https://id.example"},
        "Il manque ALPSAT_OIDC_CLIENT_ID et ALPSAT_OIDC_CLIENT_SECRET",
    ),
    "both": ({**PROVIDER, "STAFF_PASSWORD": PASSWORD}, "réglés tous les deux"),
    "short secret": ({**PROVIDER, "COOKIE_SECRET": "court"}, "ALPSAT_COOKIE_SECRET compte 5 caractères"),
    "plain issuer": ({**PROVIDER, "OIDC_ISSUER": "http://id.example"}, "« http://id.example »"),
    "plain site": ({**PROVIDER, "PUBLIC_URL": "http://petr.example"}, "ALPSAT_PUBLIC_URL vaut « http://petr.example »"),
    "kind": ({**PROVIDER, "OIDC_KIND": "saml"}, "écrivez ordinary ou proconnect"),
    "list": ({**PROVIDER, "AGENTS": "petr.example"}, "ALPSAT_AGENTS nomme « petr.example »"),
    "siret": ({**PROVIDER, "AGENTS": "20006845000012"}, "que seul ProConnect donne"),
    "secret file": ({**PROVIDER, "COOKIE_SECRET": "", "COOKIE_SECRET_FILE": "nowhere"}, "nomme « nowhere »"),
    "twice": ({**PROVIDER, "COOKIE_SECRET_FILE": "nowhere"}, "réglées toutes les deux"),
    "short password": ({"STAFF_PASSWORD": "petr"}, "ALPSAT_STAFF_PASSWORD compte 4 caractères"),
    "hash": ({"STAFF_PASSWORD_HASH": "argon2id"}, "n'est pas une empreinte argon2"),
    "role": ({"STAFF_PASSWORD": PASSWORD, "STAFF_ROLE": "chef"}, "agent ou facilitator ou administrator"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_badly_set_host_says_so_in_one_sentence(monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    variables, sentence = FAULTS[case]
    for name, value in variables.items():
        monkeypatch.setenv(f"ALPSAT_{name}", value)
    settings.read_settings.cache_clear()
    with pytest.raises(SystemExit) as stopped:
        require_settings()
    fault = str(stopped.value)
    assert sentence in fault
    assert "\n" not in fault
    for mode in ("", "shared"):
        monkeypatch.setenv("ALPSAT_MODE", mode)
        require_settings()


def test_without_accounts_nobody_logs_in(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    require_settings()
    assert "personne n'y enregistre rien" in caplog.text
    answer = Browser().get(f"{BASE}/connexion")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "pas de comptes" in answer.text
    monkeypatch.setenv("ALPSAT_MODE", "")
    for place in ("connexion", "retour-connexion", "deconnexion"):
        assert "Erreur 404" in Browser().get(f"{BASE}/{place}").text
