"""The ``territory`` commands: open any territory of France without a network, and list those that may be opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from alpsat_geo.commands.documents import Json
from alpsat_geo.commands.text import align_columns, write_count
from alpsat_geo.domain.blanks import ROLE_NAMES
from alpsat_geo.domain.errors import AlpSatError, InputError
from alpsat_geo.report.figures import format_number
from alpsat_geo.sources.manifest import Manifest, read_manifest
from alpsat_geo.sources.new_territory import NewTerritory, make_territory
from alpsat_geo.sources.pack_folder import find_pack, list_territories
from alpsat_geo.sources.perimeter import ChoiceKind


def create_territory(
    key: str,
    choices: dict[ChoiceKind, Sequence[str]],
    more: Sequence[str],
    *,
    title: str,
    today: date,
    replaces: bool,
) -> NewTerritory:
    """Write the pack of a new territory.

    Parameters
    ----------
    key : str
    choices : dict of str to sequence of str
        What each option gave; codes may stand together, with commas between.
    more : sequence of str
        Codes that stand after the first one of an option.
    title : str
    today : datetime.date
    replaces : bool

    Raises
    ------
    InputError
        Unless exactly one option says which communes; see `make_territory`.
    """
    given = [(kind, codes) for kind, codes in choices.items() if codes]
    if len(given) != 1:
        raise InputError(
            "Dites d'une seule façon quelles communes : --epci SIREN…, --departement CODE… ou --communes INSEE…"
        )
    kind, codes = given[0]
    wanted = [code for text in (*codes, *more) for code in text.split(",")]
    return make_territory(key, kind, wanted, title=title, today=today, replaces=replaces)


def territory_document(made: NewTerritory) -> dict[str, Json]:
    """Return what was written, for JSON."""
    west, south, east, north = made.bounding_box
    return {
        "territory": made.key,
        "name": made.name,
        "path": str(made.folder),
        "communes_count": made.communes_count,
        "epcis": [{"siren": siren, "name": name, "communes_count": count} for siren, name, count in made.epcis],
        "population": {"year": made.population_year, "count": made.population_count},
        "bounding_box": {"west_deg": west, "south_deg": south, "east_deg": east, "north_deg": north},
        "awaited": list(made.awaited),
        "warnings": list(made.warnings),
    }


def territory_text(made: NewTerritory) -> str:
    """Return what was written, what is blank, and what to do next."""
    count = write_count(made.communes_count, "commune", "communes")
    people = (
        ""
        if made.population_count is None
        else f", {format_number(made.population_count)} habitants en {made.population_year}"
    )
    lines = [f"« {made.key} » est écrit : {made.name}, {count}{people}.", f"  {made.folder}"]
    lines += align_columns(
        [(siren, name, write_count(members, "commune", "communes")) for siren, name, members in made.epcis], indent="  "
    )
    lines += [f"attention : {warning}." for warning in made.warnings]
    blanks = ", ".join(dict.fromkeys(ROLE_NAMES[role] for role in made.awaited if role in ROLE_NAMES))
    lines += [
        f"Pas encore de données : {blanks}. Pour les récupérer :",
        f"  python -m alpsat_geo refresh --territory {made.key}",
        "Pour l'ouvrir dès maintenant :",
        f"  ALPSAT_TERRITORY={made.key} python3 start.py",
    ]
    return "\n".join(lines)


def list_document() -> dict[str, Json]:
    """Return the territories that may be opened, for JSON."""
    return {"territories": [_describe(key) for key in list_territories()]}


def list_text() -> str:
    """Return the territories that may be opened, one a line."""
    rows = []
    for key in list_territories():
        found = _describe(key)
        count = found["communes_count"]
        told = write_count(float(count), "commune", "communes") if isinstance(count, int) else "illisible"
        where = "livré avec l'outil" if found["is_embedded"] else str(found["path"])
        rows.append((key, told, str(found["name"] or ""), where))
    return "\n".join(align_columns(rows))


def _describe(key: str) -> dict[str, Json]:
    folder = find_pack(key)
    try:
        manifest: Manifest | None = read_manifest(folder)
    except AlpSatError:
        manifest = None
    return {
        "territory": key,
        "name": None if manifest is None else manifest.name,
        "communes_count": None if manifest is None else len(manifest.insee_codes),
        "awaited": [] if manifest is None else list(manifest.awaited),
        "is_embedded": folder.is_embedded,
        "path": str(folder.manifest.parent),
    }
