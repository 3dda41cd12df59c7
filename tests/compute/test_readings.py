"""Readings: the default trio as three independent rebuilds found it, and a verdict that survives or falls."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.draws import sample_draws
from alpsat_geo.compute.evaluation import evaluate_all
from alpsat_geo.compute.mcda.objectives import build_tree, draw_priorities, state_priorities
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.readings import Facts, Reading, judge_readings, read_draws
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import Parameter, ParameterTable
from alpsat_geo.domain.scenario import Scenario
from tests.invented_territory import ACTIONS

PARENT = Path(__file__).parent / "parent_parameters.csv"
TRIO = ("ne-rien-faire", "plateforme-et-accueil", "espaces-frugaux")
DRAWS = 8_000
WEIGHED = ("access", "welcome", "money")
SERVES = {c.key: str(c.objective) for c in CRITERIA if c.is_weighted_by_default}
TREE = build_tree(SERVES)


# What was not drawn then, at the value at which it changes nothing.
NEUTRAL = {
    "road_speed_factor": 1.0,
    "inside_commune_speed_kmh": 1e9,
    "new_space_open_3y_share": 1.0,
    "new_space_open_5y_share": 1.0,
    "host_paid_share": 0.0,
    "host_cost_eur_year": 0.0,
    "investment_resold_share": 0.0,
    "stop_commitment_year": 0.0,
    "demand_level": 1.0,
}


def read_parent_table() -> ParameterTable:
    """Return the parameters as they were when the old verdict was judged."""

    def bound(cell: str) -> float | None:
        return float(cell) if cell else None

    with PARENT.open(encoding="utf-8", newline="") as lines:
        rows = {
            row["key"]: Parameter(
                key=row["key"],
                label=row["label"],
                unit=row["unit"],
                low=bound(row["low"]),
                value=float(row["value"]),
                high=bound(row["high"]),
                grade=row["grade"],  # type: ignore[arg-type]
                source=row["source"],
                family=row["family"] or None,
                is_drawn=row["is_drawn"] == "oui",
            )
            for row in csv.DictReader(lines)
        }
    neutral = {key: Parameter(key, key, "", None, value, None, "D", "neutre") for key, value in NEUTRAL.items()}
    return ParameterTable(rows | neutral)


@pytest.fixture(scope="module")
def trio(baseline: Baseline, anchors: Mapping[str, Anchor], scenarios: tuple[Scenario, ...]) -> FloatArray:
    """Return the values (3, D, C) of the default trio with the parameters of that time."""
    draws = sample_draws(read_parent_table(), baseline.spaces, DRAWS, 1)
    problem = DecisionProblem(baseline, draws, ACTIONS, CRITERIA, anchors, Settings())
    chosen = [scenario for key in TRIO for scenario in scenarios if scenario.key == key]
    outcomes = evaluate_all(chosen, baseline, draws, ACTIONS, problem.settings)
    return np.stack([problem.values(outcome, TREE.criterion_keys) for outcome in outcomes])


def read(values: FloatArray, tree_of: Mapping[str, str] = SERVES) -> dict[str, Reading]:
    columns = [TREE.criterion_keys.index(key) for key in tree_of]
    tree = build_tree(tree_of)
    priorities = draw_priorities(tree, values.shape[1], 1)
    found = read_draws(Facts(TRIO, values[:, :, columns]), priorities, WEIGHED, 1)
    return {reading.key: reading for reading in found}


def test_the_frugal_network_is_first_only_while_access_is_counted_thrice(trio: FloatArray) -> None:
    readings = read(trio)
    frugal = TRIO[2]
    assert readings["by_objective"].first_share(frugal) == pytest.approx(0.52, abs=0.03)
    assert readings["every_criterion"].first_share(frugal) == pytest.approx(0.81, abs=0.03)
    assert readings["without_access"].first_share(frugal) <= 0.08
    but_equity = read(trio, {key: objective for key, objective in SERVES.items() if key != "equity"})
    assert but_equity["every_criterion"].first_share(frugal) == pytest.approx(0.61, abs=0.03)
    assert but_equity["by_objective"].first_share(frugal) == pytest.approx(0.43, abs=0.03)
    verdict = judge_readings(tuple(readings.values()))
    assert (verdict.status, verdict.leader) == ("undecided", frugal)
    assert len(verdict.contenders) == 2


def make_facts(*, prudent: bool, fixed: bool, beaten: bool) -> Facts:
    """Return facts over one criterion an objective, in which « a » leads by objective, and what undoes it."""
    keys = ("a", "b")
    values = np.empty((2, 300, 4))
    values[0], values[1] = [0.6, 0.55, 0.55, 0.5], 0.5
    values[0, :, 3], values[1, :, 3] = (0.0, 1.0) if prudent else (0.5, 0.4)
    held = values.copy()
    if fixed:
        held[1, :, :3] = 1.0
    rival = np.full((1, 300, 4), 0.9 if beaten else 0.1)
    return Facts(keys, values, held, (*keys, "c"), np.concatenate((values, rival)))


FOUR = build_tree({"r": "access", "i": "welcome", "c": "money", "s": "prudence"})


@pytest.mark.parametrize(
    ("prudent", "fixed", "beaten", "status", "undone"),
    [
        (False, False, False, "decided", {}),
        (True, False, False, "depends", {"with_prudence": "b"}),
        (False, True, False, "depends", {"structure_fixed": "b"}),
        (False, False, True, "depends", {"all_scenarios": "c"}),
    ],
)
def test_one_reading_that_fails_undoes_the_lead_and_says_who_leads_there(
    *, prudent: bool, fixed: bool, beaten: bool, status: str, undone: dict[str, str]
) -> None:
    facts = make_facts(prudent=prudent, fixed=fixed, beaten=beaten)
    readings = read_draws(facts, draw_priorities(FOUR, 300, 2, weighed=WEIGHED), WEIGHED, 2)
    verdict = judge_readings(readings)
    assert verdict.status == status
    assert verdict.leader == "a"
    assert {u.reading.key: u.leader for u in verdict.undone_by} == undone
    assert [r.key for r in readings] == [
        "by_objective",
        "every_criterion",
        "with_prudence",
        "structure_fixed",
        "all_scenarios",
        "without_access",
        "without_welcome",
        "without_money",
    ]


def test_a_near_copy_shares_first_places_and_beats_nobody() -> None:
    rng = np.random.default_rng(1)
    values = rng.random((2, 400, 3)) * 0.4
    values[0] += 0.5
    facts = Facts(("a", "b"), values, None, ("a", "b", "copy"), np.concatenate((values, values[:1])))
    tree = build_tree({"r": "access", "i": "welcome", "c": "money"})
    readings = {r.key: r for r in read_draws(facts, draw_priorities(tree, 400, 1), WEIGHED, 1)}
    assert readings["all_scenarios"].first_share("a") == pytest.approx(0.5)
    assert readings["all_scenarios"].beaten_by == ()
    assert judge_readings(tuple(readings.values())).status == "decided"


def test_stated_weights_replace_drawn_ones_in_the_headline_alone() -> None:
    values = np.array([[[1.0, 0.0, 0.0]], [[0.0, 1.0, 1.0]]]).repeat(300, axis=1)
    tree = build_tree({"r": "access", "i": "welcome", "c": "money"})
    readings = {
        r.key: r for r in read_draws(Facts(("a", "b"), values), state_priorities(tree, {"access": 1}, 300), WEIGHED, 1)
    }
    assert readings["by_objective"].first_share("a") == 1
    assert readings["every_criterion"].first_share("a") < 0.5
    # Nothing else weighs: there is no reading without access, and the others lose nothing.
    assert "without_access" not in readings
    assert readings["without_money"].first_share("a") == 1


def test_scenarios_that_nothing_tells_apart_are_refused() -> None:
    with pytest.raises(InputError, match="Aucun critère qui pèse ne distingue"):
        read_draws(Facts(("a", "b"), np.full((2, 10, 5), 0.5)), draw_priorities(TREE, 10, 1), WEIGHED, 1)


@given(st.integers(0, 10_000), st.floats(0.01, 0.3))
def test_who_is_worse_than_one_other_in_every_draw_changes_no_share_when_it_joins(seed: int, loss: float) -> None:
    rng = np.random.default_rng(seed)
    values = np.clip(rng.normal(0.6, 0.3, (3, 60, 5)), 0, 1)
    worse = values[1] * (1 - loss)
    # Strictly worse than the second scenario, after clipping, wherever that one is worth anything.
    kept = np.flatnonzero(values[1].any(axis=1))
    values, worse = values[:, kept], worse[kept]
    drawn = draw_priorities(TREE, 60, seed)
    priorities = dataclasses.replace(drawn, weights=drawn.weights[kept])
    keys = ("a", "b", "c", "d")
    before = read_draws(Facts(keys[:3], values), priorities, WEIGHED, seed)
    after = read_draws(Facts(keys, np.concatenate((values, worse[None]))), priorities, WEIGHED, seed)
    # A reading that leaves an objective out may leave out the one on which it is worse: ties are then shared.
    for one, other in zip(before[:2], after[:2], strict=True):
        assert one.key == other.key
        np.testing.assert_allclose(other.first, [*one.first, 0.0], atol=1e-12)
