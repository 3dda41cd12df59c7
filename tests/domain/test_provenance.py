from __future__ import annotations

from typing import get_args

import pytest

from alpsat_geo.domain.provenance import GRADE_LABELS, Age, Grade, Origin, measure_age


def test_every_grade_has_a_french_label() -> None:
    assert tuple(GRADE_LABELS) == get_args(Grade) == ("A", "B", "C", "D")
    assert len(set(GRADE_LABELS.values())) == 4


def describe(vintage: str, published: str | None = None) -> Origin:
    return Origin(
        producer="INSEE",
        title="Titre",
        url_main="https://www.insee.fr",
        url_download=None,
        licence="Licence Ouverte 2.0",
        vintage=vintage,
        date_published=published,
        date_accessed="2026-11-24",
        sha256="0" * 64,
        obtained="downloaded",
    )


@pytest.mark.parametrize(
    ("vintage", "age"),
    [
        ("2022", Age(4, 4, is_of_vintage=True)),
        ("2026-T2 (Cartefibre), 30/06/2026 (débits), 20/10/2025 (cuivre)", Age(0, 1, is_of_vintage=True)),
        ("2022, 2016 et 2011", Age(4, 15, is_of_vintage=True)),
        ("SIRENE 2024-2025", Age(1, 2, is_of_vintage=True)),
        ("2031", Age(0, 0, is_of_vintage=True)),
        ("paquet 1.1.0 du fichier 20223", Age(0, 0, is_of_vintage=False)),
    ],
)
def test_the_age_is_that_of_the_years_named_by_the_vintage(vintage: str, age: Age) -> None:
    assert measure_age(describe(vintage), 2026) == age


def test_without_a_year_the_publication_counts() -> None:
    assert measure_age(describe("en vigueur", "2019-03-01"), 2026) == Age(7, 7, is_of_vintage=False)
