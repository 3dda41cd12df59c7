from __future__ import annotations

import pytest

from alpsat_geo.domain.errors import AlpSatError, DataError, InputError
from alpsat_geo.domain.findings import Finding


def test_errors_have_two_parents() -> None:
    for error in (InputError, DataError):
        assert issubclass(error, AlpSatError)
        assert issubclass(error, ValueError)


def test_data_error_holds_every_finding_one_a_line() -> None:
    findings = [Finding("error", "a.csv", "faux.", line=3), Finding("warning", "b.csv", "douteux.")]
    with pytest.raises(DataError) as caught:
        raise DataError(findings)
    assert caught.value.findings == tuple(findings)
    assert str(caught.value).splitlines() == ["a.csv, ligne 3 : faux.", "b.csv : douteux."]
