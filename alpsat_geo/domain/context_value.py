"""What holds for the length of a block, and for one thread or task alone: a context variable, set and put back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Value = TypeVar("Value")


@contextmanager
def set_within(variable: ContextVar[Value], value: Value) -> Iterator[None]:
    """Set a context variable within; however the block ends, it then holds again what it held before.

    Parameters
    ----------
    variable : ContextVar
    value
        What it holds within, for this thread or task alone.
    """
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)
