from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.pack_copy import PackCopy


@pytest.fixture
def pack(tmp_path: Path) -> PackCopy:
    return PackCopy.make(tmp_path)
