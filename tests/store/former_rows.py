"""Rows as a version wrote them that knew neither objectives nor verdicts, at revision 0002.

They were read from an SQLite file that its own code had written; only the texts of JSON are parsed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

REVISION = "0002"
WRITTEN_AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
TERRITORY = "petr-brianconnais"
SESSION, LEAD = "DAMwYiktbxOIPkWYsU5tSQ", "MLDATrm25Vpb0D6bfucdWQ"
PHONES = ("NPkX__NMpFogsiuPGNFW1A", "W6IuqXWeIzxsmPwr9hEHrw", "a2c3Xc0iYTlxPPigR6lQpA")
"""Of the three who voted, in the order of the rows."""

_SCENARIO = "zibHd_5v5kflrc1k6zQEaA"
_OPENING = {"type": "open_space", "places": ["05065", "05003"], "options": {"kind": "frugal"}}
_ASKED = [
    {
        "key": "ne-rien-faire",
        "name": "Ne rien faire",
        "description": "La situation d'aujourd'hui se poursuit.",
        "is_outside_study": False,
        "actions": [],
        "format": 1,
    },
    {
        "key": "deux-espaces",
        "name": "Deux espaces",
        "description": "",
        "is_outside_study": False,
        "actions": [_OPENING],
        "format": 1,
    },
]


def _vote(digest: str, method: str, users: float, equity: float, cost: float) -> dict[str, object]:
    return {
        "session_id": SESSION,
        "participant_digest": digest,
        "college": "collectivites",
        "method": method,
        "answers": {"regular_users": users, "equity": equity, "net_public_cost": cost},
        "created_at": WRITTEN_AT,
        "updated_at": WRITTEN_AT,
    }


FORMER_ROWS: dict[str, list[dict[str, object]]] = {
    "consultation_sessions": [
        {
            "id": SESSION,
            "territory_key": TERRITORY,
            "question": "Que soutenir d'abord ?",
            "scenarios": _ASKED,
            "criteria": ["regular_users", "equity", "net_public_cost"],
            "college_capacity_count": 9,
            "facilitator_digest": "4ec755323910b7d918242b9f5a05c729729da067049f12d1fc6522e1b9b4e996",
            "opened_at": WRITTEN_AT,
            "expires_at": datetime(2026, 11, 25, tzinfo=UTC),
            "closed_at": None,
        }
    ],
    "votes": [
        _vote("f3ddc987665ae550bf1f66da205c35d7e020f654815ad0e624a9a533c56bbad5", "points", 60.0, 10.0, 30.0),
        _vote("1ff9cb278e50032b934922e10f819c6e39a5374db63f90ee2e706c3865ac8d01", "points", 20.0, 20.0, 60.0),
        _vote("9ba3bda142f9718560812639e63cb24867c16a47341409442ee266811173e6d9", "ranking", 2.0, 3.0, 1.0),
    ],
    "scenarios": [
        {
            "id": _SCENARIO,
            "territory_key": TERRITORY,
            "key": "deux-espaces",
            "name": "Deux espaces",
            "description": "",
            "document": {"format": 1, "actions": [_OPENING]},
            "is_outside_study": False,
            "revision": 1,
            "created_at": WRITTEN_AT,
            "updated_at": WRITTEN_AT,
            "copied_from": None,
        }
    ],
    "promised_values": [
        {
            "id": "MNghNs72ftRFIbH1Z_3w4g",
            "territory_key": TERRITORY,
            "scenario_id": _SCENARIO,
            "scenario_key": "deux-espaces",
            "scenario_name": "Deux espaces",
            "indicator_key": "regular_users",
            "unit": "usagers",
            "low": 4.0,
            "value": 9.0,
            "high": 15.5,
            "promised_on": date(2026, 11, 24),
            "due_on": date(2029, 11, 24),
            "created_at": WRITTEN_AT,
            "basis": "2 000 tirages (graine 1).",
        }
    ],
}
