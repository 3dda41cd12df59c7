"""A copy of the pack that a test may spoil."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import Remark
from alpsat_geo.sources.check import check_pack
from alpsat_geo.sources.pack import ORIGIN_SUFFIX, PackPaths, find_root
from alpsat_geo.sources.pack_folder import find_pack
from alpsat_geo.sources.territory import read_territory

KEY = "brianconnais-queyras"
Records = list[dict[str, str]]


def list_pack_files() -> tuple[str, ...]:
    """Return every data file of the real pack, origins excepted."""
    return tuple(path for path in PackPaths(find_root()).list_files(KEY) if not path.endswith(ORIGIN_SUFFIX))


@dataclass(frozen=True)
class PackCopy:
    """The files of the pack under another root; each change reseals the origin's hash unless told otherwise."""

    root: Path

    @classmethod
    def make(cls, root: Path) -> PackCopy:
        for folder in ("data", "geo"):
            shutil.copytree(find_root() / folder, root / folder)
        copy = cls(root)
        # Another hand may be editing a scenario: its hash is not what these tests are about.
        for path in find_pack(KEY, root).list_scenarios():
            copy.reseal(path)
        return copy

    @contextmanager
    def restoring(self, path: str) -> Iterator[None]:
        """Put a file and its origin back as they were, whatever is done to them."""
        kept = {beside: beside.read_bytes() for beside in (self.root / path, self.root / (path + ORIGIN_SUFFIX))}
        yield
        for beside, content in kept.items():
            beside.write_bytes(content)

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def write(self, path: str, text: str | bytes, *, reseal: bool = True) -> None:
        (self.root / path).write_bytes(text.encode() if isinstance(text, str) else text)
        if reseal:
            self.reseal(path)

    def reseal(self, path: str) -> None:
        digest = hashlib.sha256((self.root / path).read_bytes()).hexdigest()
        beside = self.root / (path + ORIGIN_SUFFIX)
        if not beside.exists():
            other = next((self.root / path).parent.glob("*" + ORIGIN_SUFFIX))
            shutil.copy(other, beside)
        beside.write_text(re.sub(r"(?m)^sha256: .*$", f"sha256: {digest}", beside.read_text("utf-8")), "utf-8")

    def replace(self, path: str, old: str, new: str) -> int:
        """Replace the first occurrence and return its line."""
        text = self.read(path)
        assert old in text, f"{old!r} is not in {path}"
        self.write(path, text.replace(old, new, 1))
        return text[: text.index(old)].count("\n") + 1

    def edit(self, path: str, change: Callable[[Records], Records]) -> None:
        """Rewrite a CSV file through a change of its records."""
        records = change(list(csv.DictReader(io.StringIO(self.read(path)))))
        buffer = io.StringIO(newline="")
        writer = csv.DictWriter(buffer, list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
        self.write(path, buffer.getvalue())

    def set_cell(self, path: str, rank: int, column: str, value: str) -> int:
        """Set one cell of a CSV file, by rank of its record from 0, and return its line."""

        def change(records: Records) -> Records:
            assert column in records[rank]
            records[rank][column] = value
            return records

        self.edit(path, change)
        return rank + 2

    def findings(self) -> tuple[Finding, ...]:
        findings = check_pack(KEY, self.root).findings
        # A page tells each of them in its reader's language.
        assert all(isinstance(finding.said, Remark) for finding in findings)
        return findings

    def errors(self, path: str) -> list[Finding]:
        return [finding for finding in self.findings() if finding.severity == "error" and finding.source == path]


def assert_found(pack: PackCopy, path: str, value: str, sentence: str, column: str | None = None) -> None:
    """The file is refused, and the finding names its place, its value and what is wrong."""
    report = check_pack(KEY, pack.root)
    assert all(isinstance(finding.said, Remark) for finding in report.findings)
    errors = [finding for finding in report.findings if finding.severity == "error" and finding.source == path]
    matching = [error for error in errors if sentence in error.message and error.value and value in error.value]
    assert matching, [str(error) for error in errors]
    assert all(error.line is not None or error.column is not None for error in matching)
    if column is not None:
        assert column in {error.column for error in matching}
    assert not report.ok
    assert all(file.sha256_ok for file in report.files)
    if path.startswith((f"geo/{KEY}", f"data/{KEY}")):
        with pytest.raises(DataError) as caught:
            read_territory(KEY, pack.root)
        assert matching[0] in caught.value.findings
