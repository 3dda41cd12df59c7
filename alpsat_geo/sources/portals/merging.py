"""What a delivery changes in the files of a pack, cell by cell."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from alpsat_geo.domain.provenance import Origin, OriginPart
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.origins import seal_origin, write_origin
from alpsat_geo.sources.pack import ORIGIN_SUFFIX
from alpsat_geo.sources.portals.delivery import (
    Cell,
    ColumnsUpdate,
    Delivery,
    FileUpdate,
    Portal,
    RowsUpdate,
    Update,
)
from alpsat_geo.sources.table import write_table
from alpsat_geo.sources.vintages import find_vintages


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that changes.

    Attributes
    ----------
    insee_code : str
        The commune; empty where the change is of no commune.
    indicator : str
        The column, or what a row is called.
    before, after : str
        Empty: blank, or not there.
    """

    insee_code: str
    indicator: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The files of a pack after a delivery.

    Attributes
    ----------
    files : mapping of path in the pack to bytes
        Only those that change.
    changes : tuple of Change
    from_vintage, to_vintage : str
        The part of the vintages that is this source's; ``from_vintage`` is empty when the pack had none.
    """

    files: Mapping[str, bytes]
    changes: tuple[Change, ...]
    from_vintage: str
    to_vintage: str


Table = tuple[list[str], list[dict[str, str]]]


def merge_delivery(
    portal: Portal, delivery: Delivery, contents: PackContents, columns: Mapping[str, Sequence[str]], part: OriginPart
) -> Merged:
    """Put what a portal gave into the files of a pack.

    A number that is equal keeps its text, so that what did not change leaves every byte as it was.

    Parameters
    ----------
    portal : Portal
    delivery : Delivery
    contents : PackContents
        The pack of today.
    columns : mapping of role to sequence of str
        Columns of a table that is not there yet, in their order.
    part : OriginPart
        What is noted of this refresh, when something changes.
    """
    files: dict[str, bytes] = {}
    changes: list[Change] = []
    before = ""
    located = {update.role: _place(contents, update) for update in delivery.updates}
    for update in delivery.updates:
        path = located[update.role]
        held = files.get(path)
        if held is None and not contents.lacks(update.role):
            held = contents.read(path)[0]
        content, changed = _apply(update, held, columns.get(update.role, ()), contents)
        changes += changed
        if content != held:
            files[path] = content
    for role, path in dict.fromkeys(located.items()):
        origin, _findings = contents.read_origin(path)
        written, was = write_vintage(
            "" if origin is None or contents.lacks(role) else origin.vintage, portal.vintage_pattern, delivery.vintage
        )
        before = before or was
        if path not in files and origin is not None and written == origin.vintage:
            continue
        held = files.get(path)
        if held is None:
            held = contents.read(path)[0] or b""
            files[path] = held
        told = replace(part, vintage=delivery.vintage, url_download=delivery.url)
        beside = write_origin(
            _renew_origin(origin, portal, delivery, told, vintage=written, digest=hashlib.sha256(held).hexdigest())
        )
        files[path + ORIGIN_SUFFIX] = beside
    if files:
        files |= _rewrite_manifest(contents, delivery, located)
    return Merged(files, tuple(changes), before, delivery.vintage)


def _renew_origin(
    origin: Origin | None, portal: Portal, delivery: Delivery, part: OriginPart, *, vintage: str, digest: str
) -> Origin:
    if origin is None or any(isinstance(update, FileUpdate) for update in delivery.updates):
        # A whole file has nothing left of the one before.
        origin = Origin(
            portal.producer,
            portal.title,
            portal.url_main,
            None,
            portal.licence,
            "",
            None,
            "",
            "",
            "downloaded",
            delivery.note,
        )
    parts = (*(one for one in origin.parts if one.key != part.key), part)
    return replace(
        origin,
        url_download=None,
        note=delivery.note or origin.note,
        vintage=vintage,
        date_published=delivery.date_published or origin.date_published,
        date_accessed=part.refreshed_on,
        sha256=digest,
        obtained="downloaded",
        parts=tuple(sorted(parts, key=lambda one: one.key)),
    )


def write_vintage(vintage: str, pattern: str, new: str) -> tuple[str, str]:
    """Return the vintage of a file with one source's part written anew, and what that part was."""
    found = re.search(pattern, vintage)
    if found is None:
        return (f"{vintage} ; {new}" if vintage else new), ""
    return vintage[: found.start()] + new + vintage[found.end() :], found[0]


