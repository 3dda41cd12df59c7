"""What the server remembers from one visit to the next: small answers, by the values that they come from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import nullcontext
from threading import Lock
from typing import Generic, TypeVar

from alpsat_geo.report.computation_queue import QUEUE, has_place, wait_for
from alpsat_geo.report.precedence import Length

Kept = TypeVar("Kept")


class Memory(Generic[Kept]):
    """Answers by what was asked, shared by all visits; beyond a number of them the longest unused is forgotten.

    A key holds every value that the answer depends on, and no object of the model: what is remembered keeps nothing
    else alive. What several visits ask at once is made once, and the others wait for it.

    Parameters
    ----------
    answers_at_most : int
    length : Length, optional
        How long an answer takes to make: whoever asks for one then waits for their turn among all visits.
    """

    def __init__(self, answers_at_most: int, *, length: Length | None = None) -> None:
        self._answers_at_most = answers_at_most
        self._length = length
        self._answers: OrderedDict[Hashable, Kept] = OrderedDict()
        self._turns: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def recall(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return the answer to what was asked, made now if it is not remembered.

        Parameters
        ----------
        key : hashable
        make : function returning the answer
            An error that it raises is not remembered.
        """
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
            # Whoever makes the same may be waiting for this very place: both make it, rather than wait for each other.
            turn = None if has_place() else self._turns.setdefault(key, Lock())
        if turn is None:
            return self._keep(key, make())
        wait_for(turn)
        try:
            with self._lock:
                if key in self._answers:
                    return self._answers[key]
            try:
                with QUEUE.take_place(self._length) if self._length is not None else nullcontext():
                    return self._keep(key, make())
            finally:
                # Whoever waits still holds this turn; after an error the next of them tries again.
                with self._lock:
                    self._turns.pop(key, None)
        finally:
            turn.release()

    def _keep(self, key: Hashable, answer: Kept) -> Kept:
        with self._lock:
            self._answers[key] = answer
            if len(self._answers) > self._answers_at_most:
                self._answers.popitem(last=False)
        return answer

    def __len__(self) -> int:
        return len(self._answers)

    def forget(self) -> None:
        """Forget every answer."""
        with self._lock:
            self._answers.clear()
