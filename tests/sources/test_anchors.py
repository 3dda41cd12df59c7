from __future__ import annotations

import pytest

from alpsat_geo.compute.profile import DIMENSIONS
from alpsat_geo.domain.errors import DataError
from alpsat_geo.sources.anchors import read_anchors
from alpsat_geo.sources.pack import ANCHORS_PATH
from tests.sources.pack_copy import PackCopy


def test_each_dimension_of_the_profile_has_its_anchor() -> None:
    anchors = read_anchors()
    assert list(anchors) == [dimension.key for dimension in DIMENSIONS]
    assert {anchor.grade for anchor in anchors.values()} == {"D"}
    assert all(anchor.reason and anchor.label for anchor in anchors.values())


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("best", "beaucoup", "beaucoup"),
        ("best", "0.15", "0.15"),
        ("worst", "bas", "bas"),
        ("key", "lieux", "lieux"),
    ],
)
def test_wrong_anchor_is_refused(pack: PackCopy, column: str, value: str, found: str) -> None:
    pack.set_cell(ANCHORS_PATH, 1, column, value)
    with pytest.raises(DataError) as caught:
        read_anchors(pack.root)
    (finding,) = caught.value.findings
    assert finding.value == found
    assert finding.line is not None
