from __future__ import annotations

from collections.abc import Mapping

from alpsat_geo.domain.anchors import Anchor


def test_best_end_is_a_number_or_a_rule_never_both_and_says_why(anchors: Mapping[str, Anchor]) -> None:
    for key, anchor in anchors.items():
        assert anchor.key == key
        assert (anchor.best is None) == (anchor.best_rule != "")
        assert anchor.best != anchor.worst
        assert anchor.reason
        assert anchor.label
