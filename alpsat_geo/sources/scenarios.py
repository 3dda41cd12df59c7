"""Scenarios: named lists of actions, one YAML file each."""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import yaml
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationError

from alpsat_geo.domain.errors import DataError, InputError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.own_figures import NOTHING_STATED, OwnFigures
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.scenario import (
    ACTIONS_AT_MOST,
    DESCRIPTION_LENGTH,
    NAME_LENGTH,
    NOTE_LENGTH,
    NOTES_AT_MOST,
    PLACES_AT_MOST,
    ActionChoice,
    OptionValue,
    Scenario,
)
from alpsat_geo.domain.text import N_, clean_line, clean_prose
from alpsat_geo.sources.document import Document, parse_document, validate_document
from alpsat_geo.sources.fields import InseeCode, Name, Row, Slug
from alpsat_geo.sources.manifest import Manifest
from alpsat_geo.sources.origins import read_checked
from alpsat_geo.sources.own_figures import FiguresEntry, build_figures
from alpsat_geo.sources.pack import SCENARIOS_FOLDER, PackPaths
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY, PackFolder, find_pack
from alpsat_geo.sources.sentences import BLANK, refuse, shorten
from alpsat_geo.sources.table import FILE_SIZE_MAX_BYTES

_SIREN_LENGTH, _INSEE_LENGTH = 9, 5
_KEY_LENGTH, _OPTIONS_AT_MOST, _OPTION_LENGTH = 60, 20, 200
# Whole numbers that every reader of JSON holds exactly.
_LARGEST_NUMBER = 2**53
_PLACE = re.compile(r"\d{5}|2[AB]\d{3}|\d{9}|[a-z][a-z0-9]*(-[a-z0-9]+)*")


def _require_place(value: object) -> str:
    if value is None:
        raise refuse(BLANK)
    if isinstance(value, int) and not isinstance(value, bool):
        width = _SIREN_LENGTH if len(str(value)) == _SIREN_LENGTH else _INSEE_LENGTH
        raise refuse(
            remark(
                N_("le code {value} est un nombre : écrivez-le entre guillemets, « {quoted} »."),
                value=str(value),
                quoted=f"{value:0{width}d}",
            )
        )
    text = str(value)
    if re.fullmatch(r"\d{4}", text):
        raise refuse(remark(N_("« {text} » a perdu son zéro : écrivez « 0{text} »."), text=text))
    if len(text) > _KEY_LENGTH or not _PLACE.fullmatch(text):
        raise refuse(
            remark(
                N_("« {text} » n'est ni un code INSEE, ni un numéro SIREN, ni la clé d'un espace : corrigez-le."),
                text=shorten(text),
            )
        )
    return text


def _require_scalar(value: object) -> object:
    if value is None:
        raise refuse(BLANK)
    if not isinstance(value, (str, int, float, bool)):
        raise refuse(
            remark(
                N_("« {value} » n'est pas une valeur simple : écrivez un nombre, un texte, true ou false."),
                value=shorten(value),
            )
        )
    if isinstance(value, (int, float)) and not abs(value) <= _LARGEST_NUMBER:
        raise refuse(remark(N_("« {value} » est trop grand pour un nombre : corrigez-le."), value=shorten(value)))
    if isinstance(value, str):
        if len(value) > _OPTION_LENGTH:
            raise refuse(
                remark(
                    N_("le texte compte {count} caractères, au plus {most} sont permis : raccourcissez-le."),
                    count=len(value),
                    most=_OPTION_LENGTH,
                )
            )
        return clean_line(value)
    return value


def _clean_name(text: str) -> str:
    name = clean_line(text)
    if not name:
        raise refuse(BLANK)
    return name


def _limit(count: int) -> BeforeValidator:
    """Refuse a list that is too long before any of its elements is looked at."""

    def require_few(value: object) -> object:
        if isinstance(value, (list, tuple, dict)) and len(value) > count:
            raise refuse(
                remark(
                    N_("la liste compte {count} éléments, au plus {most} sont permis : raccourcissez-la."),
                    count=len(value),
                    most=count,
                )
            )
        return value

    return BeforeValidator(require_few)


PlaceCode = Annotated[str, BeforeValidator(_require_place)]
Key = Annotated[Name, StringConstraints(max_length=_KEY_LENGTH)]
Scalar = Annotated[OptionValue, BeforeValidator(_require_scalar)]
Note = Annotated[str, StringConstraints(max_length=NOTE_LENGTH), AfterValidator(clean_prose)]


