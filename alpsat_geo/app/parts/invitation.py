"""Where phones find a consultation or a meeting: an address they can reach, its QR code, or how to have one."""

from __future__ import annotations

import os
import socket
from urllib.parse import urlencode, urlsplit

import streamlit as st

from alpsat_geo.app.core.mode import find_actor
from alpsat_geo.app.core.origins import PUBLIC_URL_VARIABLE
from alpsat_geo.app.core.page_table import CONSULTATION
from alpsat_geo.report.address.seat import Seat, write_seat
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, put_in_notice, write_data_address, write_tag
from alpsat_geo.report.qr_code import draw_qr_code

_OPEN_ADDRESSES = frozenset({"0.0.0.0", "::"})  # noqa: S104 # nosec B104 # what start.py --lan asks for
# Reserved for documentation: no packet leaves, the system only says which of its addresses it would use.
_NOWHERE = ("192.0.2.1", 9)


def find_public_address() -> str:
    """Find the address at which phones reach the dashboard; empty when they cannot."""
    stated = os.environ.get(PUBLIC_URL_VARIABLE, "").strip().rstrip("/")
    if stated:
        parts = urlsplit(stated)
        return stated if parts.scheme in {"http", "https"} and parts.netloc else ""
    if st.get_option("server.address") not in _OPEN_ADDRESSES:
        return ""
    host = find_lan_host()
    base_path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return "/".join(filter(None, (f"http://{host}:{st.get_option('server.port')}", base_path))) if host else ""


def find_lan_host() -> str:
    """Find this machine's address in its local network; empty when it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_NOWHERE)
        except OSError:
            return ""
        host = str(probe.getsockname()[0])
    return "" if host.startswith("127.") or host in _OPEN_ADDRESSES else host


def write_address(address: str, seat: Seat, **secrets: str) -> str:
    """Write the address at which a seat opens, with what opens a right to its reader: to lead, or to vote by a code."""
    return f"{address}/{CONSULTATION.address}?{urlencode(write_seat(seat) | secrets)}"


def write_invitation(session_id: str) -> Markup:
    """Write the QR code that opens a vote; or why there is none, and what to do."""
    address = find_public_address()
    opened = write_address(address, Seat(session=session_id)) if address else ""
    advice = _("Pour voter : visez ce code avec l'appareil photo")
    return draw_invitation(opened, advice, _("Code QR qui ouvre le vote sur un téléphone"))


def draw_invitation(opened: str, advice: str, alt: str) -> Markup:
    """Draw the QR code that phones scan, with the address in full; without one, why, and what to do."""
    if not opened:
        return put_in_notice(None, say_unreachable())
    image = write_tag("img", None, "ag-qr", src=write_data_address(draw_qr_code(opened)), alt=alt)
    caption = write_tag("figcaption", (write_tag("strong", advice), write_tag("span", opened)))
    return write_tag("figure", (image, caption), "ag-invitation", role="figure", aria_label=f"{advice} {opened}")


def say_unreachable() -> str:
    """Say why phones cannot reach the dashboard, and what to do."""
    if os.environ.get(PUBLIC_URL_VARIABLE, "").strip():
        return _(
            "Les téléphones ne trouvent pas ce tableau de bord : l'adresse publique ({variable}) doit commencer par"
            " http:// ou https:// et nommer une machine. Corrigez-la, puis relancez le tableau de bord."
        ).format(variable=PUBLIC_URL_VARIABLE)
    if st.get_option("server.address") in _OPEN_ADDRESSES:
        return _(
            "Les téléphones ne trouvent pas ce tableau de bord : cet ordinateur n'est relié à aucun réseau local."
            " Reliez-le au même Wi-Fi que les téléphones : le code QR apparaîtra ici."
        )
    if not find_actor().is_alone:
        # Others reach this server by another that stands before it: whoever reads this cannot start it anew.
        return _(
            "Pas de code QR : ce serveur ne sait pas à quelle adresse les téléphones le trouvent. La personne qui le"
            " tient doit lui dire son adresse publique ({variable})."
        ).format(variable=PUBLIC_URL_VARIABLE)
    return _(
        "Les téléphones ne trouvent pas ce tableau de bord\u00a0: il n'est ouvert qu'à cet ordinateur. Arrêtez-le, puis"
        " relancez-le avec «\u00a0python3 start.py --lan\u00a0»\u00a0: le code QR apparaîtra ici, et rien"
        " ne sera perdu."
    )
