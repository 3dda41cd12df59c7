"""Consultations to vote in, and votes to cast there."""

from __future__ import annotations

from typing import Any

from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultations import ConsultationStore
from tests.store.writer import ALONE, TERRITORY, make_scenario

ASKED = ("inhabitant", "user")
SCENARIOS = (make_scenario(1), make_scenario(2))


def open_session(store: ConsultationStore, **changes: Any) -> tuple[str, str]:  # noqa: ANN401
    session, facilitator = store.open_session(
        **{
            "territory_key": TERRITORY,
            "question": "Que soutenir d'abord ?",
            "scenarios": SCENARIOS,
            "weighed": ASKED,
            "actor": ALONE,
            **changes,
        }
    )
    return session.id, facilitator


def prices(inhabitant: float | None, college: str = "entreprises") -> Vote:
    return Vote(college, {"inhabitant": inhabitant, "user": 500.0})  # type: ignore[arg-type]
