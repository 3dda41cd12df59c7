"""Which sets of actions can be carried out together, and what is refused before anything is evaluated."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.portfolio.problem import (
    MAX_PORTFOLIOS,
    Candidate,
    PortfolioProblem,
    amount_needed,
    list_portfolios,
    place_candidate,
)
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import ActionChoice
from tests.invented_territory import ACTIONS, choose


@pytest.fixture(scope="module")
def decision(pose: Callable[[int], DecisionProblem]) -> DecisionProblem:
    return pose(4)


def pose_choices(decision: DecisionProblem, *choices: ActionChoice) -> PortfolioProblem:
    candidates = tuple(place_candidate(ACTIONS[choice.type_key], choice, decision) for choice in choices)
    return PortfolioProblem(decision, candidates)


def test_a_candidate_is_named_by_what_it_does_and_where(decision: DecisionProblem) -> None:
    problem = pose_choices(
        decision, choose("shared_platform"), choose("open_space", "05065", kind="standard"), choose("animate_spaces")
    )
    assert problem.keys == ("shared_platform", "open_space:05065:standard", "animate_spaces")
    assert [len(candidate.epci_index) for candidate in problem.candidates] == [0, 1, 0]


def test_one_action_of_a_type_in_a_place_and_one_way_of_doing_what_is_done_once(decision: DecisionProblem) -> None:
    problem = pose_choices(
        decision,
        choose("open_space", "05065", kind="frugal"),
        choose("open_space", "05065", kind="standard"),
        choose("open_space", "05003", kind="standard"),
        choose("digital_mediation", state_grant="oui"),
        choose("digital_mediation", state_grant="non"),
    )
    members = list_portfolios(problem)
    assert not members[0].any()
    assert len(members) == 3 * 2 * 3
    assert not (members[:, 0] & members[:, 1]).any()
    assert not (members[:, 3] & members[:, 4]).any()
    assert len(np.unique(members, axis=0)) == len(members)


def test_a_candidate_comes_with_one_of_those_it_needs(decision: DecisionProblem) -> None:
    problem = pose_choices(
        decision, choose("open_space", "05065"), choose("animate_spaces"), choose("shuttle", "05003")
    )
    needy = dataclasses.replace(problem.candidates[2], needs=problem.keys[:2])
    members = list_portfolios(dataclasses.replace(problem, candidates=(*problem.candidates[:2], needy)))
    assert len(members) == 7
    assert (members[members[:, 2], :2].any(axis=1)).all()


def test_choices_of_one_type_are_carried_out_as_one(decision: DecisionProblem) -> None:
    sirens = decision.baseline.epci_sirens
    problem = pose_choices(
        decision, choose("welcome_service", sirens[0]), choose("shared_platform"), choose("welcome_service", sirens[2])
    )
    scenario = problem.scenario(np.array([True, True, True]))
    assert [(c.type_key, c.places) for c in scenario.actions] == [
        ("welcome_service", (sirens[0], sirens[2])),
        ("shared_platform", ()),
    ]
    assert problem.scenario(np.zeros(3, dtype=np.bool_)).actions == ()


def test_too_many_portfolios_are_refused_with_what_to_drop(decision: DecisionProblem) -> None:
    codes = decision.baseline.insee_codes
    sixteen = pose_choices(decision, *(choose("open_space", code) for code in codes[:16]))
    assert len(list_portfolios(sixteen)) == 2**16 <= MAX_PORTFOLIOS
    eighteen = pose_choices(decision, *(choose("open_space", code) for code in codes[:18]))
    with pytest.raises(
        InputError, match=f"18 actions .* retirez-en au moins 2, .*« open_space:{codes[16]} », .*{codes[17]}"
    ):
        list_portfolios(eighteen)


@pytest.mark.parametrize(
    ("candidates", "sentence"),
    [
        ((), "Aucune action n'est proposée"),
        ((Candidate("a", choose("shared_platform")),) * 2, "« a » est proposée deux fois"),
        ((Candidate("a", choose("teleport")),), "« teleport » n'existe pas .*shared_platform"),
        ((Candidate("a", choose("shuttle", "05003"), needs=("b",)),), "« a » demande « b », qui n'est pas proposée"),
    ],
)
def test_candidates_that_make_no_sense_are_refused(
    decision: DecisionProblem, candidates: tuple[Candidate, ...], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        list_portfolios(PortfolioProblem(decision, candidates))


def test_the_amount_needed_is_an_order_statistic() -> None:
    costs = np.array([[5.0, 1.0, 4.0, 2.0, 3.0]])
    assert [amount_needed(costs, share)[0] for share in (0.2, 0.5, 0.8, 0.81, 0.95, 1.0)] == [1, 3, 4, 5, 5, 5]
