from __future__ import annotations

from collections.abc import Mapping

from alpsat_geo.domain.anchors import Anchor


def test_the_two_ends_differ_and_say_why(anchors: Mapping[str, Anchor]) -> None:
    for key, anchor in anchors.items():
        assert anchor.key == key
        assert anchor.best != anchor.worst
        assert anchor.reason
        assert anchor.label
