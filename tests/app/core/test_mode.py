"""When a dashboard serves one person, and when it serves others."""

from __future__ import annotations

import pytest
from streamlit import config

from alpsat_geo.app.core import account, mode, state
from alpsat_geo.app.core.account import Account
from alpsat_geo.store.actor import Actor, Role
from alpsat_geo.store.tokens import make_token

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what start.py --lan asks for


@pytest.mark.parametrize(
    ("address", "variables", "is_shared"),
    [
        ("127.0.0.1", {}, False),
        ("localhost", {}, False),
        ("::1", {}, False),
        ("127.0.0.1", {"ALPSAT_MODE": "local"}, False),
        (EVERYWHERE, {}, True),
        (EVERYWHERE, {"ALPSAT_MODE": "local"}, True),
        ("192.168.1.20", {}, True),
        (None, {}, True),
        ("127.0.0.1", {"ALPSAT_MODE": "shared"}, True),
        ("127.0.0.1", {"ALPSAT_MODE": "hosted"}, True),
        ("127.0.0.1", {"ALPSAT_MODE": "Hébergé"}, True),
        ("127.0.0.1", {"ALPSAT_PUBLIC_URL": "https://www.insee.fr"}, True),
        ("127.0.0.1", {"ALPSAT_DATABASE_URL": "postgresql://alpsat@db/alpsat"}, True),
    ],
)
def test_it_serves_one_person_only_where_everything_says_so(
    monkeypatch: pytest.MonkeyPatch, address: str | None, variables: dict[str, str], *, is_shared: bool
) -> None:
    config.set_option("server.address", address)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert mode.is_shared() is is_shared


@pytest.mark.parametrize(
    ("headers", "is_alone"),
    [
        ({"Host": "localhost:8501"}, True),
        ({"Host": "127.0.0.1:8501"}, True),
        ({"Host": "[::1]:8501"}, True),
        ({"Host": "alpsat"}, False),
        ({"Host": "["}, False),
        ({}, False),
        ({"Host": "localhost:8501", "X-Forwarded-For": "203.0.113.9"}, False),
        ({"Host": "localhost:8501", "Via": "1.1 proxy"}, False),
    ],
)
def test_who_comes_through_a_proxy_is_not_alone(
    monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], *, is_alone: bool
) -> None:
    device = make_token()
    monkeypatch.setattr(state, "find_device", lambda: device)
    monkeypatch.setattr(state, "read_header", lambda name: headers.get(name, ""))
    assert mode.find_actor() == Actor(device, is_alone=is_alone)


@pytest.mark.parametrize(("word", "is_hosted"), [("", False), ("local", False), ("shared", False), (" Hosted", True)])
def test_writing_takes_a_role_where_the_host_says_so_only(
    monkeypatch: pytest.MonkeyPatch, word: str, *, is_hosted: bool
) -> None:
    monkeypatch.setenv("ALPSAT_MODE", word)
    assert mode.is_hosted() is is_hosted


def test_on_a_hosted_dashboard_a_device_reads_and_an_account_has_its_role(monkeypatch: pytest.MonkeyPatch) -> None:
    device = make_token()
    monkeypatch.setenv("ALPSAT_MODE", "hosted")
    monkeypatch.setattr(state, "find_device", lambda: device)
    # Nobody is alone there, not even in front of the machine.
    monkeypatch.setattr(state, "read_header", lambda name: "localhost" if name == "Host" else "")
    monkeypatch.setattr(account, "find_account", lambda: None)
    assert mode.find_actor() == Actor(device, role=Role.READER)
    found = Account("agent@petr.example", "A. Gent", Role.AGENT)
    monkeypatch.setattr(account, "find_account", lambda: found)
    assert mode.find_actor() == Actor(device, role=Role.AGENT, account="agent@petr.example")


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "chosen"),
    [
        ("203.0.113.9", "", "", "203.0.113.9"),
        ("198.51.100.7", "198.51.100.7", "", "elsewhere"),
        ("203.0.113.9", "198.51.100.7", "beaucoup", "elsewhere"),
        ("127.0.0.1", "198.51.100.7", "1", "198.51.100.7"),
        # The visitor wrote the first one: only what the trusted proxies added counts.
        ("127.0.0.1", "192.0.2.66, 198.51.100.7", "1", "198.51.100.7"),
        ("127.0.0.1", "192.0.2.66, 198.51.100.7, 10.0.0.2", "2", "198.51.100.7"),
        ("127.0.0.1", "198.51.100.7", "2", "elsewhere"),
        ("127.0.0.1", "n'importe quoi", "1", "elsewhere"),
        ("203.0.113.9", "", "1", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "", "", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "", "", "203.0.113.9"),
    ],
)
def test_a_visit_comes_from_what_is_trusted_and_from_nothing_that_it_says(
    peer: str, forwarded: str, proxies: str, chosen: str
) -> None:
    assert mode.choose_address(peer, forwarded, proxies) == chosen
