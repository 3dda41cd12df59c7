from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from alpsat_geo.sources import contents
from alpsat_geo.sources.table import parse_table
from tests.sources.pack_copy import PackCopy


@pytest.fixture
def pack(tmp_path: Path) -> PackCopy:
    return PackCopy.make(tmp_path)


@pytest.fixture(scope="module", autouse=True)
def parsing_once() -> Iterator[None]:
    """Parse a table once for its bytes: one file is spoiled at a time, and each check reads all the others again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contents, "parse_table", cache(parse_table))
        yield
