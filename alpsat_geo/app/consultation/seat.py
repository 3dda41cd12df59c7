"""The seat of a device in a consultation: what the address of the page says of it, and nothing else knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # every page reads its address: the first one does not wait for what it does not use
    from alpsat_geo.compute.consultation import College
    from alpsat_geo.store.ballot import Method

NAMES = ("session", "animation", "place", "college", "ecran", "reponse")
"""Names of the address; the tokens among them must stand in no other page's."""

ROOM_VIEW = "salle"
FORMER_VIEW_NAME = "vue"
"""How links of before named the view to project; the map of every page has that name too."""

DEVICE_COOKIE = "alpsat_appareil"
"""Token of the device, set by the web door on the page of the consultation alone."""

_COLLEGE_WORDS: dict[College, str] = {
    "collectivites": "collectivites",
    "entreprises": "entreprises",
    "chambres_consulaires": "chambres-consulaires",
    "lien_social": "lien-social",
}
_METHOD_LETTERS: dict[Method, str] = {"points": "p", "ranking": "c"}
_DRAFT = re.compile(r"([pc])((?:[0-9]{1,3})(?:\.[0-9]{1,3}){0,9})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a participant entered and has not sent.

    Attributes
    ----------
    method : {"points", "ranking"}
    numbers : tuple of int
        Points by criterion; or places of the criteria already ranked, the most important first.
    """

    method: Method = "points"
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """What the address says; every text is empty when it says nothing.

    Attributes
    ----------
    session, facilitator, participant : str
        Tokens; whether they open anything is for the store to say.
    college : College or None
    is_room : bool
        The view to project: what the room sees, without the facilitator's commands.
    draft : Draft
    """

    session: str = ""
    facilitator: str = ""
    participant: str = ""
    college: College | None = None
    is_room: bool = False
    draft: Draft = Draft()


def read_seat(query: Mapping[str, str]) -> Seat:
    """Read a seat from the parameters of the address; what is not understood is left out."""
    colleges = {word: college for college, word in _COLLEGE_WORDS.items()}
    return Seat(
        session=query.get("session", ""),
        facilitator=query.get("animation", ""),
        participant=query.get("place", ""),
        college=colleges.get(query.get("college", "")),
        is_room=ROOM_VIEW in (query.get("ecran"), query.get(FORMER_VIEW_NAME)),
        draft=_read_draft(query.get("reponse", "")),
    )


def write_seat(seat: Seat) -> dict[str, str]:
    """Write a seat as parameters of the address; what is empty is left out."""
    parameters = {
        "session": seat.session,
        "animation": seat.facilitator,
        "place": seat.participant,
        "college": _COLLEGE_WORDS[seat.college] if seat.college else "",
        "ecran": ROOM_VIEW if seat.is_room else "",
        "reponse": _write_draft(seat.draft),
    }
    return {name: text for name, text in parameters.items() if text}


def _read_draft(text: str) -> Draft:
    match = _DRAFT.fullmatch(text)
    if match is None:
        return Draft()
    methods = {letter: method for method, letter in _METHOD_LETTERS.items()}
    numbers = tuple(int(number) for number in match[2].split(".")) if match[2] else ()
    return Draft(methods[match[1]], numbers)


def _write_draft(draft: Draft) -> str:
    if draft == Draft():
        return ""
    return _METHOD_LETTERS[draft.method] + ".".join(map(str, draft.numbers))
