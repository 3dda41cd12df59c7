from __future__ import annotations

from collections.abc import Callable

from alpsat_geo.compute.comparison import Comparison, DecisionProblem, compare_scenarios
from alpsat_geo.compute.cross_checks import CrossCheck, cross_check
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.report.caveats import list_caveats

Pose = Callable[[int], DecisionProblem]


def compare(pose: Pose, scenarios: tuple[Scenario, ...], *keys: str) -> Comparison:
    by_key = {scenario.key: scenario for scenario in scenarios}
    return compare_scenarios([by_key[key] for key in keys], pose(2000), Weighting(), 1)


def test_caveats_say_what_the_comparison_flags(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    comparison = compare(pose, scenarios, "ne-rien-faire", "plateforme-et-accueil", "espaces-frugaux")
    caveats = list_caveats(comparison, cross_check(comparison), ["A", "B", "C"])
    twins = comparison.acceptabilities.applicability.twins
    assert sum("d'un scénario à l'autre" in sentence for sentence in caveats) == len(twins)
    clipped = {criterion for _scenario, criterion in comparison.beyond_anchors}
    assert clipped
    assert sum("dépasse l'échelle prévue" in sentence for sentence in caveats) == len(clipped)


def test_criterion_that_does_not_tell_scenarios_apart_is_named(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    # Neither opens a space, neither brings anybody: reach, users and equity are the same in both.
    comparison = compare(pose, scenarios, "ne-rien-faire", "services-et-fibre")
    caveats = list_caveats(comparison, cross_check(comparison), ["A", "B"])
    indifferent = comparison.acceptabilities.applicability.is_indifferent
    assert indifferent.any()
    assert sum("ne départage pas" in sentence for sentence in caveats) == indifferent.sum()


def test_method_that_disagrees_names_its_own_leader(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    comparison = compare(pose, scenarios, "ne-rien-faire", "espaces-frugaux")
    disagreeing = [CrossCheck("TOPSIS", (1, 0), disagrees=True)]
    assert any(
        "ferait arriver « B » premier" in sentence for sentence in list_caveats(comparison, disagreeing, ["A", "B"])
    )
    agreeing = [CrossCheck("TOPSIS", (0, 1), disagrees=False), CrossCheck("PROMETHEE II", (0, 1), disagrees=False)]
    assert any("donnent le même gagnant" in sentence for sentence in list_caveats(comparison, agreeing, ["A", "B"]))
