"""The answer of a consultation: what its scenarios are worth, once, and what its votes make of them.

Everybody sees the same: the model runs under the assumptions of the files, never under those of a visitor, and on the
data as they were corrected when the vote opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import streamlit as st

from alpsat_geo.app.core.wiring import find_corrections, load_consultations, load_embedded, vary_corrected
from alpsat_geo.compute.comparison import DecisionProblem, compare_scenarios
from alpsat_geo.compute.consultation import College
from alpsat_geo.compute.decision import Decision, judge_comparison
from alpsat_geo.compute.deliberation import deliberate
from alpsat_geo.compute.draws import SEED
from alpsat_geo.compute.evaluation import evaluate_all
from alpsat_geo.compute.mcda.applicability import judge_criteria
from alpsat_geo.compute.mcda.objectives import Level
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.priorities import build_objective_tree, value_objectives
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.consultation.weighed import Weighed, list_weighed, name_weighed
from alpsat_geo.report.corrections.code import read_session
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _, choose_plural, get_language, quote
from alpsat_geo.report.minutes import Minutes
from alpsat_geo.store.ballot import weigh_vote
from alpsat_geo.store.consultation_session import ConsultationSession

_Cast = tuple[College, bool, tuple[float, ...]]
"""A vote as it is counted: its college, whether it was on paper, and its weights."""

_SESSIONS_KEPT = 32
_ANSWERS_KEPT = 64


def _identify(session: ConsultationSession) -> str:
    # What a session asks never changes.
    return session.id


def _identify_state(session: ConsultationSession) -> tuple[object, ...]:
    return (session.id, session.closed_at, get_language())


def find_project(session: ConsultationSession | None = None) -> Project:
    """Return the project of a consultation: the data as they were corrected when it opened, or as they are now."""
    if session is None:
        corrections = find_corrections()
    else:
        corrections = read_session(session.corrections, load_embedded().territory)
    return vary_corrected((), corrections)


def pose_problem(session: ConsultationSession | None = None) -> DecisionProblem:
    """Return the problem of a consultation: winter, 20 minutes, on the draws of the screen."""
    return find_project(session).pose(Settings())


def list_ballot(session: ConsultationSession) -> tuple[Weighed, ...]:
    """List what a session weighs.

    Raises
    ------
    InputError
        If something of it is no longer in the catalogue.
    """
    return list_weighed(session.level, session.weighed, pose_problem(session))


def value_scenarios(
    scenarios: Sequence[Scenario], level: Level, keys: Sequence[str], problem: DecisionProblem
) -> FloatArray:
    """Value scenarios of a problem on objectives or criteria, float array (S, D, C).

    Raises
    ------
    InputError
        If the model refuses a scenario, or if nothing tells them apart.
    """
    outcomes = evaluate_all(scenarios, problem.baseline, problem.draws, problem.action_types, problem.settings)
    criteria = _list_criterion_keys(level, keys)
    values = np.stack([problem.values(outcome, criteria) for outcome in outcomes])
    if level == "criteria":
        return values
    tree = build_objective_tree(keys, CRITERIA)
    # The tree is in the order of the registry, votes in that of the session.
    return value_objectives(tree, values)[..., [tree.objective_keys.index(key) for key in keys]]


def check_weighed(scenarios: Sequence[Scenario], level: Level, keys: Sequence[str]) -> None:
    """Refuse what would make votes worth nothing.

    Raises
    ------
    InputError
        If an objective or a criterion does not tell these scenarios apart.
    """
    applicable = judge_criteria(value_scenarios(scenarios, level, keys, pose_problem())).applicable
    idle = [label for label, is_kept in zip(name_weighed(level, keys), applicable, strict=True) if not is_kept]
    if idle:
        sentence = choose_plural(
            "Ces scénarios ne se distinguent pas sur {labels} : retirez-le du vote, ou changez de scénarios.",
            "Ces scénarios ne se distinguent pas sur {labels} : retirez-les du vote, ou changez de scénarios.",
            len(idle),
        )
        raise InputError(sentence.format(labels=", ".join(map(quote, idle))))


def answer_session(session: ConsultationSession) -> Minutes:
    """Answer with the votes that a session has now.

    Raises
    ------
    InputError
        If the model no longer knows a criterion or a scenario of the session, or if the votes cannot be weighed.
    StoreError
        If the database fails.
    """
    votes = load_consultations().list_votes(session.id)
    cast = tuple(
        (vote.college, vote.is_on_paper, tuple(map(float, weigh_vote(vote, session.weighed)))) for vote in votes
    )
    return _answer(session, cast)


@st.cache_resource(show_spinner=False, max_entries=_SESSIONS_KEPT, hash_funcs={ConsultationSession: _identify})
def _value_session(session: ConsultationSession) -> FloatArray:
    return value_scenarios(session.scenarios, session.level, session.weighed, pose_problem(session))


@st.cache_resource(show_spinner=False, max_entries=_SESSIONS_KEPT, hash_funcs={ConsultationSession: _identify})
def _judge_session(session: ConsultationSession) -> Decision:
    try:
        comparison = compare_scenarios(session.scenarios, pose_problem(session), Weighting(), SEED)
    except InputError:
        # Nothing that weighs by default tells them apart: they are read on what the room weighs.
        asked = Weighting(bounds=dict.fromkeys(_list_criterion_keys(session.level, session.weighed), (0.0, 1.0)))
        comparison = compare_scenarios(session.scenarios, pose_problem(session), asked, SEED)
    return judge_comparison(comparison, load_embedded().scenarios, SEED)


def _list_criterion_keys(level: Level, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(keys) if level == "criteria" else build_objective_tree(keys, CRITERIA).criterion_keys


@st.cache_resource(show_spinner=False, max_entries=_ANSWERS_KEPT, hash_funcs={ConsultationSession: _identify_state})
def _answer(session: ConsultationSession, cast: tuple[_Cast, ...]) -> Minutes:
    weighed, values = list_ballot(session), _value_session(session)
    colleges = [college for college, _is_on_paper, _weights in cast]
    votes = [weights for _college, _is_on_paper, weights in cast]
    project = find_project(session)
    answer = deliberate(values, votes, colleges, SEED)
    paper = Counter(college for college, is_on_paper, _weights in cast if is_on_paper)
    return Minutes(
        question=session.question,
        opened_at=session.opened_at,
        ended_at=session.ended_at,
        scenario_names=tuple(_(scenario.name) for scenario in session.scenarios),
        level=session.level,
        weighed=weighed,
        answer=answer,
        problem=pose_problem(session),
        territory=project.territory,
        decision=_judge_session(session),
        project_names=name_scenarios(project) | {scenario.key: _(scenario.name) for scenario in session.scenarios},
        paper_by_college={college: paper[college] for college, group in answer.summary.by_college if group},
        codes_per_college=session.college_capacity_count if session.has_codes else None,
    )
