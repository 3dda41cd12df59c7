from __future__ import annotations

from datetime import date

from alpsat_geo.domain.remark import Remark, remark


def test_a_remark_is_its_french_sentence_completed() -> None:
    problem = remark("une virgule manque après {name}", name="key")
    said = remark("ligne {line} : {problem}, {{entre accolades}}.", line=1500, problem=problem)
    assert str(said) == "ligne 1500 : une virgule manque après key, {entre accolades}."
    assert said == Remark(said.sentence, (("line", 1500), ("problem", problem)))
    assert len({said, remark(said.sentence, line=1500, problem=problem)}) == 1


def test_numbers_with_decimals_and_dates_are_written_short() -> None:
    said = remark("{day} : {low}, {value}, {high}", day=date(2026, 5, 6), low=2.0, value=0.1 + 0.2, high=1234567.0)
    assert str(said) == "06/05/2026 : 2, 0.3, 1.23457e+06"
