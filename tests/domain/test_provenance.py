from __future__ import annotations

from typing import get_args

from alpsat_geo.domain.provenance import GRADE_LABELS, Grade


def test_every_grade_has_a_french_label() -> None:
    assert tuple(GRADE_LABELS) == get_args(Grade) == ("A", "B", "C", "D")
    assert len(set(GRADE_LABELS.values())) == 4
