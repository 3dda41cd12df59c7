"""The ``territory`` commands: what they say, and how they are called."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from alpsat_geo.commands.territory import create_territory, list_document, list_text, territory_document, territory_text
from alpsat_geo.domain.errors import InputError
from alpsat_geo.sources import new_territory
from alpsat_geo.sources.national import read_national_shapes

TODAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def use_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(new_territory, "read_national_shapes", cache(read_national_shapes))


def test_codes_follow_the_option_or_stand_with_commas() -> None:
    choices = {"epci": ["200030658"], "department": [], "communes": []}
    made = create_territory("a", choices, ["243800745"], title="", today=TODAY, replaces=False)  # type: ignore[arg-type]
    again = create_territory("b", {"epci": ["200030658,243800745"]}, [], title="Deux", today=TODAY, replaces=False)
    assert made.communes_count == again.communes_count == 46
    assert again.name == "Deux"
    document = territory_document(made)
    assert document["population"] == {"year": 2023, "count": 20_332}
    assert "road_edges" in document["awaited"]  # type: ignore[operator]
    text = territory_text(made)
    assert "46 communes, 20\u202f332 habitants en 2023" in text
    assert "refresh --territory a" in text
    listed = list_document()["territories"]
    assert [one["territory"] for one in listed] == ["a", "b", "brianconnais-queyras"]  # type: ignore[union-attr, index, call-overload]
    assert "36 communes" in list_text()


@pytest.mark.parametrize("choices", [{}, {"epci": ["200030658"], "communes": ["38005"]}])
def test_communes_are_chosen_in_one_way(choices: dict[str, list[str]]) -> None:
    with pytest.raises(InputError, match="d'une seule façon"):
        create_territory("a", choices, [], title="", today=TODAY, replaces=False)  # type: ignore[arg-type]
