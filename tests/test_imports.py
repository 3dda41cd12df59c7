"""No module imports itself through others, not even inside of a function or for the types alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import networkx as nx

PACKAGE = Path(__file__).resolve().parent.parent / "alpsat_geo"


def list_modules(package: Path) -> dict[str, Path]:
    names = {path: ".".join(path.relative_to(package.parent).with_suffix("").parts) for path in package.rglob("*.py")}
    return {name.removesuffix(".__init__"): path for path, name in names.items()}


def find_imported(path: Path, modules: dict[str, Path]) -> Iterator[str]:
    """Find the modules of the package that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in modules else str(node.module) for name in names)


def find_circles(package: Path) -> set[tuple[str, ...]]:
    """Find the sets of modules that import each other."""
    modules = list_modules(package)
    imports: nx.DiGraph[str] = nx.DiGraph()
    for name, path in modules.items():
        imports.add_edges_from((name, found) for found in find_imported(path, modules) if found in modules)
    circles = {tuple(sorted(group)) for group in nx.strongly_connected_components(imports) if len(group) > 1}
    return circles | {(name,) for name in nx.nodes_with_selfloops(imports)}


def test_no_modules_import_each_other() -> None:
    assert find_circles(PACKAGE) == set()


def test_a_circle_through_a_function_and_through_types_is_found(tmp_path: Path) -> None:
    package = tmp_path / "alpsat_geo"
    (package / "house").mkdir(parents=True)
    (package / "house" / "door.py").write_text("def open():\n    from alpsat_geo.house import window\n")
    (package / "house" / "window.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from alpsat_geo.roof import Tile\n"
    )
    (package / "roof.py").write_text("import alpsat_geo.house.door\nimport alpsat_geo.garden\n")
    (package / "garden.py").write_text("import ast\n")
    assert find_circles(package) == {("alpsat_geo.house.door", "alpsat_geo.house.window", "alpsat_geo.roof")}