def _require_few_places(value: object) -> object:
    """Refuse too many places before any of them is looked at."""
    lists = [entry.get("places") for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
    count = sum(len(places) for places in lists if isinstance(places, list))
    if count > PLACES_AT_MOST:
        raise refuse(
            remark(
                N_(
                    "les actions nomment {count} lieux, au plus {most} sont permis en tout : retirez des lieux ou des"
                    " actions."
                ),
                count=count,
                most=PLACES_AT_MOST,
            )
        )
    return value


class ActionEntry(Row):
    """One action of a scenario file."""

    type: Key
    places: tuple[PlaceCode, ...] = ()
    options: Annotated[dict[Key, Scalar], _limit(_OPTIONS_AT_MOST)] = Field(default_factory=dict)
    note: Note = ""
    figures: FiguresEntry | None = None


class ScenarioDocument(Row):
    """The fields of a scenario file."""

    key: Annotated[Slug, StringConstraints(max_length=_KEY_LENGTH)]
    name: Annotated[str, StringConstraints(max_length=NAME_LENGTH), AfterValidator(_clean_name)]
    description: Annotated[str, StringConstraints(max_length=DESCRIPTION_LENGTH), AfterValidator(clean_prose)] = ""
    order: int = 0
    outside_study: bool = False
    notes: Annotated[dict[InseeCode, Note], _limit(NOTES_AT_MOST)] = Field(default_factory=dict)
    # The last of these looks first.
    actions: Annotated[tuple[ActionEntry, ...], BeforeValidator(_require_few_places), _limit(ACTIONS_AT_MOST)]


def read_scenario(path_or_key: str | Path, territory: str = EMBEDDED_TERRITORY, root: Path | None = None) -> Scenario:
    """Read one scenario.

    Parameters
    ----------
    path_or_key : str or pathlib.Path
        The key of a scenario of the pack, or the path of a YAML file anywhere, which then needs no origin.
    territory : str
        Key of the territory.
    root : pathlib.Path or None
        Folder that holds geo/ and data/; None for the project's.

    Raises
    ------
    InputError
        If there is no such key or file; the sentence lists the keys.
    DataError
        With every finding on the file.
    """
    files = {Path(path).stem: (paths, path) for paths, path in list_scenario_files(find_pack(territory, root), root)}
    text = str(path_or_key)
    if text in files:
        document, findings, _ = check_scenario(*files[text])
    elif text.endswith((".yaml", ".yml")):
        try:
            with Path(path_or_key).open("rb") as file:
                content = file.read(FILE_SIZE_MAX_BYTES + 1)
        except OSError:
            raise InputError(f"Le fichier de scénario « {text} » n'existe pas : vérifiez son chemin.") from None
        return build_scenario(parse_document(content, text))
    else:
        known = ", ".join(files) or "aucun"
        raise InputError(f"Le scénario « {text} » n'existe pas ; scénarios connus : {known}.")
    if document is None or findings:
        raise DataError(findings)
    return _build(document)


def build_scenario(document: Document) -> Scenario:
    """Turn a document into a scenario.

    Parameters
    ----------
    document : Document
        Read from a file, or made of plain values.

    Raises
    ------
    DataError
        With every finding on the document. Places and actions are not looked up here.
    """
    row, findings = validate_document(document, ScenarioDocument)
    if row is None:
        raise DataError(findings)
    return _build(row)


def read_plain_scenario(values: object) -> Scenario | None:
    """Turn plain values into a scenario; None when they are not one, whatever is wrong with them."""
    try:
        return _build(ScenarioDocument.model_validate(values))
    except ValidationError:
        return None


def write_scenario(scenario: Scenario) -> str:
    """Write a scenario as the text of a YAML file, which reads back as the same scenario."""
    values: dict[str, object] = {"key": scenario.key, "name": scenario.name}
    if scenario.description:
        values["description"] = scenario.description
    if scenario.is_outside_study:
        values["outside_study"] = True
    if scenario.notes:
        values["notes"] = dict(scenario.notes)
    values["actions"] = [
        {
            "type": choice.type_key,
            **({"places": list(choice.places)} if choice.places else {}),
            **({"options": dict(choice.options)} if choice.options else {}),
            **({"note": choice.note} if choice.note else {}),
            **({} if choice.figures.is_empty else {"figures": choice.figures.to_plain()}),
        }
        for choice in scenario.actions
    ]
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=120)


def read_scenarios(territory: str = EMBEDDED_TERRITORY, root: Path | None = None) -> tuple[Scenario, ...]:
    """Read every scenario that a territory offers, sorted by their ``order``, then by key.

    Parameters
    ----------
    territory : str
        Key of the territory.
    root : pathlib.Path or None
        Folder that holds geo/ and data/; None for the project's.

    Raises
    ------
    DataError
        With every finding on every file.
    """
    documents: list[ScenarioDocument] = []
    findings: list[Finding] = []
    for paths, path in list_scenario_files(find_pack(territory, root), root):
        document, wrong, _ = check_scenario(paths, path)
        findings += wrong
        documents += [] if document is None else [document]
    if findings:
        raise DataError(findings)
    return tuple(_build(document) for document in sorted(documents, key=lambda item: (item.order, item.key)))


