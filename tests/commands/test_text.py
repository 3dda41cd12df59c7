from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from alpsat_geo.commands.check import run_check
from alpsat_geo.commands.compare import comparison_text
from alpsat_geo.commands.evaluate import evaluate_scenarios, evaluation_text
from alpsat_geo.commands.indicators import indicators_text
from alpsat_geo.commands.site import site_text
from alpsat_geo.commands.text import align_columns, write_count
from alpsat_geo.commands.travel_times import travel_times_text
from alpsat_geo.compute.comparison import DecisionProblem, compare_scenarios
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.siting.request import SitingRequest
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project

NAME = "Un scénario dont le nom est bien plus long que toutes les colonnes qu'un terminal peut prévoir"
# A point or a breaking space inside a number, a share without its sign, a unit of the code, a number stuck to a word.
FAULTS = re.compile(r"\d\.\d|\d \d{3}\b|\bpart\b|\d [%€]|[a-zà-ÿ)][\u2212\d]{2,}|\bnan\b|\binf\b|\(s\)")


@pytest.fixture(name="texts")
def write_texts(
    project: Project, pose: Callable[[int], DecisionProblem], scenarios: tuple[Scenario, ...]
) -> dict[str, str]:
    problem = pose(60)
    named = (Scenario("long", NAME, actions=scenarios[3].actions), *scenarios[:3])
    comparison = compare_scenarios(named, problem, {"inhabitant": 3_000.0})
    request = SitingRequest(
        count=2, budget_eur=None, seasons=("winter",), catchment_min=20.0, objective="mean", is_hard=False
    )
    return {
        "check": run_check(project.territory.key, as_json=False)[0],
        "compare": comparison_text(comparison, project.territory),
        "evaluate": evaluation_text(project.territory, problem, evaluate_scenarios(named, problem)[0]),
        "indicators": indicators_text(project, Settings()),
        "site": site_text(project, request),
        "travel-times": travel_times_text(project, "closure_day"),
    }


def test_every_command_prints_french_numbers_units_and_apart_columns(texts: dict[str, str]) -> None:
    for command, text in texts.items():
        for line in text.splitlines():
            if command == "check" and line.startswith("conforme"):
                continue  # names of files, producers and vintages, as they are
            assert FAULTS.findall(line) == [], (command, line)
            assert line == line.rstrip()
    assert f"{NAME}  " in texts["compare"]


def test_columns_line_up_however_long_their_cells() -> None:
    lines = align_columns([("a", "1", "x"), ("bien plus long", "1 234", ""), ("é", "", "y")], indent="> ", right=(1,))
    assert lines == ["> a                   1  x", "> bien plus long  1 234", "> é                      y"]


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 erreur"), (1, "1 erreur"), (2, "2 erreurs"), (1200, "1\u202f200 erreurs")]
)
def test_plural_begins_at_two(count: int, text: str) -> None:
    assert write_count(count, "erreur", "erreurs") == text
