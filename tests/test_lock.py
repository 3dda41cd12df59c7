"""The lock of a host: every library of `requirements.txt` and of these, at one version, by the hash of its content."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKED = re.compile(r"^([\w.-]+)==([\w.+!-]+)[^\n]*\\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def read_lock() -> dict[str, str]:
    """Read the lock; whatever is not a version with its hashes is refused."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    # A comment says how it is made.
    rest = LOCKED.sub("", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    assert rest.strip() == ""
    return {canonicalize_name(name): version for name, version, _hashes in LOCKED.findall(text)}


def read_pins() -> list[Requirement]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def test_the_lock_is_that_of_the_requirements() -> None:
    locked = read_lock()
    pins = read_pins()
    assert pins
    how = "make it anew: CONTRIBUTING, « A library »"
    assert [str(pin) for pin in pins if f"=={locked.get(canonicalize_name(pin.name))}" != str(pin.specifier)] == [], how


def test_the_lock_holds_all_that_the_libraries_need() -> None:
    locked, waiting, seen = read_lock(), read_pins(), set()
    while waiting:
        one = waiting.pop()
        asked = canonicalize_name(one.name), frozenset(one.extras)
        if asked in seen:
            continue
        seen.add(asked)
        try:
            needed = map(Requirement, requires(one.name) or ())
        except PackageNotFoundError:
            continue
        extras = one.extras or {""}
        waiting += [
            need for need in needed if need.marker is None or any(need.marker.evaluate({"extra": e}) for e in extras)
        ]
    assert sorted({name for name, _extras in seen} - locked.keys()) == []
