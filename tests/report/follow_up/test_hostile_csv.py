"""Hostile files of observed values: one sentence each, quickly, in little memory, and nothing kept."""

from __future__ import annotations

import re
import resource
import time

import pytest

from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import SHOWN_AT_MOST
from alpsat_geo.report.follow_up.file import read_observations
from tests.machine import measure_unit_s
from tests.report.follow_up.hostile_csv import HEAD, LINE, list_cases
from tests.report.follow_up.test_file import PLEDGE, TODAY

UNITS, MEGABYTES = 100, 100
CASES = list_cases()
FOREIGN = re.compile(r"\b(the|expected|found|while|could|not|invalid|must|error|None|Traceback)\b|<class|Errno")


def measure_memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def judge(content: bytes, word: str, at_most_s: float) -> list[str]:
    """Find what a reading does otherwise than it should."""
    start, memory = time.thread_time(), measure_memory_mb()
    try:
        read_observations(PLEDGE, "valeurs.csv", content, TODAY)
    except DataError as error:
        sentences = str(error).splitlines()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
        return [f"raises {error!r}"[:200]]
    else:
        return ["is accepted"]
    seconds, memory = time.thread_time() - start, measure_memory_mb() - memory
    faults = [f"takes {seconds:.1f} s"] * (seconds > at_most_s) + [f"takes {memory:.0f} MB"] * (memory > MEGABYTES)
    faults += [f"does not say « {word} » first: {sentences[0]}"] * (word not in sentences[0] + sentences[-1])
    faults += [f"{len(sentences)} sentences"] * (len(sentences) > SHOWN_AT_MOST + 1)
    faults += [
        f"says {said}" for said in sentences if FOREIGN.search(said) or not said.endswith(".") or len(said) > 500
    ]
    return faults


def test_every_hostile_file_gets_its_sentence() -> None:
    assert len(CASES) >= 80
    assert len(read_observations(PLEDGE, "valeurs.csv", (HEAD + LINE).encode(), TODAY)) == 1
    at_most_s = UNITS * measure_unit_s()
    assert [f"{name}: {fault}" for name, content, word in CASES for fault in judge(content, word, at_most_s)] == []


def test_an_open_quote_is_told_where_it_opens() -> None:
    content = HEAD + LINE + 'regular_users;16/02/2027;18;"comptage\n' + LINE * 40
    with pytest.raises(DataError, match=r"^valeurs\.csv, ligne 3 : un guillemet est ouvert"):
        read_observations(PLEDGE, "valeurs.csv", content.encode(), TODAY)


def test_the_name_of_a_file_is_shown_short_and_clean() -> None:
    with pytest.raises(DataError) as caught:
        read_observations(PLEDGE, "a\u202egpj.csv" + "x" * 5000, b"", TODAY)
    assert str(caught.value).startswith("agpj.csvxxx")
    assert len(str(caught.value)) < 200
