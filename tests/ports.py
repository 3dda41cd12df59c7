"""Ports of this machine for the servers that the tests start."""

from __future__ import annotations

import socket

_HELD: list[socket.socket] = []


def find_free_port() -> int:
    """Find a free port and hold it; see `hold_port`."""
    return hold_port(0)


def hold_port(port: int) -> int:
    """Hold a port, any free one for 0, as long as the tests run: the system gives it to nobody else meanwhile.

    A server binds it all the same, beside a socket that does not listen; so does the one that takes its place.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", port))
    _HELD.append(held)
    return int(held.getsockname()[1])
