"""The answer of a consultation: what its scenarios cost and bring, once, and where its votes stand among them.

Everybody sees the same: the model runs under the assumptions of the files, never under those of a visitor, and on the
data as they were corrected when the vote opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from alpsat_geo.app.core.wiring import find_corrections, load_consultations, load_embedded, vary_corrected
from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.consultation import ConsultationSummary, summarise_answers
from alpsat_geo.compute.criterion import UnitPrice
from alpsat_geo.compute.deliberation import Support, place_answers
from alpsat_geo.compute.evaluation import DO_NOTHING
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.consultation.asked import gather_answers, list_asked, name_asked
from alpsat_geo.report.consultation.by_weights import name_weighed, summarise_weights
from alpsat_geo.report.corrections.code import read_session
from alpsat_geo.report.decision import tell_scenario_line, write_answer
from alpsat_geo.report.language import _, get_language
from alpsat_geo.report.minutes import Minutes
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultation_session import ConsultationSession

_SESSIONS_KEPT = 32
_FIGURES_KEPT = 64


def _identify(session: ConsultationSession) -> str:
    # What a session asks never changes.
    return session.id


def _identify_spoken(session: ConsultationSession) -> tuple[str, str]:
    return (session.id, get_language())


def find_project(session: ConsultationSession | None = None) -> Project:
    """Return the project of a consultation: the data as they were corrected when it opened, or as they are now."""
    if session is None:
        corrections = find_corrections()
    else:
        corrections = read_session(session.corrections, load_embedded().territory)
    return vary_corrected((), corrections)


def check_compared(scenarios: Sequence[Scenario]) -> None:
    """Refuse scenarios between which nobody could choose.

    Raises
    ------
    InputError
        If the model refuses one of them, or if two do the same.
    """
    find_project().compare(scenarios, Settings(), {})


def answer_session(session: ConsultationSession) -> Minutes:
    """Answer with the votes that a session has now.

    Raises
    ------
    InputError
        If the model no longer knows a result or a scenario of the session.
    StoreError
        If the database fails.
    """
    votes = load_consultations().list_votes(session.id)
    if session.is_former:
        weighed = tuple((label, None) for label in name_weighed(session.weighed))
        return _write(session, votes, weighed, summarise_weights(session.weighed, votes), None)
    asked = list_asked(session.weighed)
    answers, colleges = gather_answers(session.weighed, votes)
    support = place_answers(_compare_session(session).appraisal, session.weighed, answers, colleges)
    named = tuple((name_asked(price), price) for price in asked)
    return _write(session, votes, named, summarise_answers(answers, colleges), support)


def _write(
    session: ConsultationSession,
    votes: Sequence[Vote],
    asked: tuple[tuple[str, UnitPrice | None], ...],
    summary: ConsultationSummary,
    support: Support | None,
) -> Minutes:
    paper = Counter(vote.college for vote in votes if vote.is_on_paper)
    names, answer, lines = ((), "", ()) if session.is_former else _describe_session(session)
    return Minutes(
        question=session.question,
        opened_at=session.opened_at,
        ended_at=session.ended_at,
        scenario_names=tuple(_(scenario.name) for scenario in session.scenarios),
        asked=asked,
        summary=summary,
        support=support,
        names=names,
        answer=answer,
        lines=lines,
        territory=find_project(session).territory,
        paper_by_college={college: paper[college] for college, group in summary.by_college if group},
        codes_per_college=session.college_capacity_count if session.has_codes else None,
    )


@st.cache_resource(show_spinner=False, max_entries=_SESSIONS_KEPT, hash_funcs={ConsultationSession: _identify})
def _compare_session(session: ConsultationSession) -> Comparison:
    return find_project(session).compare(session.scenarios, Settings(), {})


@st.cache_resource(show_spinner=False, max_entries=_FIGURES_KEPT, hash_funcs={ConsultationSession: _identify_spoken})
def _describe_session(session: ConsultationSession) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Return the names of the programmes, the answer without the votes, and a line a scenario."""
    comparison, territory = _compare_session(session), find_project(session).territory
    names = {DO_NOTHING.key: _(DO_NOTHING.name)}
    names |= {scenario.key: _(scenario.name) for scenario in session.scenarios}
    lines = tuple(tell_scenario_line(comparison, scenario.key, territory) for scenario in session.scenarios)
    return tuple(names[key] for key in comparison.appraisal.keys), write_answer(comparison, names), lines
