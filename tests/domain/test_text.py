from __future__ import annotations

from alpsat_geo.domain.text import N_


def test_marked_text_is_left_as_it_is() -> None:
    assert N_("Écart de portée, 5 %") == "Écart de portée, 5 %"
