"""The steps of a meeting: those that somebody prepared, else the usual ones; going to one, and changing the list."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from alpsat_geo.app.core import state
from alpsat_geo.app.core.page_table import (
    COMPARISON,
    COMPOSING,
    CONSULTATION,
    DOSSIER,
    PAGES,
    SITING,
    TERRITORY,
    PageEntry,
)
from alpsat_geo.domain.text import clean_line
from alpsat_geo.report.address.meeting import (
    LEFT_OUT,
    STEPS_AT_MOST,
    STEPS_LENGTH,
    TITLE_LENGTH,
    Step,
    encode_steps,
    write_view,
)
from alpsat_geo.report.language import _

USUAL_STEPS = tuple(Step(page.address) for page in (TERRITORY, COMPOSING, COMPARISON, SITING, CONSULTATION, DOSSIER))
_BY_ADDRESS = {page.address: page for page in PAGES}
_WANTED, _MESSAGE = "reunion_page_voulue", "reunion_message"
# How one reads, and one's own scenarios, are not a step's to change.
_KEPT = frozenset({"language", "theme", "own"})


def list_steps() -> tuple[Step, ...]:
    """List the steps of this visit; what leads to no page is left out."""
    steps = state.read_meeting().steps or USUAL_STEPS
    return tuple(step for step in steps if step.page in _BY_ADDRESS) or USUAL_STEPS


def find_place(steps: Sequence[Step], address: str) -> int:
    """Return the present place among steps; who went elsewhere by a link stands at the first step of that page.

    Parameters
    ----------
    steps : sequence of Step
    address : str
        Of the page that is shown; empty: the place is what was chosen last.
    """
    place = min(state.read_meeting().place, len(steps) - 1)
    pages = [step.page for step in steps]
    return pages.index(address) if address in pages and pages[place] != address else place


def settle_place() -> None:
    """Stand at the step of the page that is shown: a link, or Back, left the step that was chosen last."""
    meeting = state.read_meeting()
    # Who follows has no step of their own.
    if meeting.mode == "on" and meeting.role != "follower":
        state.change_meeting(place=find_place(list_steps(), state.read_address()))


def name_step(step: Step) -> str:
    """Name a step, by its page when nobody named it."""
    return step.title or name_page(step.page)


def name_page(address: str) -> str:
    """Name the page at an address; empty when there is none."""
    return _(_BY_ADDRESS[address].title) if address in _BY_ADDRESS else ""


def go_to(place: int) -> None:
    """Go to a step, in a callback."""
    steps = list_steps()
    place = min(max(place, 0), len(steps) - 1)
    state.change_meeting(place=place)
    show_step(steps[place])


def show_step(step: Step, *, kept: frozenset[str] = _KEPT) -> None:
    """Show what a step shows, from the next run on; without a view of its own, its page as the visit stands."""
    if step.view:
        state.show_view(dict(step.view), kept=kept)
    state.keep(_WANTED, step.page)


def is_awaited() -> bool:
    """Tell whether a step that was asked for is not shown yet."""
    return bool(state.recall(_WANTED))


def take_wanted_page() -> PageEntry | None:
    """Return the page that a step asked for, once; None when it is the present one."""
    address = str(state.take(_WANTED) or "")
    return None if address == state.read_address() else _BY_ADDRESS.get(address)


def add_view() -> None:
    """Add what the page shows now to the steps, in a callback."""
    view = write_view(state.make_view(state.read_state()), left_out=LEFT_OUT)
    added = (*state.read_meeting().steps, Step(state.read_address(), "", view))
    if len(added) > STEPS_AT_MOST:
        state.keep(_MESSAGE, _("Une réunion a au plus {count} étapes : retirez-en une.").format(count=STEPS_AT_MOST))
    elif _put(added):
        state.change_meeting(place=len(added) - 1)


def move_step(place: int, shift: int) -> None:
    """Move a step one place earlier (-1) or later (+1), in a callback; nothing moves beyond the ends."""
    steps = list(list_steps())
    target = min(max(place + shift, 0), len(steps) - 1)
    steps.insert(target, steps.pop(place))
    if _put(tuple(steps)):
        state.change_meeting(place=target)


def remove_step(place: int) -> None:
    """Take a step away, in a callback; without any, the usual ones come back."""
    steps = list_steps()
    _put((*steps[:place], *steps[place + 1 :]))


def rename_step(place: int, title: str) -> None:
    """Name a step, in a callback; empty: after its page."""
    steps = list_steps()
    named = dataclasses.replace(steps[place], title=clean_line(title)[:TITLE_LENGTH].strip())
    _put((*steps[:place], named, *steps[place + 1 :]))


def take_message() -> str:
    """Return why the list could not be changed, once."""
    return str(state.take(_MESSAGE) or "")


def _put(steps: tuple[Step, ...]) -> bool:
    if steps and len(encode_steps(steps)) > STEPS_LENGTH:
        sentence = _("Le lien ne peut pas contenir cette étape de plus : retirez-en une, ou raccourcissez les noms.")
        state.keep(_MESSAGE, sentence)
        return False
    state.change_meeting(steps=steps)
    return True
