"""Taking back and bringing back the changes of one's own scenarios, as pure functions of the book."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from alpsat_geo.domain.scenario import ActionChoice
from alpsat_geo.report.scenarios.own import Book, OwnScenario

CHANGES_AT_MOST = 60
"""Changes that can be taken back; older ones are forgotten."""


def record_change(book: Book, entries: tuple[OwnScenario, ...], *, is_redrawn: bool) -> Book:
    """Change the own scenarios; what had been taken back before can no longer be brought back.

    Parameters
    ----------
    book : Book
    entries : tuple of OwnScenario
        As they are from now on.
    is_redrawn : bool
        Whether the widgets on screen must take their values from them.
    """
    past = (*book.past, book.entries)[-CHANGES_AT_MOST:]
    return Book(entries, past, (), book.generation + int(is_redrawn))


def take_back(book: Book) -> Book:
    """Take back the last change; the book itself when there is none."""
    if not book.past:
        return book
    entries = _bring(book.past[-1], book.entries)
    return Book(entries, book.past[:-1], (*book.future, book.entries), book.generation + 1)


def bring_back(book: Book) -> Book:
    """Bring back the last change that was taken back; the book itself when there is none."""
    if not book.future:
        return book
    entries = _bring(book.future[-1], book.entries)
    return Book(entries, (*book.past, book.entries), book.future[:-1], book.generation + 1)


def follow_step(now: Sequence[ActionChoice], then: Sequence[ActionChoice], step: int) -> int:
    """Follow the open action from one state of a scenario to another, so that its card stays open.

    Parameters
    ----------
    now, then : sequence of ActionChoice
        The actions before and after.
    step : int
        The action that is open now, from 1; 0 when none is.

    Returns
    -------
    int
        The place of the same action, wherever it went; else the same place when it holds the same type; else 0.
    """
    if not 0 < step <= len(now):
        return 0
    opened = now[step - 1]
    same = [place for place, choice in enumerate(then, start=1) if choice == opened]
    if same:
        return step if step in same else same[0]
    return step if step <= len(then) and then[step - 1].type_key == opened.type_key else 0


def _bring(wanted: tuple[OwnScenario, ...], present: tuple[OwnScenario, ...]) -> tuple[OwnScenario, ...]:
    """Give former content to the present records: what the store has accepted since stays true."""
    records = {own.scenario.key: own for own in present}
    return tuple(_bring_one(own, records.get(own.scenario.key)) for own in wanted)


def _bring_one(wanted: OwnScenario, present: OwnScenario | None) -> OwnScenario:
    if present is None:
        return wanted
    if present.scenario == wanted.scenario:
        return present
    return dataclasses.replace(present, scenario=wanted.scenario, is_saved=False)
