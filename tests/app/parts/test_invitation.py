"""Phones are sent where they can go, and nowhere else."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from html import unescape

import pytest
import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.mode import MODE_VARIABLE
from alpsat_geo.app.core.origins import PUBLIC_URL_VARIABLE
from alpsat_geo.app.parts import invitation
from alpsat_geo.app.parts.invitation import find_public_address, write_invitation
from alpsat_geo.store.tokens import make_token

OPEN = ".".join("0000")
LAN = "192.168.1.20"
STATED = "https://petr.gouv.fr"

Serve = Callable[..., None]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Return a way to say how the server was started."""
    real = st.get_option

    def set_options(
        address: str = "127.0.0.1",
        host: str = "",
        url: str = "",
        base: str = "",
        *,
        mode: str = "",
        seen_as: str = "localhost:8501",
    ) -> None:
        options = {"server.address": address, "server.port": 8501, "server.baseUrlPath": base}
        # What else runs in this program asks for other options.
        monkeypatch.setattr(st, "get_option", lambda name: options[name] if name in options else real(name))
        monkeypatch.setattr(invitation, "find_lan_host", lambda: host)
        monkeypatch.setenv(PUBLIC_URL_VARIABLE, url)
        monkeypatch.setenv(MODE_VARIABLE, mode)
        monkeypatch.setattr(state, "find_device", make_token)
        monkeypatch.setattr(state, "read_header", lambda name: seen_as if name == "Host" else "")

    return set_options


def test_the_stated_address_comes_first(serve: Serve) -> None:
    serve(OPEN, LAN, f"{STATED}/")
    assert find_public_address() == STATED


def test_in_a_local_network_the_machine_is_named(serve: Serve) -> None:
    serve(OPEN, LAN)
    assert find_public_address() == f"http://{LAN}:8501"
    serve(OPEN, LAN, base="/salle/")
    assert find_public_address() == f"http://{LAN}:8501/salle"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "relancez-le avec «\u00a0python3 start.py --lan\u00a0»"),
        ({"address": OPEN, "host": ""}, "n'est relié à aucun réseau local"),
        ({"url": "alpsat.petr.fr"}, "ALPSAT_PUBLIC_URL) doit commencer par http"),
        ({"url": "javascript:alert(1)"}, "ALPSAT_PUBLIC_URL) doit commencer par http"),
    ],
)
def test_an_address_that_phones_cannot_reach_is_said(serve: Serve, options: dict[str, str], sentence: str) -> None:
    serve(**options)
    assert find_public_address() == ""
    shown = write_invitation("jeton")
    assert "Les téléphones ne trouvent pas ce tableau de bord" in shown
    assert sentence in unescape(shown)
    assert "<img" not in shown


@pytest.mark.parametrize("options", [{"mode": "shared"}, {"mode": "hosted"}, {"seen_as": "alpsat.petr.fr"}])
def test_who_does_not_hold_the_server_is_not_told_to_start_it_anew(serve: Serve, options: dict[str, str]) -> None:
    serve(**options)
    assert find_public_address() == ""
    shown = unescape(write_invitation("jeton"))
    assert "start.py" not in shown
    assert "La personne qui le tient doit lui dire son adresse publique (ALPSAT_PUBLIC_URL)" in shown
    assert "<img" not in shown


def test_the_code_is_a_drawing_with_its_address_beside(serve: Serve) -> None:
    serve(OPEN, LAN)
    shown = write_invitation("jeton_de_22_lettres_ok")
    assert f"http://{LAN}:8501/concertation?session=jeton_de_22_lettres_ok" in shown
    drawn = re.search(r'src="data:image/svg\+xml;base64,([^"]+)" alt="[^"]+"', shown)
    assert drawn is not None
    assert base64.b64decode(drawn[1]).startswith(b"<svg")


def test_the_own_host_is_an_address_of_the_network_or_none() -> None:
    host = invitation.find_lan_host()
    assert host == "" or re.fullmatch(r"\d+\.\d+\.\d+\.\d+", host)
    assert not host.startswith("127.")
