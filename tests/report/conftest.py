"""What the tests of the words share."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from alpsat_geo.sources.catalogues import extract_sentences


@pytest.fixture(scope="session")
def extracted() -> Catalog:
    """Return the sentences of the code and of the data, read from every file once."""
    return extract_sentences(Path(__file__).resolve().parents[2])
