"""Whom this dashboard serves, decided here alone, and who asks to change something.

Three ways: *alone*, one person in front of this machine, who may everything; *shared*, several people without
accounts, where what one keeps is one's device's; *hosted*, where reading and voting are open to all, and any other
writing takes the role of an account.
"""

from __future__ import annotations

import ipaddress
import os
from importlib import import_module
from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import HTTPConnection

from alpsat_geo.app.core import state
from alpsat_geo.app.core.origins import PUBLIC_URL_VARIABLE, is_loopback
from alpsat_geo.store.actor import Actor, Role
from alpsat_geo.store.place import URL_VARIABLE

MODE_VARIABLE = "ALPSAT_MODE"
PROXIES_VARIABLE = "ALPSAT_TRUSTED_PROXIES"
_LOCAL, _HOSTED = "local", "hosted"
_ELSEWHERE = "elsewhere"
# What a proxy adds to what it passes on.
_PROXY_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via")


def is_shared() -> bool:
    """Tell whether the server serves others than the person in front of this machine.

    It does when its host says so (``ALPSAT_MODE=hosted``), when it has a public address or a database of its own, and
    when it listens elsewhere than on this machine's own loop. Where nothing says that it does not, it does.
    """
    if _read_mode() not in {"", _LOCAL}:
        return True
    if any(os.environ.get(name, "").strip() for name in (PUBLIC_URL_VARIABLE, URL_VARIABLE)):
        return True
    return not is_loopback(str(st.get_option("server.address") or ""))


def is_hosted() -> bool:
    """Tell whether writing takes the role of an account: its host says so (``ALPSAT_MODE=hosted``)."""
    return _read_mode() == _HOSTED


def _read_mode() -> str:
    return os.environ.get(MODE_VARIABLE, "").strip().lower()


def _read_host(header: str) -> str:
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def find_actor() -> Actor:
    """Return who asks: the device of this visit, alone when the server serves nobody else, and its account if hosted.

    A visit that came through a proxy, or to another name than this machine's own, is not alone, whatever the settings.
    Hosted, whoever is not logged in is a reader; nobody is alone there.
    """
    if is_hosted():
        # Accounts are signed and read by libraries that no other way of serving waits for, under settings that ask
        # this module how it is served.
        account = import_module("alpsat_geo.app.core.account").find_account()
        if account is None:
            return Actor(state.find_device(), role=Role.READER)
        return Actor(state.find_device(), role=account.role, account=account.email)
    is_near = is_loopback(_read_host(state.read_header("Host"))) and not any(map(state.read_header, _PROXY_HEADERS))
    return Actor(state.find_device(), is_alone=is_near and not is_shared())


def find_address() -> str:
    """Return where this visit comes from: the address of a machine, or of a network whose addresses one person has.

    Behind as many proxies as ``ALPSAT_TRUSTED_PROXIES`` says, it is what the first of them saw; what a visitor writes
    in that header is not believed.
    """
    return _choose_address(state.read_peer(), state.read_header("X-Forwarded-For"))


def read_address_of(request: HTTPConnection) -> str:
    """Return where a request to the web door, or a line, comes from; see `find_address`."""
    peer = request.client.host if request.client else "127.0.0.1"
    return _choose_address(peer, ", ".join(request.headers.getlist("X-Forwarded-For")))


def _choose_address(peer: str, forwarded: str) -> str:
    return choose_address(peer, forwarded, os.environ.get(PROXIES_VARIABLE, "").strip())


def choose_address(peer: str, forwarded: str, proxies: str) -> str:
    """Choose between the address of a connection and those that proxies wrote.

    Parameters
    ----------
    peer : str
        Of who opened the connection; uvicorn writes what the header says instead, when a proxy of this machine did.
    forwarded : str
        ``X-Forwarded-For``: each proxy adds whom it saw, after whatever was there.
    proxies : str
        How many of them are trusted, in digits; anything else: none.

    Returns
    -------
    str
        An IPv4 address, or the network of 64 bits of an IPv6 one, which one subscriber has whole. All who come with
        that header, when it is not trusted, come from one place.
    """
    seen = [part.strip() for part in forwarded.split(",") if part.strip()]
    count = int(proxies) if proxies.isdecimal() else 0
    if seen and not 0 < count <= len(seen):
        return _ELSEWHERE
    try:
        address = ipaddress.ip_address((seen[-count] if seen else peer).strip("[]"))
    except ValueError:
        return _ELSEWHERE
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
