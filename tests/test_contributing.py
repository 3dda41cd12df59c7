"""What CONTRIBUTING says, done in a copy: an action and a criterion by its very text, and a source.

The tests that loop over the registries then judge the newcomers, of whom they have never heard.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TERRITORY = "brianconnais-queyras"
COPIED = ("alpsat_geo", "data", "geo", "locale", "pages", "static", "tests")
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# A file named at the beginning of a line, then what to write there.
BLOCK = re.compile(r"^`(?P<path>[\w./]+)`(?P<how>[^\n]*)\n\n```\w*\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
NEW_NAMES = "desk_vouchers or homes_near_a_space"

SOURCE = '''"""Libraries where one may work (an example)."""

from __future__ import annotations

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.commune_keys import check_known
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.fields import InseeCode, Row, Text
from alpsat_geo.sources.source import Source


class LibraryRow(Row):
    """A line of libraries.csv."""

    insee_code: InseeCode
    name: Text


def check_libraries(contents: PackContents) -> list[Finding]:
    """Find what is wrong with the libraries."""
    table = contents.table("libraries", LibraryRow)
    codes = [(line, row.insee_code) for line, row in table.numbered()]
    return [*table.findings, *check_known(codes, contents.manifest, table.path)]


SOURCE = Source("libraries", N_("Bibliothèques"), "Exemple", ("libraries",), check_libraries)
'''

ORIGIN = """producer: "Exemple"
title: "Bibliothèques"
url_main: "https://www.insee.fr"
url_download: null
licence: "Licence Ouverte 2.0"
vintage: "2026"
date_published: null
date_accessed: "2026-11-24"
sha256: {digest}
obtained: transcribed
note: ""
"""


def enter(path: Path, imported: str, entry: str, registry: str) -> None:
    """Add the import of a newcomer in its alphabetical place, and its entry at the end of its registry."""
    text = path.read_text(encoding="utf-8")
    if imported.startswith("from"):
        before = re.findall(r"^from alpsat_geo.*\n", text, re.MULTILINE)
        text = text.replace("".join(before), "".join(sorted([*before, f"{imported}\n"])), 1)
    else:
        text = text.replace("import (\n", f"import (\n    {imported},\n", 1)
    found = re.search(rf"^{registry}: .*?^\)", text, re.MULTILINE | re.DOTALL)
    assert found
    path.write_text(text[: found.end() - 1] + f"    {entry},\n" + text[found.end() - 1 :], encoding="utf-8")


def add_line(path: Path, line: str) -> None:
    """Add a line to a file of the pack, and write its new hash in its origin."""
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + f"\n{line}\n", encoding="utf-8")
    origin = path.with_name(path.name + ".origin.yaml")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    origin.write_text(re.sub(r"sha256: \w+", f"sha256: {digest}", origin.read_text(encoding="utf-8")), encoding="utf-8")


def read_part(title: str) -> list[dict[str, str]]:
    """Read what a part of the text writes, file by file."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## )", TEXT, re.MULTILINE | re.DOTALL)
    assert found, title
    return [block.groupdict() for block in BLOCK.finditer(found[1])]


def read_commands(title: str) -> list[list[str]]:
    """Read the commands of Python that a part gives, without what is said beside them."""
    part = TEXT.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    return [line.split("#")[0].split()[1:] for line in part.splitlines() if line.startswith(".venv/bin/python -m ")]


