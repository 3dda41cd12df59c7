"""The ``translate`` command: bring the catalogues of the languages up to date, and say what is left to translate."""

from __future__ import annotations

from pathlib import Path

from alpsat_geo.commands.text import write_count
from alpsat_geo.sources.catalogues import CatalogueUpdate, update_catalogues
from alpsat_geo.sources.pack import find_root

_DONE, _NOT_GOOD = 0, 1


def run_translate(root: Path | None = None) -> tuple[str, int]:
    """Update the catalogues of a project.

    Parameters
    ----------
    root : pathlib.Path or None
        Folder that holds locale/, the code and the data; None for the project's.

    Returns
    -------
    str
        What to print: per language, what came, what went, what is missing and what looks wrong.
    int
        0 when every sentence has its translation, 1 when one is missing or suspicious.
    """
    updates = update_catalogues(root or find_root())
    is_whole = not any(update.missing or update.suspicious for update in updates)
    return "\n".join(line for update in updates for line in _describe(update)), _DONE if is_whole else _NOT_GOOD


def _describe(update: CatalogueUpdate) -> list[str]:
    counts = [
        write_count(len(update.added), "entrée", "entrées"),
        write_count(len(update.removed), "sortie", "sorties"),
        f"{len(update.missing)} à traduire",
        f"{len(update.suspicious)} à relire",
    ]
    lines = [f"{update.language} : {', '.join(counts)}"]
    lines += [f"  à traduire : {sentence}" for sentence in update.missing]
    lines += [f"  à relire : {sentence}" for sentence in update.suspicious]
    return lines
