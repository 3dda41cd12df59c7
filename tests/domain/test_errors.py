from __future__ import annotations

import pytest

from alpsat_geo.domain.errors import AlpSatError, DataError, InputError, WriteError
from alpsat_geo.domain.findings import SHOWN_AT_MOST, Finding
from alpsat_geo.domain.remark import remark


def test_errors_have_two_parents() -> None:
    for error in (InputError, DataError):
        assert issubclass(error, AlpSatError)
        assert issubclass(error, ValueError)
    assert issubclass(WriteError, InputError)
    assert issubclass(WriteError, OSError)


def test_an_error_keeps_its_remark_and_says_it_in_french() -> None:
    said = remark("Il manque {count} lignes.", count=1500)
    for kind in (AlpSatError, InputError, WriteError):
        error = kind(said)
        assert error.said == said
        assert str(error) == "Il manque 1500 lignes."


def test_data_error_holds_every_finding_one_a_line() -> None:
    findings = [Finding("error", "a.csv", "faux.", line=3), Finding("warning", "b.csv", "douteux.")]
    with pytest.raises(DataError) as caught:
        raise DataError(findings)
    assert caught.value.findings == tuple(findings)
    assert str(caught.value).splitlines() == ["a.csv, ligne 3 : faux.", "b.csv : douteux."]


def test_what_is_too_long_to_read_is_counted() -> None:
    findings = [Finding("error", "a.csv", "faux.", line=line) for line in range(1, SHOWN_AT_MOST + 201)]
    lines = str(DataError(findings)).splitlines()
    assert len(lines) == SHOWN_AT_MOST + 1
    assert lines[-2:] == [f"a.csv, ligne {SHOWN_AT_MOST} : faux.", "… et 200 autres points."]
    assert str(DataError(findings[: SHOWN_AT_MOST + 1])).endswith("… et 1 autre point.")
    assert len(DataError(findings).findings) == SHOWN_AT_MOST + 200
