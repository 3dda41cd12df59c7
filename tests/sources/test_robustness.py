"""Whatever the bytes, a check returns findings; and what it lets in can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpsat_geo.sources.anchors import read_anchors
from alpsat_geo.sources.check import check_pack
from alpsat_geo.sources.pack import ORIGIN_SUFFIX
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.scenarios import read_scenarios
from alpsat_geo.sources.territory import read_territory
from tests.sources.pack_copy import KEY, PackCopy, list_pack_files

FILES = list_pack_files()
SPOILERS = st.binary(max_size=6) | st.sampled_from(
    [b"\n", b",", b'"', b"{", b"[1", b"null", b"NaN", b"1e999", b"\x00", b"-", b": ", b"&a *a", b"5065"]
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> PackCopy:
    return PackCopy.make(tmp_path_factory.mktemp("pack"))


@settings(max_examples=60, deadline=None)
@given(
    path=st.sampled_from([*FILES, *(path + ORIGIN_SUFFIX for path in FILES)]),
    where=st.floats(0, 1),
    removed=st.integers(0, 30),
    added=SPOILERS,
)
def test_spoiled_file_is_refused_or_readable(
    shared: PackCopy, path: str, where: float, removed: int, added: bytes
) -> None:
    original = (shared.root / path).read_bytes()
    start = int(where * len(original))
    is_origin = path.endswith(ORIGIN_SUFFIX)
    try:
        shared.write(path, original[:start] + added + original[start + removed :], reseal=not is_origin)
        report = check_pack(KEY, shared.root)
        if report.ok:
            assert len(read_territory(KEY, shared.root).insee_codes) == 36
            for read in (read_parameters, read_anchors, read_scenarios):
                assert len(read(root=shared.root)) > 0
        else:
            assert all(finding.message and finding.source for finding in report.findings)
    finally:
        shared.write(path, original, reseal=not is_origin)


def test_an_empty_root_has_no_territory(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="territoires connus : aucun"):
        check_pack(KEY, tmp_path)
