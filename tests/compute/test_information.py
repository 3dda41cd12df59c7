"""What a call to one space is worth in euros a year."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from alpsat_geo.compute.comparison import Comparison, DecisionProblem, Measured, compare_scenarios
from alpsat_geo.compute.information import price_information
from alpsat_geo.compute.net_benefit.appraisal import Appraisal
from alpsat_geo.compute.unknowns import list_unknowns
from alpsat_geo.domain.scenario import Scenario


def test_a_call_is_worth_what_it_saves(pose: Callable[[int], DecisionProblem]) -> None:
    problem = pose(4_000)
    space = next(j for j, space in enumerate(problem.baseline.spaces) if space.key == "quai9")
    is_open = problem.draws.space_is_open[:, space]
    # The programme costs 10,000 euros and serves 10 users more where Quai9 is open: at 2,000 euros each, it brings
    # 20,000 there and nothing elsewhere.
    costs, results = np.zeros((2, 4_000)), np.zeros((2, 2, 4_000))
    costs[1], results[1, 1] = 10_000, 10.0 * is_open
    appraisal = Appraisal(("ne-rien-faire", "un"), ("inhabitant", "user"), ("inhabitant", "user"), costs, results)
    comparison = Comparison(problem, (), {"user": 2_000.0}, remembered=Measured(appraisal, ()))
    share = is_open.mean()
    # Knowing avoids 10,000 euros lost where it is closed, or catches 10,000 won where it is open.
    saved = min((1 - share) * 10_000, share * 10_000)
    found = price_information(comparison)
    assert len(found.by_unknown) == len(list_unknowns(problem))
    first, second = found.by_unknown[:2]
    assert first.unknown.key == "status:quai9"
    assert first.eur_per_year == pytest.approx(saved)
    assert found.perfect_eur_per_year == pytest.approx(saved)
    assert second.eur_per_year == 0
    # At 100 euros a user, the programme never pays: nothing is left to know.
    assert price_information(dataclasses.replace(comparison, prices={"user": 100.0})).perfect_eur_per_year == 0


def test_of_the_project_it_lies_between_nothing_and_perfect_information(
    pose: Callable[[int], DecisionProblem], scenarios: tuple[Scenario, ...]
) -> None:
    comparison = compare_scenarios(scenarios, pose(500), {"inhabitant": 2_000.0, "user": 3_000.0})
    found = price_information(comparison)
    worths = [priced.eur_per_year for priced in found.by_unknown]
    assert worths == sorted(worths, reverse=True)
    assert 0 <= worths[-1] <= worths[0] <= found.perfect_eur_per_year