def follow(folder: Path, title: str) -> None:
    """Write in a copy what a part of the text says."""
    for block in read_part(title):
        path, text = folder / block["path"], block["text"]
        if path.name == "__init__.py":
            imported, entry = text.splitlines()
            registry = re.search(r"`([A-Z_]+)`", block["how"])
            assert registry
            enter(path, imported, entry.strip(" ,"), registry[1])
        elif path.suffix == ".csv":
            path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
        elif path.suffix == ".yaml":
            told = run(folder, *text.split()[2:]).stdout
            found = re.search(r"trouvée (\w{64})", told)
            assert found, told
            origin = path.read_text(encoding="utf-8")
            path.write_text(re.sub(r"sha256: \w+", f"sha256: {found[1]}", origin), encoding="utf-8")
        else:
            assert not path.exists()
            path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project and add the three newcomers to it."""
    folder = tmp_path_factory.mktemp("contribution")
    skipped = shutil.ignore_patterns("__pycache__", "vendor", "generated")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    for name in ("pyproject.toml", "NOTICE", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    package = folder / "alpsat_geo"

    follow(folder, "An action")
    follow(folder, "A criterion")

    (package / "sources" / "libraries.py").write_text(SOURCE, encoding="utf-8")
    enter(package / "sources" / "__init__.py", "libraries", "libraries.SOURCE", "SOURCES")
    table = folder / "data" / TERRITORY / "libraries.csv"
    table.write_text("insee_code,name\n05065,Bibliothèque de Guillestre\n", encoding="utf-8")
    digest = hashlib.sha256(table.read_bytes()).hexdigest()
    table.with_name("libraries.csv.origin.yaml").write_text(ORIGIN.format(digest=digest), encoding="utf-8")
    add_line(folder / "data" / "territories" / f"{TERRITORY}.yaml", f"  libraries: data/{TERRITORY}/libraries.csv")
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-B", "-m", *arguments], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize(("title", "most"), [("An action", 4), ("A criterion", 3)])
def test_an_addition_touches_few_files(title: str, most: int) -> None:
    paths = [block["path"] for block in read_part(title)]
    assert 2 <= len(set(paths)) == len(paths) <= most


def test_the_style_of_the_newcomers_is_that_of_the_project(copy: Path) -> None:
    files = [block["path"] for title in ("An action", "A criterion") for block in read_part(title)]
    code = [path for path in files if path.endswith(".py")]
    assert len(code) == 4
    for command in (("ruff", "check", "--no-cache"), ("ruff", "format", "--check", "--no-cache")):
        done = run(copy, *command, *code)
        assert done.returncode == 0, done.stdout


def test_the_tests_of_the_registries_judge_the_newcomers(copy: Path) -> None:
    # The loops over the newcomers, and all that looks at a registry as a whole.
    chosen = f"{NEW_NAMES} or unique or are_a_registry or together or without_a_file or written or each_name"
    done = run(
        copy, "pytest", "-q", "-p", "no:cacheprovider", "-rA", "-k", chosen,
        "tests/actions/test_registry.py", "tests/criteria/test_registry.py", "tests/compute/explanation/test_trace.py",
        "tests/sources/test_territory.py", "tests/sources/test_inventory.py",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    for loop in ("catalogue_entry_is_complete[desk_vouchers]", "catalogue_entry_is_complete[homes_near_a_space]"):
        assert f"test_{loop}" in done.stdout
    for test in (
        "parameters_named_are_exactly_those_that_move_something[desk_vouchers]",
        "written_formulas_recompute_every_criterion",
        "sources_are_a_registry",
        "no_source_is_without_a_file",
    ):
        assert f"test_{test}" in done.stdout


def test_the_command_line_knows_them_at_once_and_the_effect_reaches_a_criterion(copy: Path) -> None:
    (scenario,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    (copy / "cheques.yaml").write_text(scenario, encoding="utf-8")
    (evaluate,) = read_commands("Then")
    asked = [word.replace("FILE", "cheques.yaml") for word in evaluate[1:]]
    done = run(copy, *asked, "ne-rien-faire", "--draws", "20", "--json")
    assert done.returncode == 0, done.stderr
    with_it, without = (scenario["criteria"] for scenario in json.loads(done.stdout)["scenarios"])
    assert with_it["homes_near_a_space"]["value"] == without["homes_near_a_space"]["value"] > 0
    assert with_it["regular_users"]["value"] > without["regular_users"]["value"]


def test_the_check_of_the_pack_reads_the_new_file(copy: Path) -> None:
    done = run(copy, "alpsat_geo", "check")
    assert done.returncode == 0, done.stdout
    assert "libraries.csv" in done.stdout
    table = copy / "data" / TERRITORY / "libraries.csv"
    former = table.read_text(encoding="utf-8")
    try:
        add_line(table, "75056,Bibliothèque d'ailleurs")
        refused = run(copy, "alpsat_geo", "check")
    finally:
        table.write_text(former, encoding="utf-8")
    assert refused.returncode == 1
    assert "75056" in refused.stdout
