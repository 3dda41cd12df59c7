from __future__ import annotations

from alpsat_geo.domain.remark import Remark, remark


def test_a_remark_is_its_french_sentence_completed() -> None:
    problem = remark("une virgule manque après {name}", name="key")
    said = remark("ligne {line} : {problem}, {{entre accolades}}.", line=1500, problem=problem)
    assert str(said) == "ligne 1500 : une virgule manque après key, {entre accolades}."
    assert said == Remark(said.sentence, (("line", 1500), ("problem", problem)))
    assert len({said, remark(said.sentence, line=1500, problem=problem)}) == 1
