"""What is private never reaches the log, and what one mends by stays readable."""

from __future__ import annotations

import base64
import random

import pytest

from alpsat_geo.app.core.logs import mask_private
from alpsat_geo.store.tokens import is_token


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("GET /comparer?poids=12.3&place=x HTTP/1.1", "GET /comparer?… HTTP/1.1"),
        ("ws://alpsat.example/_stcore/stream?a", "ws://alpsat.example/_stcore/stream?…"),
        ("postgresql://alpsat:motdepasse@base/alpsat", "postgresql://…@base/alpsat"),
        ("écrire à jeanne.dupont@mairie.example, merci", "écrire à …@…, merci"),
        ("Est-ce une page ? Oui.", "Est-ce une page ? Oui."),
        ("SessionClientDisconnectedError", "SessionClientDisconnectedError"),
        ("_GENERIC_UNCAUGHT_EXCEPTION_TEXT in write_french_sentence_of_failure", None),
        ('File "/srv/alpsat/lib/python3.11/site-packages/sqlalchemy/engine/base.py", line 1967', None),
    ],
)
def test_what_is_private_is_masked(said: str, kept: str | None) -> None:
    assert mask_private(said) == (said if kept is None else kept)


def test_no_token_is_written() -> None:
    drawn = random.Random(1)  # noqa: S311 - the same tokens each time
    tokens = [base64.urlsafe_b64encode(drawn.randbytes(16)).decode().rstrip("=") for _time in range(5000)]
    assert all(is_token(one) for one in tokens)
    assert [one for one in tokens if mask_private(f"« {one} »") != "« … »"] == []
