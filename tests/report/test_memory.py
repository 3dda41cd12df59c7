"""What is remembered is bounded, made once however many ask, and never an error."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from alpsat_geo.report.memory import Memory


def test_the_longest_unused_answer_is_forgotten_first() -> None:
    memory: Memory[int] = Memory(2)
    made: list[str] = []

    def ask(key: str) -> int:
        def make() -> int:
            made.append(key)
            return len(made)

        return memory.recall(key, make)

    assert [ask(key) for key in ("a", "b", "a", "c", "a", "b")] == [1, 2, 1, 3, 1, 4]
    assert made == ["a", "b", "c", "b"]
    assert len(memory) == 2


def test_what_many_ask_at_once_is_made_once() -> None:
    memory: Memory[object] = Memory(10)
    asked, made = threading.Barrier(8), []

    def make() -> object:
        made.append(threading.get_ident())
        # Long enough that the others have asked meanwhile.
        threading.Event().wait(0.2)
        return object()

    def ask(_number: int) -> object:
        asked.wait()
        return memory.recall("same", make)

    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(ask, range(8)))
    assert len(answers) == len(made) == 1


def test_an_error_is_told_to_who_asked_and_not_remembered() -> None:
    memory: Memory[str] = Memory(10)

    def fail() -> str:
        raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            memory.recall("key", fail)
    assert memory.recall("key", lambda: "answer") == "answer"
