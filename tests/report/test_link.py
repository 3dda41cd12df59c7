from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from alpsat_geo.report.link import warn_of_reach, write_link


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


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("localhost:8501/dossier?v=1", "que sur l'ordinateur"),
        ("127.0.0.1:8501", "que sur l'ordinateur"),
        ("127.1.2.3/", "que sur l'ordinateur"),
        ("[::1]:8501/dossier", "que sur l'ordinateur"),
        ("0.0.0.0:8501", "que sur l'ordinateur"),
        ("alpsat.localhost/", "que sur l'ordinateur"),
        ("192.168.1.12:8501", "que sur le réseau local"),
        ("10.0.0.4", "que sur le réseau local"),
        ("[fd00::4]/", "que sur le réseau local"),
        ("salle-du-conseil:8501", "que sur le réseau local"),
        ("mairie.local:8501", "que sur le réseau local"),
        ("alpsat.exemple.fr/dossier?adresse=localhost", ""),
        ("8.8.8.8/", ""),
    ],
)
def test_address_that_others_cannot_open_says_so(address: str, words: str) -> None:
    warning = warn_of_reach(f"http://{address}")
    assert words in warning
    assert bool(warning) == bool(words)
