"""Where the packs stand: ours in the project, each other one in a folder of its own in the user's data folder."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

from alpsat_geo.domain.errors import InputError
from alpsat_geo.sources.pack import SCENARIOS_FOLDER, TERRITORIES_FOLDER, PackPaths

EMBEDDED_TERRITORY = "brianconnais-queyras"
TERRITORY_VARIABLE = "ALPSAT_TERRITORY"
_FOLDER_VARIABLE = "ALPSAT_DATA_DIR"
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEY_LENGTH = 60
_MANIFEST_NAME = "manifest.yaml"
_FORMER = ".former"


@dataclass(frozen=True, slots=True)
class PackFolder:
    """The places of one territory's files.

    Attributes
    ----------
    key : str
    root : pathlib.Path
        What the manifest's paths, and those of findings, are relative to.
    manifest : pathlib.Path
        File.
    data, geo, scenarios : pathlib.Path
        Folders; any of them may not be there.
    is_embedded : bool
        Whether the project brings it; `root` is then the project's, shared with what belongs to no territory.
    """

    key: str
    root: Path
    manifest: Path
    data: Path
    geo: Path
    scenarios: Path
    is_embedded: bool

    @property
    def paths(self) -> PackPaths:
        """Return the reader of files by their path in the pack."""
        return PackPaths(self.root)

    def name(self, path: Path) -> str:
        """Return the path of a file in the pack, with forward slashes."""
        return path.relative_to(self.root).as_posix()

    def move(self, root: Path) -> PackFolder:
        """Return the places of these files in another folder of one pack."""
        return replace(
            self,
            root=root,
            manifest=root / _MANIFEST_NAME,
            data=root / "data",
            geo=root / "geo",
            scenarios=root / "scenarios",
        )

    def read_stamp(self) -> tuple[int, ...]:
        """Return what changes when a file of the pack is replaced, added or taken away: the dates of its folders."""
        folders = (self.manifest.parent, self.data, self.geo, self.scenarios)
        return tuple(folder.stat().st_mtime_ns if folder.is_dir() else 0 for folder in folders)

    def list_scenarios(self) -> tuple[str, ...]:
        """Return the scenario files of the pack, by name; empty when the folder does not exist."""
        return self.paths.list_documents(self.name(self.scenarios))

    def list_files(self) -> tuple[str, ...]:
        """Return every file of the pack, origins included; embedded, what all territories share is among them."""
        if self.is_embedded:
            return self.paths.list_files(self.key)
        found = [path for folder in (self.data, self.geo, self.scenarios) for path in folder.rglob("*")]
        found += self.root.glob(f"{_MANIFEST_NAME}*")
        return tuple(sorted(self.name(path) for path in found if path.is_file() and not path.name.startswith(".")))


def territories_folder() -> Path:
    """Return the folder of the packs that the project does not bring: it may not be there yet."""
    chosen = os.environ.get(_FOLDER_VARIABLE, "").strip()
    folder = Path(chosen).expanduser() if chosen else platformdirs.user_data_path("alpsat-geo", appauthor=False)
    return folder.absolute() / "territories"


def default_territory() -> str:
    """Return the key of the territory that opens when none is asked for: ``ALPSAT_TERRITORY``, else ours."""
    return os.environ.get(TERRITORY_VARIABLE, "").strip() or EMBEDDED_TERRITORY


def is_territory_key(text: str) -> bool:
    """Tell whether a text may name a territory: small letters, digits and hyphens, so that it never leaves a folder."""
    return len(text) <= _KEY_LENGTH and _KEY.fullmatch(text) is not None


def place_pack(key: str) -> PackFolder:
    """Return where a pack that the project does not bring stands, whether or not it is there.

    Raises
    ------
    InputError
        If the key is not one.
    """
    if not is_territory_key(key):
        raise InputError(
            f"« {key[:_KEY_LENGTH]} » n'est pas un nom de territoire : écrivez au plus {_KEY_LENGTH} lettres sans "
            "accent ni majuscule, chiffres et traits d'union."
        )
    root = territories_folder() / key
    return PackFolder(
        key, root, root / _MANIFEST_NAME, root / "data", root / "geo", root / "scenarios", is_embedded=False
    )


def place_former(folder: PackFolder) -> Path:
    """Return where the former pack stands for the moment that another takes its place."""
    return folder.root.with_name(f".{folder.key}{_FORMER}")


def _find_outside(key: str) -> PackFolder | None:
    folder = place_pack(key)
    if folder.manifest.is_file():
        return folder
    former = place_former(folder)
    # Stopped while a refreshed pack took its place: the former one is whole, and the next writing puts it back.
    is_between = not folder.root.exists() and (former / _MANIFEST_NAME).is_file()
    return folder.move(former) if is_between else None


def find_pack(key: str = EMBEDDED_TERRITORY, root: Path | None = None) -> PackFolder:
    """Find the pack of a territory; one in the user's folder stands before the embedded one of the same key.

    Parameters
    ----------
    key : str
    root : pathlib.Path or None
        Folder that holds geo/ and data/, looked in alone; None for the user's folder, then the project's.

    Raises
    ------
    InputError
        If no territory has that key; the sentence lists those that exist.
    """
    if root is None and is_territory_key(key) and (outside := _find_outside(key)):
        return outside
    paths = PackPaths.at(root)
    manifest = f"{TERRITORIES_FOLDER}/{key}.yaml"
    if not is_territory_key(key) or not paths.locate(manifest).is_file():
        known = ", ".join(list_territories(root)) or "aucun"
        raise InputError(f"Le territoire « {key[:_KEY_LENGTH]} » n'existe pas ; territoires connus : {known}.")
    return PackFolder(
        key,
        paths.root,
        paths.locate(manifest),
        paths.locate(f"data/{key}"),
        paths.locate(f"geo/{key}"),
        paths.locate(SCENARIOS_FOLDER),
        is_embedded=True,
    )


def list_territories(root: Path | None = None) -> tuple[str, ...]:
    """Return the keys of the territories that may be opened, sorted.

    Parameters
    ----------
    root : pathlib.Path or None
        See `find_pack`.
    """
    found = {Path(path).stem for path in PackPaths.at(root).list_documents(TERRITORIES_FOLDER)}
    found = {key for key in found if is_territory_key(key)}
    if root is None:
        outside = {path.name.removeprefix(".").removesuffix(_FORMER) for path in territories_folder().glob("*")}
        found |= {key for key in outside if is_territory_key(key) and _find_outside(key)}
    return tuple(sorted(found))
