from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from alpsat_geo.report.link import write_link


@pytest.mark.parametrize(
    ("base", "address"),
    [
        ("http://localhost:8501", "http://localhost:8501/dossier"),
        ("https://exemple.gouv.fr/alpsat/", "https://exemple.gouv.fr/alpsat/dossier"),
        ("http://localhost:8501/?v=0#haut", "http://localhost:8501/dossier"),
    ],
)
def test_page_stands_below_the_base(base: str, address: str) -> None:
    assert write_link(base, "dossier", {}) == address


def test_query_reads_back() -> None:
    query = {"v": "1", "scenarios": "a,b", "poids": "x=1,y=2", "perso": "1.ab-_"}
    link = write_link("http://localhost:8501", "dossier", query)
    assert {key: values[0] for key, values in parse_qs(urlsplit(link).query).items()} == query
