from __future__ import annotations

import pytest

from alpsat_geo.domain.errors import DataError
from alpsat_geo.sources.anchors import read_anchors
from alpsat_geo.sources.pack import ANCHORS_PATH
from tests.sources.pack_copy import PackCopy


def test_anchors_of_the_decision_model() -> None:
    anchors = read_anchors()
    criteria = {key: (a.worst, a.best) for key, a in anchors.items() if a.scale == "criterion"}
    assert criteria == {
        "residents_within_reach": (0, None),
        "regular_users": (0, 150),
        "additional_inhabitants": (0, 150),
        "equity": (0, 1),
        "net_public_cost": (250_000, 0),
        "services_within_reach": (0, 1),
        "epci_gap": (1, 0),
        "months_to_first_effect": (36, 0),
        "break_even_probability": (0, 1),
        "co2_avoided": (0, 100),
    }
    assert anchors["residents_within_reach"].best_rule == "population"
    profile = {key: (a.worst, a.best) for key, a in anchors.items() if a.scale == "profile"}
    assert profile == {
        "connexion": (0, 1),
        "emplois": (0.15, 0.5),
        "lieux": (45, 0),
        "services": (0, 1),
        "acces": (60, 0),
    }
    assert {anchor.grade for anchor in anchors.values()} == {"D"}
    assert all(anchor.reason and anchor.label for anchor in anchors.values())


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("best", "", "vide, "),
        ("best_rule", "population", "150.0, population"),
        ("best", "0", "0"),
        ("worst", "bas", "bas"),
        ("key", "equity", "equity"),
    ],
)
def test_wrong_anchor_is_refused(pack: PackCopy, column: str, value: str, found: str) -> None:
    pack.set_cell(ANCHORS_PATH, 1, column, value)
    with pytest.raises(DataError) as caught:
        read_anchors(pack.root)
    (finding,) = caught.value.findings
    assert finding.value == found
    assert finding.line is not None
