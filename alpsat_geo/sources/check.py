"""Check of a whole pack: every file, every origin, every table, all findings at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import Finding, list_errors
from alpsat_geo.domain.provenance import Origin
from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources import SOURCES
from alpsat_geo.sources.anchors import check_anchors
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.manifest import Manifest, read_manifest
from alpsat_geo.sources.national import SHEETS_PATH
from alpsat_geo.sources.origins import read_origin
from alpsat_geo.sources.pack import ORIGIN_SUFFIX, SHARED_PATHS, PackPaths
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY, PackFolder, find_pack
from alpsat_geo.sources.parameters import check_parameters
from alpsat_geo.sources.published_counts import check_published_counts
from alpsat_geo.sources.reference_prices import check_reference_prices
from alpsat_geo.sources.scenarios import check_scenario, check_scenario_places, list_scenario_files
from alpsat_geo.sources.spaces import read_spaces

_WITHOUT_PORTAL = {"programmes"}


@dataclass(frozen=True, slots=True)
class FileCheck:
    """A file of the pack and where it comes from.

    Attributes
    ----------
    path : str
        In the project.
    sha256_ok : bool
        Whether the bytes are those that the origin vouches for.
    origin : Origin or None
        None when it has none that can be read.
    """

    path: str
    sha256_ok: bool
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; it is good when no finding is an error."""

    files: tuple[FileCheck, ...]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether the pack can be used."""
        return not list_errors(self.findings)


def check_pack(key: str = EMBEDDED_TERRITORY, root: Path | None = None) -> CheckReport:
    """Check a territory's pack and what all territories share.

    Parameters
    ----------
    key : str
        Key of the territory.
    root : pathlib.Path or None
        Folder that holds geo/ and data/; None for the project's.

    Raises
    ------
    InputError
        If no territory has that key.
    """
    return check_folder(find_pack(key, root), root)


def check_folder(folder: PackFolder, root: Path | None = None) -> CheckReport:
    """Check the pack of a folder, in its place or not yet; see `check_pack`."""
    paths = PackPaths.at(root)
    findings: list[Finding] = []
    manifest: Manifest | None = None
    try:
        manifest = read_manifest(folder)
    except DataError as error:
        findings += error.findings
    files, wrong = _check_files(folder.paths, folder.list_files())
    findings += wrong
    national = (SHEETS_PATH, SHEETS_PATH + ORIGIN_SUFFIX) if paths.locate(SHEETS_PATH).is_file() else ()
    others, wrong = _check_files(paths, national if folder.is_embedded else (*SHARED_PATHS, *national))
    files += others
    findings += wrong
    if manifest is not None:
        contents = PackContents(folder, manifest)
        for source in SOURCES:
            findings += source.check(contents)
        findings += _check_awaited(contents)
        findings += _check_scenarios(contents, root)
    findings += _check_ages(files, datetime.now(UTC).date())
    findings += check_parameters(paths)[1]
    findings += check_anchors(paths)[1]
    findings += check_published_counts(paths)[1]
    findings += check_reference_prices(paths)[1]
    # A table that is read with its origin repeats what the list of files already said.
    return CheckReport(files, tuple(dict.fromkeys(findings)))


def _check_files(paths: PackPaths, listed: tuple[str, ...]) -> tuple[tuple[FileCheck, ...], list[Finding]]:
    files: list[FileCheck] = []
    findings: list[Finding] = []
    for path in listed:
        if path.endswith(ORIGIN_SUFFIX):
            described = path.removesuffix(ORIGIN_SUFFIX)
            if described not in listed:
                message = remark(
                    N_("l'origine décrit un fichier qui manque, {described} : rétablissez-le ou retirez l'origine."),
                    described=described,
                )
                findings.append(Finding("error", path, message, value=described))
            continue
        origin, wrong = read_origin(paths, path, paths.locate(path).read_bytes())
        findings += wrong
        files.append(FileCheck(path, origin is not None and not wrong, origin))
    return tuple(files), findings


def _check_ages(files: tuple[FileCheck, ...], today: date) -> list[Finding]:
    """Find what was refreshed so long ago that its producer must have published since."""
    return [
        Finding(
            "warning",
            file.path,
            remark(
                N_(
                    "« {vintage} » a été rafraîchi le {refreshed_on}, et son producteur publie tous les"
                    " {cadence_days} jours : « refresh {key} » dirait ce qui a changé."
                ),
                vintage=part.vintage,
                refreshed_on=part.refreshed_on,
                cadence_days=part.cadence_days,
                key=part.key,
            ),
            column="parts",
            value=part.refreshed_on,
        )
        for file in files
        if file.origin is not None
        for part in file.origin.parts
        if part.is_stale(today)
    ]


def _check_awaited(contents: PackContents) -> list[Finding]:
    return [
        Finding(
            "warning",
            contents.folder.name(contents.folder.manifest),
            remark(
                N_("« {label} » : pas encore de données, ce qui en dépend manque aussi ; {remedy}."),
                label=remark(source.label),
                remedy=_tell_remedy(lacking),
            ),
            column="awaited",
            value=", ".join(lacking),
        )
        for source in SOURCES
        if (lacking := [role for role in source.roles if contents.lacks(role)])
    ]


def _tell_remedy(roles: Iterable[str]) -> Remark:
    if set(roles) <= _WITHOUT_PORTAL:
        return remark(N_("« refresh » ne les récupère pas, complétez le fichier"))
    return remark(N_("« refresh » les récupère"))


def _check_scenarios(contents: PackContents, root: Path | None) -> list[Finding]:
    spaces = read_spaces(contents)
    space_keys = {row.key for row in spaces.rows}
    findings: list[Finding] = []
    for paths, path in list_scenario_files(contents.folder, root):
        document, wrong, parsed = check_scenario(paths, path)
        findings += wrong
        # A table of spaces that cannot be read would make every place of theirs unknown.
        if document is not None and not spaces.findings:
            findings += check_scenario_places(document, parsed, contents.manifest, space_keys)
    return findings
