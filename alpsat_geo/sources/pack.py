"""Where the files of the pack stand in the project."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from alpsat_geo import HOME
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

ORIGIN_SUFFIX = ".origin.yaml"
PARAMETERS_PATH = "data/parameters.csv"
ANCHORS_PATH = "data/anchors.csv"
PUBLISHED_COUNTS_PATH = "data/published_counts.csv"
REFERENCE_PRICES_PATH = "data/reference_prices.csv"
SHARED_PATHS = tuple(
    path + suffix
    for path in (PARAMETERS_PATH, ANCHORS_PATH, PUBLISHED_COUNTS_PATH, REFERENCE_PRICES_PATH)
    for suffix in ("", ORIGIN_SUFFIX)
)
"""What belongs to no territory."""
NATIONAL_FOLDER = "national"
"""In geo/, what a territory is made from: no territory's file."""
SCENARIOS_FOLDER = "data/scenarios"
TERRITORIES_FOLDER = "data/territories"


def find_root() -> Path:
    """Return the folder that holds geo/ and data/.

    Returns
    -------
    pathlib.Path
        ``ALPSAT_ROOT`` from the environment when it is set, else the folder of the project.
    """
    chosen = os.environ.get("ALPSAT_ROOT")
    return Path(chosen) if chosen else HOME


@dataclass(frozen=True, slots=True)
class PackPaths:
    """Paths under one folder: relative, with forward slashes, so that findings read alike everywhere.

    Attributes
    ----------
    root : pathlib.Path
        The folder that holds geo/ and data/, or the folder of one pack.
    """

    root: Path

    @classmethod
    def at(cls, root: Path | None) -> PackPaths:
        """Return the paths under a root, or under the project's own when it is None."""
        return cls(find_root() if root is None else root)

    def locate(self, relative: str) -> Path:
        """Return where a file of the pack stands on the disk."""
        return self.root / relative

    def read(self, relative: str) -> tuple[bytes | None, list[Finding]]:
        """Return the bytes of a file of the pack, or the finding that it is missing."""
        try:
            return self.locate(relative).read_bytes(), []
        except OSError:
            return None, [Finding("error", relative, remark(N_("le fichier manque : rétablissez-le.")), value=relative)]

    def list_files(self, key: str) -> tuple[str, ...]:
        """Return every file of a territory's pack and of what all territories share, origins excepted.

        Parameters
        ----------
        key : str
            The territory; the folders and the manifests of the others are left out.
        """
        others = {Path(path).stem for path in self.list_documents(TERRITORIES_FOLDER)} - {key} | {NATIONAL_FOLDER}
        found = []
        for top in ("data", "geo"):
            for path in (self.root / top).rglob("*"):
                relative = path.relative_to(self.root)
                is_other = relative.parts[1] in others or (
                    relative.parent.as_posix() == TERRITORIES_FOLDER
                    and relative.name.removesuffix(ORIGIN_SUFFIX).removesuffix(".yaml") in others
                )
                if path.is_file() and not is_other and not path.name.startswith("."):
                    found.append(relative.as_posix())
        return tuple(sorted(found))

    def list_documents(self, folder: str) -> tuple[str, ...]:
        """Return the YAML files of a folder, by name, origins excepted; empty when it does not exist."""
        paths = (self.root / folder).glob("*.yaml")
        return tuple(sorted(f"{folder}/{path.name}" for path in paths if not path.name.endswith(ORIGIN_SUFFIX)))
