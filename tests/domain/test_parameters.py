from __future__ import annotations

import dataclasses

import pytest

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import FAMILY_LABELS, Parameter, ParameterTable

ROW = Parameter("prix", "Prix", "€", 1.0, 2.0, 4.0, "D", "essai", family="famille", settled_by="un devis")
TABLE = ParameterTable({"prix": ROW, "taux": dataclasses.replace(ROW, key="taux", low=None, high=None)})


@pytest.mark.parametrize(
    ("changes", "is_constant"),
    [
        ({}, False),
        ({"is_drawn": False}, True),
        ({"low": None, "high": None}, True),
        ({"low": 2.0, "high": 2.0}, True),
        ({"low": 2.0}, False),
    ],
)
def test_constant_is_what_no_draw_moves(changes: dict[str, float | bool | None], is_constant: bool) -> None:  # noqa: FBT001
    assert dataclasses.replace(ROW, **changes).is_constant == is_constant  # type: ignore[arg-type]


def test_table_keeps_its_order_and_refuses_an_unknown_key() -> None:
    assert (list(TABLE), len(TABLE)) == (["prix", "taux"], 2)
    assert "prix" in TABLE
    assert "pain" not in TABLE
    with pytest.raises(InputError, match=r"« pain » n'existe pas : ajoutez sa ligne à data/parameters\.csv"):
        TABLE["pain"]


def test_settling_removes_the_range_and_leaves_the_table_it_came_from() -> None:
    settled = TABLE.settle({"prix": 9.0})
    assert (settled["prix"].low, settled["prix"].value, settled["prix"].high) == (None, 9.0, None)
    assert settled["prix"].is_constant
    assert settled["taux"] is TABLE["taux"]
    assert TABLE["prix"] is ROW
    assert (settled["prix"].grade, settled["prix"].source) == (ROW.grade, ROW.source)


def test_settling_an_unknown_key_is_refused() -> None:
    with pytest.raises(InputError, match="« pain »"):
        TABLE.settle({"pain": 1.0})


def test_table_does_not_follow_the_mapping_it_was_made_of() -> None:
    rows = {"prix": ROW}
    table = ParameterTable(rows)
    rows["autre"] = ROW
    assert list(table) == ["prix"]


def test_embedded_rows_are_complete(table: ParameterTable) -> None:
    for key, row in table.items():
        assert row.key == key
        assert row.label
        assert row.source
        if not row.is_constant:
            assert row.low is not None
            assert row.high is not None
            assert row.low <= row.value <= row.high
            assert row.settled_by
        if row.unit == "part":
            assert 0 <= row.value <= 1
        assert row.family is None or row.family in FAMILY_LABELS
