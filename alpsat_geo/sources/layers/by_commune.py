"""Rows of a table joined to the communes by their INSEE code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.layers.numbers import read_column
from alpsat_geo.sources.layers.record import LayerError, OwnIndicator
from alpsat_geo.sources.layers.text import Row
from alpsat_geo.sources.sentences import shorten

_CODE = re.compile(r"'?(?:\d{4,5}(?:\.0)?|2[ABab]\d{3})")
_LABEL_LENGTH = 80
_COLUMNS_AT_MOST, _INDICATORS_AT_MOST = 300, 40
# Numbers that name something: neither counted nor measured.
_NAMING = re.compile(
    r"(code|cod|n|num|no|id|fid|objectid|gid|siren|siret|cp|reg|dep|dept|arr|cv|epci|insee|com|codgeo|x|y|lon|lat|"
    r"longitude|latitude)([ _-]?(postal|insee|commune|com|dep|reg|epci|geo|siren|dept|departement|region))*",
    re.IGNORECASE,
)


def join_rows(
    rows: Sequence[Row], insee_codes: Sequence[str]
) -> tuple[tuple[OwnIndicator, ...], tuple[Remark, ...], int]:
    """Join a table to the communes.

    Parameters
    ----------
    rows : sequence of (line, cells)
        Lines above the titles, and codes that lost their zero, are usual.
    insee_codes : sequence of str
        Codes of the n communes of the territory.

    Returns
    -------
    tuple of OwnIndicator
        One a column of numbers.
    tuple of Remark
    int
        How many communes have a row.

    Raises
    ------
    LayerError
        If no column holds codes of the territory, if a code has two rows, if no column holds numbers.
    """
    known = list_writings(insee_codes)
    column = find_code_column((cells for _line, cells in rows), known)
    if column is None:
        raise LayerError(
            N_(
                "Aucune colonne ne porte les codes INSEE des communes du territoire (de {first} à {last}) : ajoutez-la,"
                " une ligne par commune."
            ),
            first=insee_codes[0],
            last=insee_codes[-1],
        )
    start = next(rank for rank, (_line, cells) in enumerate(rows) if _is_code(_take(cells, column), known))
    labels = _name_columns(rows[start - 1][1] if start else (), rows[start:])
    remarks = [] if start else [remark(N_("Le tableau n'a pas de ligne de titres : ses colonnes sont numérotées."))]
    kept, lines, said = _choose_rows(rows[start:], column, known, len(labels))
    remarks += said
    indicators, told = _read_columns(kept, lines, labels, column, insee_codes)
    absent = len(insee_codes) - len(kept)
    if absent:
        remarks.append(remark(N_("Communes du territoire sans ligne, montrées sans donnée : {count}."), count=absent))
    if not indicators:
        raise LayerError(
            N_("Aucune colonne ne porte de nombres pour les communes du territoire : ajoutez-en une, en chiffres.")
        )
    return tuple(indicators), (*remarks, *told), len(kept)


def find_code_column(rows: Iterable[Sequence[object]], known: dict[str, str]) -> int | None:
    """Return the column in which most communes of the territory are named by their code, None when there is none."""
    found: dict[int, set[str]] = {}
    for cells in rows:
        for place, cell in enumerate(cells):
            if cell is not None and (code := known.get(_write_code(cell))):
                found.setdefault(place, set()).add(code)
    return max(found, key=lambda place: (len(found[place]), -place), default=None)


def list_writings(insee_codes: Sequence[str]) -> dict[str, str]:
    """Return each code by every way in which a spreadsheet writes it, its lost zero included."""
    known = dict[str, str]()
    for code in insee_codes:
        bare = code.lstrip("0")
        known |= dict.fromkeys((code, bare, f"{bare}.0", f"{code}.0", f"'{code}", f'="{code}"'), code)
        known |= {code.lower(): code}
    return known


def _write_code(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell)


def _is_code(cell: object, known: dict[str, str]) -> bool:
    written = _write_code(cell)
    return written in known or _CODE.fullmatch(written) is not None


def _take(cells: Sequence[object], place: int) -> object:
    return cells[place] if place < len(cells) else None


def _name_columns(titles: Sequence[object], rows: Sequence[Row]) -> list[str]:
    width = len(titles) or max(len(cells) for _line, cells in rows)
    if width > _COLUMNS_AT_MOST:
        raise LayerError(
            N_("Le tableau compte {count} colonnes : n'en gardez pas plus de {most}."),
            count=width,
            most=_COLUMNS_AT_MOST,
        )
    labels: list[str] = []
    seen: Counter[str] = Counter()
    for place in range(width):
        title = _take(titles, place)
        label = " ".join(str(title if title is not None else "").split())[:_LABEL_LENGTH] or f"colonne {place + 1}"
        seen[label] += 1
        labels.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return labels


def _choose_rows(
    rows: Sequence[Row], column: int, known: dict[str, str], width: int
) -> tuple[dict[str, Sequence[object]], dict[str, int], list[Remark]]:
    """Keep the row of each commune of the territory; say what the others are."""
    kept: dict[str, Sequence[object]] = {}
    lines: dict[str, int] = {}
    repaired: list[tuple[str, str]] = []
    others: list[tuple[int, str]] = []
    for line, cells in rows:
        written = _write_code(_take(cells, column))
        code = known.get(written)
        if code is None:
            others.append((line, written))
            continue
        _check_row(line, cells, width, lines.get(code), code)
        if len(written.removesuffix(".0")) < len(code):
            repaired.append((written.removesuffix(".0"), code))
        kept[code], lines[code] = cells, line
    said = []
    if repaired:
        before, after = repaired[0]
        sentence = N_("Codes INSEE qui avaient perdu leur zéro, rétablis : {count} (par exemple {before}, lu {after}).")
        said.append(remark(sentence, count=len(repaired), before=before, after=after))
    strange = [(line, shorten(written) or "vide") for line, written in others if not _CODE.fullmatch(written)]
    if len(others) > len(strange):
        sentence = N_("Codes hors du territoire, laissés de côté : {count}.")
        said.append(remark(sentence, count=len(others) - len(strange)))
    if strange:
        sentence = N_("Lignes sans code INSEE, laissées de côté : {count} (la première, ligne {line} : « {value} »).")
        said.append(remark(sentence, count=len(strange), line=strange[0][0], value=strange[0][1]))
    return kept, lines, said


def _check_row(line: int, cells: Sequence[object], width: int, before: int | None, code: str) -> None:
    if before is not None:
        raise LayerError(
            N_("La commune {code} a deux lignes, {first} et {second} : n'en gardez qu'une par commune."),
            code=code,
            first=before,
            second=line,
        )
    if any(cell not in (None, "") for cell in cells[width:]):
        raise LayerError(
            N_("La ligne {line} a {found} cases au lieu de {expected} : mettez ses textes entre guillemets."),
            line=line,
            found=len(cells),
            expected=width,
        )


def _read_columns(
    kept: dict[str, Sequence[object]],
    lines: dict[str, int],
    labels: Sequence[str],
    column: int,
    insee_codes: Sequence[str],
) -> tuple[list[OwnIndicator], list[Remark]]:
    positions = [insee_codes.index(code) for code in kept]
    numbers = list(lines.values())
    indicators, remarks = list[OwnIndicator](), list[Remark]()
    for place, label in enumerate(labels):
        if place == column or _NAMING.fullmatch(label):
            continue
        cells = [_take(row, place) for row in kept.values()]
        found = read_column(cells)
        is_number = np.isfinite(found.values)
        if not is_number.any():
            continue
        if found.fault is not None:
            # A column of words where one cell happens to be a number is no fault of its author.
            if 2 * is_number.sum() > sum(cell not in (None, "") for cell in cells):
                sentence = N_("« {column} » n'est pas montrée : ligne {line}, « {value} » n'est pas un nombre.")
                value = shorten(str(cells[found.fault]))
                remarks.append(remark(sentence, column=label, line=numbers[found.fault], value=value))
            continue
        if len(indicators) == _INDICATORS_AT_MOST:
            told = remark(N_("Colonnes de nombres au-delà de {most}, laissées de côté."), most=_INDICATORS_AT_MOST)
            return indicators, [*remarks, told]
        if found.doubtful is not None:
            written, read = str(cells[found.doubtful]), f"{found.values[found.doubtful]:g}".replace(".", ",")
            sentence = N_("« {column} » : « {written} » est lu {read}, la virgule ou le point étant décimal.")
            remarks.append(remark(sentence, column=label, written=written, read=read))
        values = np.full(len(insee_codes), np.nan)
        values[positions] = found.values
        indicators.append(OwnIndicator(label, found.unit, values))
    return indicators, remarks
