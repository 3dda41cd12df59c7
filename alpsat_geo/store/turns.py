"""Writers of one process, each in turn."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock


class WriterQueue:
    """A lock that is given in the order it was asked for; Python's own goes to whoever is quickest."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Event] = deque()
        self._is_taken = False

    @contextmanager
    def take_turn(self, wait_s: float) -> Iterator[None]:
        """Wait for one's turn and keep it.

        Parameters
        ----------
        wait_s : float
            Longest wait, in seconds.

        Raises
        ------
        TimeoutError
            If the turn did not come.
        """
        self._wait(wait_s)
        try:
            yield
        finally:
            with self._guard:
                if self._waiting:
                    self._waiting.popleft().set()
                else:
                    self._is_taken = False

    def _wait(self, wait_s: float) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = Event()
            self._waiting.append(mine)
        if mine.wait(wait_s):
            return
        with self._guard:
            # The turn may have come between the end of the wait and here.
            if not mine.is_set():
                self._waiting.remove(mine)
                raise TimeoutError