def write_cell(value: Cell) -> str:
    """Write a value as the tables of the packs do: a point, no zero that says nothing, blank when missing."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def _place(contents: PackContents, update: Update) -> str:
    """Return the path of the file that an update changes, there or not."""
    manifest, folder = contents.manifest, contents.folder
    if update.role in manifest.files:
        return manifest.files[update.role]
    is_shape = isinstance(update, FileUpdate)
    name = f"{update.role}{update.suffix if isinstance(update, FileUpdate) else '.csv'}"
    return folder.name((folder.geo if is_shape else folder.data) / name)


def _apply(
    update: Update, held: bytes | None, columns: Sequence[str], contents: PackContents
) -> tuple[bytes, list[Change]]:
    if isinstance(update, FileUpdate):
        is_same = held is not None and held == update.content
        return update.content, [] if is_same else [Change("", update.told, "" if held is None else "…", update.told)]
    header, rows = _read_table(held, columns)
    if isinstance(update, ColumnsUpdate):
        header, changes = _apply_columns(update, header, rows, contents.manifest.insee_codes)
    else:
        changes = _apply_rows(update, header, rows)
    if held is not None and not changes:
        return held, []
    return write_table(header, ([row.get(name, "") for name in header] for row in rows)), changes


def _apply_columns(
    update: ColumnsUpdate, header: list[str], rows: list[dict[str, str]], codes: Sequence[str]
) -> tuple[list[str], list[Change]]:
    by_code = {row["insee_code"]: row for row in rows}
    for code in codes:
        if code not in by_code:
            by_code[code] = dict.fromkeys(header, "") | {"insee_code": code}
            rows.append(by_code[code])
    rows.sort(key=lambda row: row["insee_code"])
    new = list(next(iter(update.values.values()), {}))
    left = [
        name
        for template in update.replaced
        for name in find_vintages(template, header)
        if name not in new and find_vintages(template, new)
    ]
    changes: list[Change] = []
    if left or any(name not in header for name in new):
        header = _place_columns(header, new, left, update.replaced)
    for code in codes:
        row, values = by_code[code], update.values[code]
        former = {name: row.pop(name) for name in left}
        for name, value in values.items():
            before, after = row.get(name, ""), write_cell(value)
            row[name] = before if _is_same(before, after) else after
            if row[name] != before:
                changes.append(Change(code, name, before, row[name]))
        changes += [Change(code, name, value, "") for name, value in former.items()]
    return header, _pair_years(changes, update.replaced)


def _pair_years(changes: list[Change], templates: Sequence[str]) -> list[Change]:
    """Tell a year that takes the place of another as one change, from the newest on."""
    told = list(changes)
    for template in templates:
        dated = find_vintages(template, {change.indicator for change in changes})
        for code in {change.insee_code for change in told}:
            own = [change for change in told if change.insee_code == code and change.indicator in dated]
            own.sort(key=lambda change: dated[change.indicator][::-1], reverse=True)
            gone, come = [c for c in own if not c.after], [c for c in own if not c.before]
            for old, new in zip(gone, come, strict=False):
                pair = Change(code, f"{old.indicator} → {new.indicator}", old.before, new.after)
                told[told.index(new)] = pair
                told.remove(old)
    return told


def _place_columns(header: list[str], new: Sequence[str], left: Sequence[str], templates: Sequence[str]) -> list[str]:
    """Put new columns where those that they replace stood, in the order of their years; the others at the end."""
    placed = list(header)
    for template in templates:
        dated = find_vintages(template, [*header, *new])
        kept = sorted((name for name in dated if name not in left), key=lambda name: dated[name][::-1])
        spot = next((i for i, name in enumerate(placed) if name in dated), len(placed))
        spot -= sum(name in dated for name in placed[:spot])
        placed = [name for name in placed if name not in dated]
        placed[spot:spot] = kept
    return placed + [name for name in new if name not in placed]


def _apply_rows(update: RowsUpdate, header: list[str], rows: list[dict[str, str]]) -> list[Change]:
    new = [{name: write_cell(row.get(name)) for name in header} for row in update.rows]
    old = [row for row in rows if update.is_replaced(row)]
    spot = next((i for i, row in enumerate(rows) if update.is_replaced(row)), len(rows))
    # A row that says the same keeps its text and its place.
    for row in new:
        twin = next((one for one in old if all(_is_same(one[name], row[name]) for name in header)), None)
        if twin is not None:
            row.update(twin)
    if sorted(map(_key, new)) == sorted(map(_key, old)):
        return []
    before, after = _tell_rows(update, old), _tell_rows(update, new)
    changes = [
        Change(*name, before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys([*after, *before])
        if before.get(name, "") != after.get(name, "")
    ]
    rows[:] = [row for row in rows if not update.is_replaced(row)]
    rows[spot:spot] = new
    return changes


def _tell_rows(update: RowsUpdate, rows: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], str]:
    """Say what each row holds, by its commune and its name."""
    return {
        (row.get("insee_code", ""), ", ".join(row[name] for name in update.label)): ", ".join(
            value for name, value in row.items() if value and name not in {*update.label, "insee_code"}
        )
        for row in rows
    }


def _key(row: Mapping[str, str]) -> str:
    return json.dumps(list(row.items()), ensure_ascii=False)


def _is_same(before: str, after: str) -> bool:
    if before == after:
        return True
    try:
        return float(before) == float(after)
    except ValueError:
        return False


def _read_table(held: bytes | None, columns: Sequence[str]) -> Table:
    if held is None or not held.strip():
        return list(columns), []
    reader = csv.DictReader(io.StringIO(held.decode("utf-8-sig"), newline=""))
    rows = list(reader)
    header = list(reader.fieldnames or columns)
    return header, rows


def _rewrite_manifest(contents: PackContents, delivery: Delivery, located: Mapping[str, str]) -> dict[str, bytes]:
    """Write the totals, the files and what is awaited anew; the other lines of the manifest keep their bytes."""
    path = contents.folder.name(contents.folder.manifest)
    content, _missing = contents.read(path)
    if content is None:
        return {}
    text = _write_totals(content.decode(), delivery.totals)
    files = {role: place for role, place in located.items() if role not in contents.manifest.files}
    if files:
        lines = "".join(f"  {role}: {place}\n" for role, place in files.items())
        text = re.sub(r"(?m)^files:\n", lambda found: found[0] + lines, text, count=1)
    text = _write_awaited(text, [role for role in contents.manifest.awaited if role not in located])
    if text.encode() == content:
        return {}
    beside = path + ORIGIN_SUFFIX
    origin, _missing = contents.read(beside)
    sealed = {} if origin is None else {beside: seal_origin(origin, text.encode())}
    return {path: text.encode(), **sealed}


def _write_totals(text: str, totals: Mapping[str, int]) -> str:
    if not totals:
        return text
    found = re.search(r"(?m)^totals:[^\n]*\n((?:[ \t]+[^\n]*\n)*)", text)
    if found is None:
        return text.rstrip("\n") + "\ntotals:\n" + "".join(f"  {name}: {count}\n" for name, count in totals.items())
    lines = dict(re.findall(r"(?m)^[ \t]+([a-z0-9_]+):[ \t]*(\S+)", found[1]))
    is_population = any(name.startswith("population_") for name in totals)
    kept = {name: value for name, value in lines.items() if not (is_population and name.startswith("population_"))}
    order = [name for name in lines if name in kept or name in totals] + [name for name in totals if name not in lines]
    written = {**kept, **{name: str(count) for name, count in totals.items()}}
    # The population of another year stands where that of before stood.
    body = "".join(f"  {name}: {written[name]}\n" for name in sorted(order, key=_total_rank))
    return text[: found.start()] + "totals:\n" + body + text[found.end() :]


def _total_rank(name: str) -> tuple[int, str]:
    known = ("communes_count", "population_", "premises_count", "ftth_premises_count")
    return next((i for i, start in enumerate(known) if name.startswith(start)), len(known)), name


def _write_awaited(text: str, awaited: Sequence[str]) -> str:
    found = re.search(r"(?m)^awaited:[^\n]*\n((?:[ \t]*-[^\n]*\n)*)", text)
    if found is None:
        return text
    body = "awaited: []\n" if not awaited else "awaited:\n" + "".join(f"  - {role}\n" for role in awaited)
    written = text[: found.start()] + body + text[found.end() :]
    before = re.findall(r"[a-z_]+", found[0].partition(":")[2])
    return text if before == list(awaited) else written