def list_scenario_files(folder: PackFolder, root: Path | None = None) -> tuple[tuple[PackPaths, str], ...]:
    """Return the scenario files that a territory offers, by name: those of its pack, then the templates.

    A template is a scenario of the project that names no place; one of the pack stands before a template of its key.

    Parameters
    ----------
    folder : PackFolder
    root : pathlib.Path or None
        Folder that holds geo/ and data/; None for the project's.

    Returns
    -------
    tuple of (PackPaths, str)
        Each file by the folder that its path is relative to.
    """
    own = [(folder.paths, path) for path in folder.list_scenarios()]
    if folder.is_embedded:
        return tuple(own)
    named = {Path(path).name for _, path in own}
    shared = PackPaths.at(root)
    templates = [path for path in shared.list_documents(SCENARIOS_FOLDER) if Path(path).name not in named]
    return (*own, *((shared, path) for path in templates if _names_no_place(shared, path)))


def _names_no_place(paths: PackPaths, path: str) -> bool:
    document = check_scenario(paths, path)[0]
    return document is not None and not document.notes and not any(action.places for action in document.actions)


def check_scenario(paths: PackPaths, path: str) -> tuple[ScenarioDocument | None, list[Finding], Document]:
    """Return a scenario of the pack, what is wrong with it, and where its values stand.

    Parameters
    ----------
    paths : PackPaths
    path : str
        The file, in the project.
    """
    content, findings = read_checked(paths, path)
    if content is None:
        return None, findings, Document(path)
    parsed = parse_document(content, path)
    document, wrong = validate_document(parsed, ScenarioDocument)
    if document is not None and document.key != Path(path).stem:
        message = remark(
            N_("la clé « {key} » n'est pas celle du fichier, « {expected} »."),
            key=document.key,
            expected=Path(path).stem,
        )
        wrong.append(Finding("error", path, message, parsed.find_line(("key",)), "key", document.key))
    return document, [*findings, *wrong], parsed


def check_scenario_places(
    document: ScenarioDocument, parsed: Document, manifest: Manifest, space_keys: AbstractSet[str]
) -> list[Finding]:
    """Find the places of a scenario that are not in a territory.

    Parameters
    ----------
    document : ScenarioDocument
    parsed : Document
        The same, with the lines.
    manifest : Manifest
        The territory's communes and EPCI.
    space_keys : set of str
        Keys of the territory's workspaces.
    """
    known = {*manifest.insee_codes, *(epci.siren for epci in manifest.epcis), *space_keys}
    strange = check_noted(document.notes, manifest.insee_codes, parsed)
    return strange + [
        Finding(
            "error",
            parsed.path,
            remark(
                N_("« {place} » n'est ni une commune, ni un EPCI, ni un espace de « {key} » : corrigez-le."),
                place=place,
                key=manifest.key,
            ),
            line=parsed.find_line(("actions", rank, "places", index)),
            column=f"actions.{rank}.places",
            value=place,
        )
        for rank, action in enumerate(document.actions)
        for index, place in enumerate(action.places)
        if place not in known
    ]


def check_noted(noted: Collection[str], insee_codes: Collection[str], parsed: Document) -> list[Finding]:
    """Find the communes with a note that are not in a territory.

    Parameters
    ----------
    noted : collection of str
        Their INSEE codes.
    insee_codes : collection of str
        Those of the territory.
    parsed : Document
        Where they were read.
    """
    return [
        Finding(
            "error",
            parsed.path,
            remark(
                N_("une note porte sur « {code} », qui n'est pas une commune de ce territoire : corrigez son code."),
                code=code,
            ),
            line=parsed.find_line(("notes", code)),
            column="notes",
            value=code,
        )
        for code in noted
        if code not in insee_codes
    ]


def _build(document: ScenarioDocument) -> Scenario:
    return Scenario(
        key=document.key,
        name=document.name,
        description=document.description,
        actions=tuple(
            ActionChoice(
                action.type, action.places, MappingProxyType(dict(action.options)), action.note, _build_figures(action)
            )
            for action in document.actions
        ),
        is_outside_study=document.outside_study,
        notes=MappingProxyType({code: note for code, note in document.notes.items() if note}),
    )


def _build_figures(action: ActionEntry) -> OwnFigures:
    return NOTHING_STATED if action.figures is None else build_figures(action.figures)
