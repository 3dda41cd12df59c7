"""A meeting in the address: whether the page stands in full screen, its prepared steps, and the line to other devices.

Every page carries it, and no dossier does: it is not what one chose to see.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from alpsat_geo.domain.text import clean_line
from alpsat_geo.report.address.app_state import VALUE_LENGTH
from alpsat_geo.report.language import _
from alpsat_geo.sources.packed_text import pack_values, unpack_values
from alpsat_geo.store.tokens import is_code

STEPS_AT_MOST = 12
STEPS_LENGTH = 1_900
"""Letters of the steps that an address carries: with the longest own scenarios, it still passes every server."""

TITLE_LENGTH = 60
FORMER_NAME = "projecteur"
"""How links of before asked for large type."""

LEFT_OUT = frozenset({"langue", "theme", "perso", "place", "college", "reponse"})
"""Names in the address that a step leaves as they are: how one reads, one's own scenarios, one's own vote."""

Mode = Literal["", "preparing", "on"]
Role = Literal["", "presenter", "follower", "away"]
"""What this device is to the others: nothing, who leads them, who follows, or who follows and looks elsewhere now."""

_MODE_WORDS: dict[Mode, str] = {"preparing": "preparation", "on": "oui"}
ROLE_NAMES: dict[Role, str] = {"presenter": "animer", "follower": "suivre", "away": "reprendre"}
"""By role: under which name the address holds the code."""

_NAME = re.compile(r"[a-z0-9-]{1,40}")
_BYTES_AT_MOST = 24_000


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a meeting.

    Attributes
    ----------
    page : str
        Its address, without a slash; whether it leads anywhere is for the pages to say.
    title : str
        Its name; empty for that of its page.
    view : tuple of (str, str)
        What its address says; empty: as the visit stands when one comes to it.
    """

    page: str
    title: str = ""
    view: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the address says of a meeting.

    Attributes
    ----------
    mode : {"", "preparing", "on"}
    steps : tuple of Step
        Those that somebody prepared; empty for the usual ones.
    place : int
        The present step, from 0; it may lie beyond the last.
    role : {"", "presenter", "follower", "away"}
    code : str
        Of the line to other devices; empty: none. Whether this device may lead it is for the store to say.
    """

    mode: Mode = ""
    steps: tuple[Step, ...] = ()
    place: int = 0
    role: Role = ""
    code: str = ""


def write_meeting(meeting: Meeting) -> dict[str, str]:
    """Write a meeting as parameters of the address; what is as at a first visit is left out."""
    parameters = {
        "reunion": _MODE_WORDS.get(meeting.mode, ""),
        "etapes": encode_steps(meeting.steps) if meeting.steps else "",
        "etape": str(meeting.place + 1) if meeting.place else "",
    }
    if meeting.role:
        parameters[ROLE_NAMES[meeting.role]] = meeting.code
    return {name: text for name, text in parameters.items() if text}


def read_meeting(query: Mapping[str, str]) -> tuple[Meeting, tuple[str, ...]]:
    """Read a meeting from the parameters of an address; never raises.

    Returns
    -------
    meeting : Meeting
        What is not understood is left out.
    notices : tuple of str
        One French sentence when the steps, or the code, are not.
    """
    notices = []
    modes = {word: mode for mode, word in _MODE_WORDS.items()}
    mode = "on" if query.get(FORMER_NAME) == "oui" else modes.get(query.get("reunion", ""), "")
    text, place = query.get("etapes", ""), query.get("etape", "")
    steps = decode_steps(text) if text else ()
    if steps is None:
        notices.append(_("Les étapes de réunion du lien ne se lisent pas : les étapes habituelles les remplacent."))
    role, code = next(((role, query[name]) for role, name in ROLE_NAMES.items() if name in query), ("", ""))
    if role and not is_code(code.lower()):
        notices.append(_("Le code de réunion du lien n'en est pas un : il a huit lettres ou chiffres."))
        role, code = "", ""
    number = int(place) if re.fullmatch(r"[0-9]{1,2}", place, re.ASCII) else 1
    meeting = Meeting(
        # Who follows sees what the presenter shows, as the presenter does.
        mode="on" if role == "follower" else mode,
        steps=steps or (),
        place=min(max(number, 1), STEPS_AT_MOST) - 1,
        role=role,
        code=code.lower(),
    )
    return meeting, tuple(notices)


def encode_steps(steps: tuple[Step, ...]) -> str:
    """Write steps in the letters that an address leaves alone."""
    return pack_values([[step.page, step.title, dict(step.view)] for step in steps])


def decode_steps(text: str) -> tuple[Step, ...] | None:
    """Read what `encode_steps` wrote; None for anything else, however wrong."""
    values = unpack_values(text, letters_at_most=2 * STEPS_LENGTH, bytes_at_most=_BYTES_AT_MOST)
    if not isinstance(values, list) or not 0 < len(values) <= STEPS_AT_MOST:
        return None
    steps = [_read_step(value) for value in values]
    return None if None in steps else tuple(step for step in steps if step is not None)


def read_view(view: object) -> tuple[tuple[str, str], ...] | None:
    """Read what an address says, from plain values; None when it is nothing that an address of ours says."""
    if not isinstance(view, dict):
        return None
    pairs = tuple(view.items())
    is_sound = all(
        isinstance(text, str) and _NAME.fullmatch(name) and len(text) <= VALUE_LENGTH for name, text in pairs
    )
    return pairs if is_sound else None


def _read_step(value: object) -> Step | None:
    if not isinstance(value, list) or len(value) != 3:  # noqa: PLR2004 - page, title and view
        return None
    page, title, view = value
    pairs = read_view(view)
    if not isinstance(page, str) or not isinstance(title, str) or pairs is None or not _NAME.fullmatch(page):
        return None
    return Step(page, clean_line(title)[:TITLE_LENGTH].strip(), pairs)


def write_view(query: Mapping[str, str], *, left_out: frozenset[str] = LEFT_OUT) -> tuple[tuple[str, str], ...]:
    """Write what a step keeps of an address."""
    return tuple((name, text) for name, text in query.items() if name not in left_out)
