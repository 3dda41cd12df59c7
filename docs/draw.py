"""Draw the pictures of docs/architecture.md from the code: ``python3 docs/draw.py`` writes them anew.

The floors and what each imports are read from the contracts and the modules. The ways are lists of functions, each
called by the one before it; a call that the code no longer holds stops the drawing.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "architecture.md"
PACKAGE = "alpsat_geo"

Step = tuple[str, str, str]
"""Module without the package, function (or class and method), what it does there."""

# Each function calls the next; "<" goes back to the first that has this name, and another branch begins.
SLIDER: tuple[Step | str, ...] = (
    ("app.pages.territory.view", "_show_workspace", "runs again alone, as a fragment"),
    ("app.pages.territory.view", "_read_choices", "reads what the widgets hold"),
    ("app.core.state", "change_state", "keeps it in the visit"),
    "<_show_workspace",
    ("report.atlas.layers", "build_layer", "makes the layer, or remembers it"),
    ("report.atlas.layers", "_build_reach", "asks the project, writes the figures"),
    ("project", "Project.evaluate_today", "runs the model, on the draws"),
    ("project", "Project.evaluate", "gives it baseline, draws and actions"),
    ("compute.evaluation", "evaluate", "computes: arrays in, arrays out"),
    "<_show_workspace",
    ("app.pages.territory.view", "_show_map", "sends the map before the tables"),
    ("app.parts.maps", "show_maps", "gives one digit a commune"),
    ("report.atlas.folium_map", "wrap_restyle", "recolours, without a new map"),
)
FRAGMENT: tuple[Step | str, ...] = (
    ("app.core.run", "fragment", "wraps the workspace of every page"),
    ("app.core.run", "run", "chooses the language"),
    ("app.core.state", "write_address", "writes the address, at the end"),
)
DOSSIER: tuple[Step | str, ...] = (
    ("app.pages.dossier.view", "_write", "a click on the file, outside of the page"),
    ("app.pages.dossier.view", "_gather", "gathers, as the command does"),
    ("project", "Project.compare", "asks the comparison"),
    ("compute.comparison", "compare_scenarios", "compares on the draws"),
    "<_gather",
    ("report.dossier.subject", "gather_subject", "all that the dossier tells"),
    "<_write",
    ("report.dossier.pdf", "write_pdf", "one of the formats"),
    ("report.dossier.document", "write_document", "blocks, the same for screen and paper"),
    "<write_pdf",
    ("report.paper", "compile_pdf", "typst: the same subject, the same bytes"),
)
# A call through a value that is handed over, which no reading of one function shows.
HANDED = {("_write", "_gather"), ("_write", "write_pdf"), ("fragment", "run")}


def read_floors() -> list[str]:
    """Read the floors from the contract, the highest first; floors side by side have one line each."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    return [floor.strip() for layer in layers for floor in layer.split("|")]


def list_modules() -> dict[str, Path]:
    """List the modules of the package by name, without the package."""
    names = {path: path.relative_to(ROOT / PACKAGE).with_suffix("") for path in (ROOT / PACKAGE).rglob("*.py")}
    return {".".join(name.parts).removesuffix(".__init__"): path for path, name in names.items()}


def find_imported(path: Path) -> Iterator[str]:
    """Find the floors that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{PACKAGE}."):
            yield str(node.module).split(".")[1]
        elif isinstance(node, ast.ImportFrom) and node.module == PACKAGE:
            yield from (alias.name for alias in node.names)


def read_title(path: Path) -> str:
    """Return the first sentence of a module, without what would end a label."""
    document = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return re.sub(r'["`]', "", document.split("\n")[0].rstrip(".").split(":")[0])


def draw_floors() -> str:
    """Draw the floors with what each imports directly, less what follows from another arrow."""
    floors, modules = read_floors(), list_modules()
    imported: dict[str, set[str]] = {floor: set() for floor in floors}
    for name, path in modules.items():
        floor = name.split(".")[0]
        if floor in imported:
            imported[floor] |= set(find_imported(path)) & set(floors) - {floor}
    below: dict[str, set[str]] = {}
    for floor in reversed(floors):
        below[floor] = imported[floor].union(*(below[other] for other in imported[floor]))
    lines = ["flowchart TD"]
    lines += [f'    {floor}["<b>{floor}</b><br>{read_title(modules[floor])}"]' for floor in floors]
    for floor in floors:
        followed = set().union(*(below[other] for other in imported[floor]))
        lines += [f"    {floor} --> {other}" for other in floors if other in imported[floor] - followed]
    return "\n".join(lines)


def find_body(module: str, function: str) -> ast.AST:
    """Find a function, or a method written ``Class.method``.

    Raises
    ------
    LookupError
        If the module has none.
    """
    body: ast.AST = ast.parse(list_modules()[module].read_text(encoding="utf-8"))
    for name in function.split("."):
        found = [node for node in ast.walk(body) if getattr(node, "name", None) == name]
        if not found:
            raise LookupError(f"{module} has no {function}")
        body = found[0]
    return body


def check_call(caller: Step, called: Step) -> None:
    """Refuse a call that the code does not hold.

    Raises
    ------
    LookupError
        If the caller names nothing of that name.
    """
    name = called[1].split(".")[-1]
    find_body(*called[:2])
    names = {getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(find_body(*caller[:2]))}
    if name not in names and (caller[1], called[1]) not in HANDED:
        raise LookupError(f"{caller[0]}.{caller[1]} does not call {called[1]}")


def draw_way(steps: Sequence[Step | str]) -> str:
    """Draw a way, from each function to the one that it calls."""
    lines, known, before = ["flowchart TD"], dict[str, Step](), None
    for step in steps:
        if isinstance(step, str):
            before = known[step.removeprefix("<")]
            continue
        if before is not None:
            check_call(before, step)
        known[step[1]] = step
        lines.append(f'    {_name(step)}["<b>{step[1]}</b><br>{step[0]}<br><i>{step[2]}</i>"]')
        if before is not None:
            lines.append(f"    {_name(before)} --> {_name(step)}")
        before = step
    return "\n".join(lines)


def _name(step: Step) -> str:
    return f"{step[0]}.{step[1]}".replace(".", "_")


def draw_all(text: str) -> str:
    """Return a document with its pictures drawn anew, each between the marks of its name.

    Raises
    ------
    LookupError
        If the document has no place for a picture, or if the code no longer holds a call of a way.
    """
    ways = {"slider": SLIDER, "run": FRAGMENT, "dossier": DOSSIER}
    pictures = {"floors": draw_floors()} | {name: draw_way(steps) for name, steps in ways.items()}
    for name, picture in pictures.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, opened, rest = text.partition(begin)
        _former, closed, after = rest.partition(end)
        if not opened or not closed:
            raise LookupError(f"docs/architecture.md has no place for the picture of {name}")
        text = f"{before}{begin}```mermaid\n{picture}\n```\n{end}{after}"
    return text


if __name__ == "__main__":
    DOCUMENT.write_text(draw_all(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
