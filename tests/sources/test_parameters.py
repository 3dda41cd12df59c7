from __future__ import annotations

import pytest

from alpsat_geo.domain.errors import DataError
from alpsat_geo.sources.pack import PARAMETERS_PATH
from alpsat_geo.sources.parameters import read_parameters
from tests.sources.pack_copy import PackCopy


def test_central_values_and_grades() -> None:
    table = read_parameters()
    assert table["teleworkable_share_csp3"].value == 0.72
    assert table["space_catchment_minutes"].is_constant
    assert table["public_discount_rate"].grade == "C"
    assert table["welcome_retention_gain_share"].high == 0.15
    assert all(parameter.label and parameter.source for parameter in table.values())


def test_shares_applied_here_are_comparable_cases_and_move_together() -> None:
    table = read_parameters()
    families = {parameter.family for key, parameter in table.items() if "_csp" in key}
    assert families == {"teleworkable_share", "telework_weekly_share"}
    for key, parameter in table.items():
        is_survival = key in {"new_space_open_3y_share", "new_space_open_5y_share"}
        assert (parameter.family is not None) == ("_csp" in key or is_survival)
        if parameter.family is not None:
            assert parameter.grade == ("D" if is_survival else "C")


@pytest.mark.parametrize(
    ("column", "value", "found", "sentence"),
    [
        ("low", "0.9", "0.33", "n'est pas entre ses bornes"),
        ("high", "", "0.23, vide", "une seule borne"),
        ("high", "1.2", "1.2", "une part va de 0 à 1"),
        ("value", "", "vide", "obligatoire"),
        ("grade", "E", "E", "pas une valeur permise"),
        ("key", "teleworkable_share_csp1", "teleworkable_share_csp1", "paraît 2 fois"),
        ("key", "Part", "Part", "forme attendue"),
        ("source", "", "vide", "obligatoire"),
    ],
)
def test_wrong_parameter_is_refused(pack: PackCopy, column: str, value: str, found: str, sentence: str) -> None:
    line = pack.set_cell(PARAMETERS_PATH, 1, column, value)
    with pytest.raises(DataError) as caught:
        read_parameters(pack.root)
    (finding,) = caught.value.findings
    assert (finding.line, finding.value) == (line, found)
    assert sentence in finding.message
    assert finding in pack.errors(PARAMETERS_PATH)


def test_missing_file_is_refused(pack: PackCopy) -> None:
    (pack.root / PARAMETERS_PATH).unlink()
    with pytest.raises(DataError, match="le fichier manque"):
        read_parameters(pack.root)
