"""The files of one territory, each read once and shared by the checks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Self, TypeVar, cast

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.provenance import Origin
from alpsat_geo.sources.fields import Row
from alpsat_geo.sources.manifest import Manifest, read_manifest
from alpsat_geo.sources.origins import read_origin
from alpsat_geo.sources.pack_folder import PackFolder, find_pack
from alpsat_geo.sources.table import Table, parse_table

RowT = TypeVar("RowT", bound=Row)
ValueT = TypeVar("ValueT")


class PackContents:
    """What stands in a territory's files; nothing is read before it is asked for.

    Parameters
    ----------
    folder : PackFolder
    manifest : Manifest
        Names the files by role.
    """

    def __init__(self, folder: PackFolder, manifest: Manifest) -> None:
        self.folder = folder
        self.paths = folder.paths
        self.manifest = manifest
        self._read: dict[str, tuple[bytes | None, list[Finding]]] = {}
        self._parsed: dict[str, Any] = {}

    @classmethod
    def find(cls, key: str, root: Path | None = None) -> Self:
        """Find the pack of a territory and read its manifest; see `find_pack` and `read_manifest`."""
        folder = find_pack(key, root)
        return cls(folder, read_manifest(folder))

    def locate(self, role: str) -> str:
        """Return the path of the file that plays a role; a role without a file is named as one that is missing.

        A role that the manifest leaves out is played by the table of its name in the territory's folder.
        """
        if role in self.manifest.files:
            return self.manifest.files[role]
        usual = self.folder.name(self.folder.data / f"{role}.csv")
        return usual if self.paths.locate(usual).is_file() else f"{role} (absent du manifeste)"

    def has(self, role: str) -> bool:
        """Tell whether some file plays a role; one that the manifest names and does not await counts, be it missing."""
        is_due = role in self.manifest.files and role not in self.manifest.awaited
        return is_due or self.paths.locate(self.locate(role)).is_file()

    def lacks(self, role: str) -> bool:
        """Tell whether a role is awaited and not fetched yet: no file, or nothing under its line of titles."""
        if role not in self.manifest.awaited:
            return False
        content, _missing = self.read(self.locate(role))
        return content is None or b"\n" not in content.strip()

    def read(self, path: str) -> tuple[bytes | None, list[Finding]]:
        """Return the bytes of a file, or the finding that it is missing."""
        if path not in self._read:
            self._read[path] = self.paths.read(path)
        content, missing = self._read[path]
        return content, list(missing)

    def read_origin(self, path: str) -> tuple[Origin | None, list[Finding]]:
        """Return the origin of a file and what its hash says; see `origins.read_origin`."""
        content, findings = self.read(path)
        return (None, findings) if content is None else read_origin(self.paths, path, content)

    def table(self, role: str, row_type: type[RowT], *, may_be_empty: bool = False) -> Table[RowT]:
        """Return the table that plays a role; its findings say why it has no rows, unless it may have none."""

        def parse() -> Table[RowT]:
            path = self.locate(role)
            is_awaited = role in self.manifest.awaited
            content, missing = self.read(path)
            if content is None:
                return Table(path, findings=() if is_awaited else tuple(missing))
            return parse_table(content, path, row_type, may_be_empty=may_be_empty or is_awaited)

        return self.once(role, parse)

    def once(self, name: str, parse: Callable[[], ValueT]) -> ValueT:
        """Return what a function makes, made once and kept under a name."""
        if name not in self._parsed:
            self._parsed[name] = parse()
        return cast("ValueT", self._parsed[name])
