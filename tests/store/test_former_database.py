"""A database whose votes were points and rankings opens: nothing is lost, and nobody votes on what is over."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from alpsat_geo.report.consultation.by_weights import summarise_weights
from alpsat_geo.store.actor import NOBODY, Actor
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.corrections import CorrectionStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import ClosedError
from alpsat_geo.store.follow_up import FollowUpStore
from alpsat_geo.store.journal import JournalStore
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.tokens import make_token
from tests.store.former_database import (
    BY_CRITERION,
    BY_OBJECTIVE,
    CODED,
    CODED_LEAD,
    CRITERION_LEAD,
    DEVICE,
    FREE_CODE,
    MEDIANS,
    OBJECTIVE_LEAD,
    PHONES,
    PROMISED,
    READ_AT,
    SCENARIO,
    SERVED_CODE,
    TERRITORY,
    fill_database,
)
from tests.store.writer import ALONE


@pytest.fixture
def former(database_url: str) -> Iterator[Database]:
    fill_database(database_url)
    opened = Database.connect(database_url, lambda: READ_AT)
    yield opened
    opened.close()


def test_what_was_voted_is_read_as_it_was(former: Database) -> None:
    store = ConsultationStore(former)
    sessions = store.list_sessions(TERRITORY)
    assert {session.id for session in sessions} == set(MEDIANS)
    for session in sessions:
        votes = store.list_votes(session.id)
        summary = summarise_weights(session.weighed, votes)
        groups = [("", summary.everyone), *summary.by_college]
        told = {str(name): group.medians for name, group in groups if group is not None}
        assert told.keys() == MEDIANS[session.id].keys()
        for name, medians in told.items():
            np.testing.assert_allclose(medians, MEDIANS[session.id][name], atol=1e-6)
    assert [len(store.list_votes(key)) for key in MEDIANS] == [8, 3, 1]
    found = [store.find_vote(BY_OBJECTIVE, phone) for phone in PHONES]
    assert [vote and vote.method for vote in found] == ["points", "points", "ranking"]
    assert found[0] == Vote("collectivites", {"access": 60.0, "welcome": 10.0, "money": 30.0}, method="points")
    ((number, paper),) = store.list_paper(BY_OBJECTIVE, OBJECTIVE_LEAD, NOBODY)
    assert (number, paper.is_on_paper, paper.answers["access"]) == (1, True, 40.0)


@pytest.mark.parametrize(
    ("session", "lead", "weighed"),
    [
        (BY_OBJECTIVE, OBJECTIVE_LEAD, ("access", "welcome", "money")),
        (BY_CRITERION, CRITERION_LEAD, ("regular_users", "net_public_cost")),
        (CODED, CODED_LEAD, ("access", "money")),
    ],
)
def test_nobody_votes_on_what_was_asked_before(
    former: Database, session: str, lead: str, weighed: tuple[str, ...]
) -> None:
    store = ConsultationStore(former)
    asked = store.get(session)
    assert asked.is_former
    assert asked.closed_at is not None
    assert not asked.is_open_at(asked.opened_at)
    before = store.list_votes(session)
    points = Vote("entreprises", dict.fromkeys(weighed, 100.0 / len(weighed)), method="points")
    refused = "est terminée, votre vote n'a pas été pris"
    for vote, code in ((points, ""), (points, FREE_CODE), (Vote("entreprises", {"inhabitant": 500.0}), SERVED_CODE)):
        with pytest.raises(ClosedError, match=refused):
            store.vote(session, make_token(), vote, code)
        with pytest.raises(ClosedError, match=refused):
            store.cast_paper(session, lead, vote, ALONE)
    for code in (FREE_CODE, SERVED_CODE):
        with pytest.raises(ClosedError, match=refused):
            store.find_college(session, make_token(), code)
    with pytest.raises(ClosedError, match=refused):
        store.print_codes(session, lead, ALONE)
    assert store.list_votes(session) == before
    store.delete(session, lead, ALONE)


def test_all_that_was_kept_beside_the_votes_is_there(former: Database) -> None:
    scenarios, follow_up = ScenarioStore(former), FollowUpStore(former)
    (kept,) = scenarios.list(TERRITORY)
    assert (kept.id, kept.revision, kept.scenario.name) == (SCENARIO, 2, "Deux espaces frugaux")
    assert scenarios.get_version(SCENARIO, 1).name == "Deux espaces"
    assert [one.signature for one in scenarios.list_versions(SCENARIO)] == ["Service habitat", ""]
    (binned,) = scenarios.list_discarded(TERRITORY, Actor(DEVICE))
    assert binned.scenario.name == "Plateforme"
    promised = {one.id: one.promise for one in follow_up.list_promised(TERRITORY)}
    assert len(promised) == 2
    assert (promised[PROMISED].value, promised[PROMISED].verdict) == (9.0, "Pas de gagnant net.")
    ((seen,),) = [found for found in follow_up.list_observed_by_promise(TERRITORY).values() if found]
    assert (seen.observation.value, seen.observation.source) == (7.0, "comptage")
    (correction,) = CorrectionStore(former).list(TERRITORY)
    assert correction.values["key"] == "altipolis"
    acts = [line.act.partition(".")[2] for line in JournalStore(former).list(ALONE)]
    assert len(acts) == 14
    assert acts[-1] == "save"


def test_a_vote_by_prices_is_taken_where_votes_were_points(former: Database) -> None:
    store = ConsultationStore(former)
    asked = store.get(BY_OBJECTIVE)
    session, lead = store.open_session(TERRITORY, "Et après ?", asked.scenarios, ("inhabitant", "user"), ALONE)
    vote = Vote("entreprises", {"inhabitant": 2000.0, "user": None})
    store.vote(session.id, make_token(), vote)
    assert store.cast_paper(session.id, lead, vote, ALONE) == 1
    assert len(store.list_votes(session.id)) == 2
