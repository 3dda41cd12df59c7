from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from alpsat_geo.domain.series import Series
from alpsat_geo.domain.territory import LENGTH_BASES, SEASONS, Territory


def test_every_array_of_the_embedded_territory_is_read_only(territory: Territory) -> None:
    seen = 0
    for record in (territory.communes, territory.census, territory.broadband, territory.roads):
        for field in dataclasses.fields(record):
            value = getattr(record, field.name)
            if isinstance(value, Series):
                value = value.values
            if isinstance(value, np.ndarray):
                seen += 1
                assert not value.flags.writeable, field.name
    assert seen > 40


def test_records_are_frozen(territory: Territory) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        territory.name = "autre"  # type: ignore[misc]


def test_every_commune_array_has_the_communes_as_its_first_axis(territory: Territory) -> None:
    for record in (territory.communes, territory.census, territory.broadband):
        for field in dataclasses.fields(record):
            value = getattr(record, field.name)
            if field.name != "year":
                assert len(value.latest if isinstance(value, Series) else value) == 36, field.name
    assert territory.census.residents_by_csp_count.shape == (36, 6)


def test_codes_are_text_in_order(territory: Territory) -> None:
    assert list(territory.insee_codes) == sorted(territory.insee_codes)
    assert all(code.startswith("05") for code in territory.insee_codes)


def test_words_that_other_files_use() -> None:
    assert SEASONS == ("summer", "winter", "closure_day")
    assert LENGTH_BASES == ("measured", "published", "derived", "estimated", "bd_topo", "osm")
