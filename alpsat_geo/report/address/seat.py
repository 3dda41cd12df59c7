"""The seat of a device in a consultation: what the address of the page says of it, and nothing else knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # every page reads its address: the first one does not wait for what it does not use
    from alpsat_geo.compute.consultation import College

LEAD_NAME = "animation"
"""Name of the facilitators' token in the link that shares the lead; it leaves the address at once."""

CODE_NAME = "code"
"""Name of a one-time code in the link of a sheet; it leaves the address at once too."""

PLACES_AT_MOST = 5
"""People who may vote on one device, one after the other."""

ROOM_WORD = "salle"
FORMER_VIEW_NAME = "vue"
"""How links of before named the view to project; the map of every page has that name too."""

_COLLEGE_WORDS: dict[College, str] = {
    "collectivites": "collectivites",
    "entreprises": "entreprises",
    "chambres_consulaires": "chambres-consulaires",
    "lien_social": "lien-social",
}
# Between the questions, a full stop; where nothing is chosen yet, nothing.
_DRAFT = re.compile(r"[0-9]{0,2}(\.[0-9]{0,2}){0,3}", re.ASCII)

Draft = tuple[int | None, ...]
"""What a participant chose and has not sent: the place of an answer among those offered, by question; None: not yet."""

Screen = Literal["", "room", "ballot"]
"""What is asked for: what suits the device, the view to project, or the ballot even for who leads."""

_SCREEN_WORDS: dict[Screen, str] = {"": "", "room": ROOM_WORD, "ballot": "vote"}


@dataclass(frozen=True, slots=True)
class Seat:
    """What the address says; every text is empty when it says nothing.

    Attributes
    ----------
    session : str
        Token; whether it opens anything is for the store to say.
    place : int
        Which of the people who vote on this device, from 1. A number and no token: on another device it is another
        place, so that no link can give away a vote or take it.
    college : College or None
    screen : Screen
    draft : Draft
    facilitator : str
        Token of the visit that opened the session, or that the first address gave; never written again.
    """

    session: str = ""
    place: int = 1
    college: College | None = None
    screen: Screen = ""
    draft: Draft = ()
    facilitator: str = ""


def read_seat(query: Mapping[str, str]) -> Seat:
    """Read a seat from the parameters of the address; what is not understood is left out."""
    colleges = {word: college for college, word in _COLLEGE_WORDS.items()}
    screens = {word: screen for screen, word in _SCREEN_WORDS.items()}
    place = query.get("place", "")
    return Seat(
        session=query.get("session", ""),
        place=int(place) if re.fullmatch(f"[1-{PLACES_AT_MOST}]", place, re.ASCII) else 1,
        college=colleges.get(query.get("college", "")),
        screen="room" if query.get(FORMER_VIEW_NAME) == ROOM_WORD else screens.get(query.get("ecran", ""), ""),
        draft=_read_draft(query.get("reponse", "")),
        facilitator=query.get(LEAD_NAME, ""),
    )


def write_seat(seat: Seat) -> dict[str, str]:
    """Write a seat as parameters of the address; what is empty is left out, and the facilitators' token always."""
    parameters = {
        "session": seat.session,
        "place": str(seat.place) if seat.place > 1 else "",
        "college": _COLLEGE_WORDS[seat.college] if seat.college else "",
        "ecran": _SCREEN_WORDS[seat.screen],
        "reponse": _write_draft(seat.draft),
    }
    return {name: text for name, text in parameters.items() if text}


def _read_draft(text: str) -> Draft:
    if not text or _DRAFT.fullmatch(text) is None:
        return ()
    return tuple(int(number) if number else None for number in text.split("."))


def _write_draft(draft: Draft) -> str:
    return ".".join("" if number is None else str(number) for number in draft)
