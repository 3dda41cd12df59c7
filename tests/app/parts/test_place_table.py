from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.app.parts import place_table
from alpsat_geo.app.parts.place_table import rank_places, write_csv
from alpsat_geo.report.place_columns import Column
from tests.app.visits import open_box, open_page, read_text


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=12), st.booleans())
def test_missing_values_come_last_whatever_the_direction(values: list[float], is_descending: bool) -> None:  # noqa: FBT001
    ranks = rank_places(np.array(values), is_descending=is_descending)
    assert sorted(ranks) == list(range(len(values)))
    present = [values[i] for i in ranks if not np.isnan(values[i])]
    assert present == sorted(present, reverse=is_descending)
    assert all(np.isnan(values[i]) for i in ranks[len(present) :])


def test_texts_sort_by_the_alphabet() -> None:
    assert rank_places(np.array(["b", "c", "a"]), is_descending=False) == [2, 0, 1]


def test_the_file_holds_raw_values_and_an_empty_cell_where_one_is_missing() -> None:
    columns = [
        Column("Commune", np.array(["A", "B"]), ("A", "B")),
        Column("Minutes", np.array([12.5, np.inf]), ("13 min", "hors d'atteinte")),
        Column("Part", np.array([np.nan, 0.25]), ("donnée absente", "25 %")),
    ]
    text = write_csv(["05001", "05002"], columns, "Code INSEE").decode("utf-8-sig")
    assert text.splitlines() == ["Code INSEE;Commune;Minutes;Part", "05001;A;12,5;", "05002;B;;0,25"]
    told = write_csv(["05001", "05002"], columns, "Code INSEE", "Altipolis (ouvert)").decode("utf-8-sig")
    assert told.splitlines() == [
        "Code INSEE;Commune;Minutes;Part;Corrections aux données",
        "05001;A;12,5;;Altipolis (ouvert)",
        "05002;B;;0,25;Altipolis (ouvert)",
    ]


def test_an_estimate_goes_with_the_ends_of_its_range() -> None:
    value, low, high = np.array([2 / 3]), np.array([0.5]), np.array([1.0])
    text = write_csv(["05001"], [Column("Portée", value, ("67 %",), low, high)], "Code INSEE").decode("utf-8-sig")
    assert text.splitlines() == [
        "Code INSEE;Portée;Portée, 5e centile des simulations;Portée, 95e centile des simulations",
        f"05001;{2 / 3!r};0.5;1".replace(".", ","),
    ]


@pytest.mark.usefixtures("in_project")
@pytest.mark.parametrize(
    ("page", "box", "query"),
    [
        ("pages/territoire.py", "tableau_territoire", {}),
        ("pages/actions.py", "tableau_cartes", {"volet": "carte"}),
        ("pages/comparer.py", "tableau_cartes", {"ecart": "1"}),
        ("pages/implanter.py", "tableau_implanter", {}),
        ("pages/s_installer.py", "tableau_installer", {"besoins": "espace=20"}),
    ],
)
def test_table_of_every_page_with_a_map_says_ranges_on_screen_and_in_its_file(
    monkeypatch: pytest.MonkeyPatch, page: str, box: str, query: dict[str, str]
) -> None:
    written: list[str] = []

    def keep(codes: Sequence[str], columns: Sequence[Column], code_heading: str, corrections: str) -> bytes:
        content = write_csv(codes, columns, code_heading, corrections)
        written.append(content.decode("utf-8-sig"))
        return content

    monkeypatch.setattr(place_table, "write_csv", keep)
    text = read_text(open_box(open_page(page, **query), box))
    table = list(csv.DictReader(io.StringIO(written[-1]), delimiter=";"))
    assert len(table) == 36
    headings = list(table[0])
    ends = [(h, headings[k + 1], headings[k + 2]) for k, h in enumerate(headings[:-2]) if f"{h}, " in headings[k + 1]]
    assert ends
    for value, low, high in ends:
        told = [tuple(float(row[end].replace(",", ".") or "inf") for end in (low, value, high)) for row in table]
        assert all(a <= b <= c for a, b, c in told)
        assert any(a < c for a, _b, c in told)
    assert re.search(r"\(\S+\sà\s[^)]+\)|en ne comptant que le sûr", text)
