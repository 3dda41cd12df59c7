"""Hostile scenario files: one sentence each, quickly, in little memory, and nothing kept."""

from __future__ import annotations

import re
import resource
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws
from alpsat_geo.compute.evaluation import apply_actions
from alpsat_geo.domain.errors import DataError, InputError
from alpsat_geo.domain.findings import SHOWN_AT_MOST
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.scenarios.file import read_uploaded
from alpsat_geo.sources.scenarios import read_scenario
from tests.machine import measure_unit_s
from tests.sources.hostile_yaml import ALIAS_BOMB, ORDINARY, list_cases
from tests.test_main import Run, make_run

__all__ = ["make_run"]

UNITS, MEGABYTES, BOMB_UNITS = 50, 100, 25
CASES = list_cases()
FOREIGN = re.compile(r"\b(the|expected|found|while|could|not|invalid|must|error|None|Traceback)\b|<class|Errno")
# Each of these is refused by a stage of its own.
ASKED_OF_THE_COMMAND = (
    "alias bomb",
    "type !!int ''",
    "990 lists",
    "300,000 values",
    "five megabytes of text",
    "five thousand digits",
    "code 05063 without quotes",
    "Windows-1252",
    "an open quote",
    "5,000 unknown names",
)

ACTIONS = {action.key: action for action in ACTION_TYPES}
Read = Callable[[str, bytes], Scenario]


@pytest.fixture(scope="module")
def readers(baseline: Baseline, central: Draws, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Read]:
    """Return what the page does with a file that somebody chooses, and what the command does."""
    folder = tmp_path_factory.mktemp("hostile")
    project = cast(Project, SimpleNamespace(baseline=baseline, central=central))

    def read_as_command(name: str, content: bytes) -> Scenario:
        path = folder / name
        path.write_bytes(content)
        try:
            scenario = read_scenario(path)
            apply_actions(scenario, baseline, central, ACTIONS)
        finally:
            path.unlink()
        return scenario

    return {"page": lambda name, content: read_uploaded(project, name, content), "command": read_as_command}


def measure_memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def judge(read: Read, content: bytes, word: str, at_most_s: float) -> list[str]:
    """Find what a reading does otherwise than it should."""
    start, memory = time.thread_time(), measure_memory_mb()
    try:
        read("essai.yaml", content)
    except (DataError, InputError) as error:
        sentences = str(error).splitlines()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
        return [f"raises {error!r}"[:200]]
    else:
        return ["is accepted"]
    seconds, memory = time.thread_time() - start, measure_memory_mb() - memory
    faults = [f"takes {seconds:.1f} s"] * (seconds > at_most_s) + [f"takes {memory:.0f} MB"] * (memory > MEGABYTES)
    faults += [f"does not say « {word} » first: {sentences[0]}"] * (word not in sentences[0] + sentences[-1])
    faults += [f"{len(sentences)} sentences"] * (len(sentences) > SHOWN_AT_MOST + 1)
    faults += [f"says {sentence}" for sentence in sentences if FOREIGN.search(sentence) or not sentence.endswith(".")]
    return faults + [f"says at length {sentence}" for sentence in sentences if len(sentence) > 500]


def test_every_hostile_file_gets_its_sentence_on_the_page_and_in_the_command(readers: dict[str, Read]) -> None:
    assert len(CASES) >= 120
    for read in readers.values():
        assert read("essai.yaml", ORDINARY.encode()).actions
    at_most_s = UNITS * measure_unit_s()
    offenders = [
        f"{name} ({where}): {fault}"
        for where, read in readers.items()
        for name, content, word in CASES
        for fault in judge(read, content, word, at_most_s)
    ]
    assert offenders == []


def test_three_hundred_letters_of_references_are_refused_at_once(readers: dict[str, Read]) -> None:
    assert len(ALIAS_BOMB) <= 306
    start = time.thread_time()
    for read in readers.values():
        with pytest.raises(DataError, match="ligne 1 : « &a » renvoie"):
            read("bombe.yaml", ALIAS_BOMB)
    assert time.thread_time() - start < BOMB_UNITS * measure_unit_s()


def test_the_command_itself_says_the_sentence_and_nothing_else(run: Run, tmp_path: Path) -> None:
    by_name = {name: (content, word) for name, content, word in CASES}
    path = tmp_path / "essai.yaml"
    for name in ASKED_OF_THE_COMMAND:
        content, word = by_name[name]
        path.write_bytes(content)
        code, out, said = run("evaluate", str(path))
        lines = said.splitlines()
        assert (code, out) == (1, ""), name
        assert word in lines[0] + lines[-1], (name, lines[0])
        assert len(lines) <= SHOWN_AT_MOST + 1, name
        assert not FOREIGN.search(said), name
