"""Codes of communes in the tables, against the manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.fields import Row, number_or_nan
from alpsat_geo.sources.manifest import Manifest


def check_known(rows: Iterable[tuple[int, str]], manifest: Manifest, path: str) -> list[Finding]:
    """Find the codes that are not communes of the territory.

    Parameters
    ----------
    rows : iterable of (line, code)
    manifest : Manifest
    path : str
        The file, in the project.
    """
    known = set(manifest.insee_codes)
    return [
        Finding(
            "error",
            path,
            remark(
                N_("« {code} » n'est pas une commune du territoire « {key} » : corrigez le code."),
                code=code,
                key=manifest.key,
            ),
            line=line,
            column="insee_code",
            value=code,
        )
        for line, code in rows
        if code not in known
    ]


def check_one_row_each(rows: Sequence[tuple[int, str]], manifest: Manifest, path: str) -> list[Finding]:
    """Find the communes that are unknown, missing or repeated in a table with one row a commune.

    Parameters
    ----------
    rows : sequence of (line, code)
    manifest : Manifest
    path : str
        The file, in the project.
    """
    findings = check_known(rows, manifest, path)
    findings += check_unique(rows, path, "insee_code")
    found = {code for _, code in rows}
    findings += [
        Finding(
            "error",
            path,
            remark(
                N_(
                    "la commune {code} manque : le territoire en compte {count}, le fichier {found}. Rétablissez sa"
                    " ligne."
                ),
                code=code,
                count=len(manifest.insee_codes),
                found=len(found),
            ),
            column="insee_code",
            value=code,
        )
        for code in manifest.insee_codes
        if code not in found
    ]
    return findings


def check_unique(rows: Sequence[tuple[int, str]], path: str, column: str) -> list[Finding]:
    """Find the keys that several lines of a table share.

    Parameters
    ----------
    rows : sequence of (line, key)
    path : str
        The file, in the project.
    column : str
        Name of the column, or of what makes the key.
    """
    counts = Counter(key for _, key in rows)
    seen: set[str] = set()
    findings = []
    for line, key in rows:
        if counts[key] > 1 and key in seen:
            message = remark(
                N_("« {key} » paraît {count} fois : n'en gardez qu'une ligne."), key=key, count=counts[key]
            )
            findings.append(Finding("error", path, message, line=line, column=column, value=key))
        seen.add(key)
    return findings


def check_parts(row: Row, parts: Iterable[tuple[str, str]], path: str, line: int) -> list[Finding]:
    """Find the columns of a row that exceed the one of which they are a part; a blank exceeds nothing.

    Parameters
    ----------
    row : Row
    parts : iterable of (column of a part, column of its whole)
    path : str
        The file, in the project.
    line : int
    """
    findings = []
    for part, whole in parts:
        smaller, larger = number_or_nan(getattr(row, part)), number_or_nan(getattr(row, whole))
        if smaller > larger:
            message = remark(
                N_("« {part} » ({smaller}) dépasse « {whole} » ({larger}) : une partie ne dépasse pas le tout."),
                part=part,
                smaller=f"{smaller:g}",
                whole=whole,
                larger=f"{larger:g}",
            )
            findings.append(Finding("error", path, message, line, part, f"{smaller:g}"))
    return findings


def check_total(found: float, expected: float | None, path: str, column: str) -> list[Finding]:
    """Find a column whose sum is not the total of the manifest.

    Parameters
    ----------
    found, expected : float
        Sum of the column and total of the manifest; None where the manifest gives none.
    path : str
        The file, in the project.
    column : str
    """
    if expected is None or found == expected:
        return []
    message = remark(
        N_("le total est {found}, le manifeste attend {expected} : une valeur a changé ou manque."),
        found=f"{found:.0f}",
        expected=f"{expected:.0f}",
    )
    return [Finding("error", path, message, column=column, value=f"{found:.0f}")]
