"""The answer of a consultation: what its scenarios are worth, once, and what its votes make of them.

Everybody sees the same: the model runs under the assumptions of the files, never under those of a visitor.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from alpsat_geo.app.core.wiring import load_consultations, load_embedded
from alpsat_geo.compute.comparison import DecisionProblem, compare_scenarios
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.decision import Decision, judge_comparison
from alpsat_geo.compute.deliberation import deliberate
from alpsat_geo.compute.draws import SEED
from alpsat_geo.compute.evaluation import evaluate_all
from alpsat_geo.compute.mcda.applicability import judge_criteria
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _, choose_plural, get_language
from alpsat_geo.report.minutes import Minutes
from alpsat_geo.store.ballot import Vote, weigh_vote
from alpsat_geo.store.consultation_session import ConsultationSession

_SESSIONS_KEPT = 32
_ANSWERS_KEPT = 64


def _identify(session: ConsultationSession) -> str:
    # What a session asks never changes.
    return session.id


def _identify_state(session: ConsultationSession) -> tuple[object, ...]:
    return (session.id, session.closed_at, get_language())


def pose_problem() -> DecisionProblem:
    """Return the problem of every consultation: winter, 20 minutes, on the draws of the screen."""
    return load_embedded().pose(Settings())


def list_bounds(keys: Sequence[str]) -> tuple[tuple[float, float], ...]:
    """List the worst and best anchors of criteria."""
    problem = pose_problem()
    return tuple(problem.anchor_bounds(key) for key in keys)


def value_scenarios(scenarios: Sequence[Scenario], keys: Sequence[str]) -> FloatArray:
    """Value scenarios on criteria, float array (S, D, C).

    Raises
    ------
    InputError
        If the model refuses a scenario.
    """
    problem = pose_problem()
    outcomes = evaluate_all(scenarios, problem.baseline, problem.draws, problem.action_types, problem.settings)
    return np.stack([problem.values(outcome, keys) for outcome in outcomes])


def check_criteria(scenarios: Sequence[Scenario], keys: Sequence[str]) -> None:
    """Refuse criteria that would make votes worth nothing.

    Raises
    ------
    InputError
        If a criterion does not tell these scenarios apart.
    """
    applicable = judge_criteria(value_scenarios(scenarios, keys)).applicable
    idle = [_(CRITERIA_BY_KEY[key].label) for key, is_kept in zip(keys, applicable, strict=True) if not is_kept]
    if idle:
        sentence = choose_plural(
            "Ces scénarios ne se distinguent pas sur « {labels} » : retirez ce critère, ou changez de scénarios.",
            "Ces scénarios ne se distinguent pas sur « {labels} » : retirez ces critères, ou changez de scénarios.",
            len(idle),
        )
        raise InputError(sentence.format(labels=" », « ".join(idle)))


def answer_session(session: ConsultationSession) -> Minutes:
    """Answer with the votes that a session has now.

    Raises
    ------
    InputError
        If the model no longer knows a criterion or a scenario of the session, or if the votes cannot be weighed.
    StoreError
        If the database fails.
    """
    return _answer(session, load_consultations().list_votes(session.id))


@st.cache_resource(show_spinner=False, max_entries=_SESSIONS_KEPT, hash_funcs={ConsultationSession: _identify})
def _value_session(session: ConsultationSession) -> FloatArray:
    return value_scenarios(session.scenarios, session.criteria)


@st.cache_resource(show_spinner=False, max_entries=_SESSIONS_KEPT, hash_funcs={ConsultationSession: _identify})
def _judge_session(session: ConsultationSession) -> Decision:
    try:
        comparison = compare_scenarios(session.scenarios, pose_problem(), Weighting(), SEED)
    except InputError:
        # Nothing that weighs by default tells them apart: they are read on what the room weighs.
        asked = Weighting(bounds=dict.fromkeys(session.criteria, (0.0, 1.0)))
        comparison = compare_scenarios(session.scenarios, pose_problem(), asked, SEED)
    return judge_comparison(comparison, load_embedded().scenarios, SEED)


def list_criteria(session: ConsultationSession) -> tuple[Criterion, ...]:
    """Return the criteria of a session.

    Raises
    ------
    InputError
        If one is no longer in the catalogue.
    """
    unknown = [key for key in session.criteria if key not in CRITERIA_BY_KEY]
    if unknown:
        sentence = _("Le critère « {key} » n'existe plus dans le catalogue : ouvrez une nouvelle consultation.")
        raise InputError(sentence.format(key=unknown[0]))
    return tuple(CRITERIA_BY_KEY[key] for key in session.criteria)


def _answer(session: ConsultationSession, votes: tuple[Vote, ...]) -> Minutes:
    cast = tuple((vote.college, tuple(map(float, weigh_vote(vote, session.criteria)))) for vote in votes)
    return _answer_once(session, cast)


@st.cache_resource(show_spinner=False, max_entries=_ANSWERS_KEPT, hash_funcs={ConsultationSession: _identify_state})
def _answer_once(session: ConsultationSession, cast: tuple[tuple[str, tuple[float, ...]], ...]) -> Minutes:
    criteria, values = list_criteria(session), _value_session(session)
    colleges = [college for college, _weights in cast]
    votes = [weights for _college, weights in cast]
    project = load_embedded()
    answer = deliberate(values, votes, colleges, SEED)  # type: ignore[arg-type]
    return Minutes(
        question=session.question,
        opened_at=session.opened_at,
        ended_at=session.ended_at,
        scenario_names=tuple(scenario.name for scenario in session.scenarios),
        criteria=criteria,
        bounds=list_bounds(session.criteria),
        answer=answer,
        problem=pose_problem(),
        territory=project.territory,
        decision=_judge_session(session),
        project_names=name_scenarios(project) | {scenario.key: scenario.name for scenario in session.scenarios},
    )
