"""The floors and the house rules, and the proof that each of them can fail."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "alpsat_geo"
MODULES = sorted(PACKAGE.rglob("*.py"))
DOORS = [ROOT / "dashboard.py", *sorted((ROOT / "pages").glob("*.py"))]
CODE_FOLDERS = ("alpsat_geo", "bench", "docs", "pages", "static", "tests")
# And the names that are reserved for examples.
OWN_HOSTS = re.compile(
    r"(^|\.)(gouv\.fr|insee\.fr|arcep\.fr|sncf\.com|overpass-api\.de|geopf\.fr|ign\.fr|openstreetmap\.org|w3\.org|example)$|^localhost$|^127\."
)
OPENERS = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "urlopen", "read_csv", "read_file", "fdopen"}
# The floors that open files; on the screen's floor one file publishes Leaflet and geometry, one reads what Streamlit
# serves, and one compresses both for the browser.
FLOORS_WITH_FILES = ("sources/", "report/", "store/")
FILES_OF_THE_SCREEN = tuple(f"app/core/{name}.py" for name in ("assets", "streamlit_shell", "served_files"))
WRITERS = {"write_bytes", "write_text", "mkstemp", "NamedTemporaryFile"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
TAG = re.compile(r"</?[a-zA-Z]|(?<!<)</?$|&#?\w+;")
SETTING = re.compile(r"ALPSAT_[A-Z_]+")
MACHINE_PATHS = re.compile(r"""(?<=["'\s(=])/(?:home|root|work|Users|opt)/\w""")

# One climbing import a line: the contract it must break, where it is planted, what it imports.
PLANTED = [
    ("floors", "domain", "alpsat_geo.compute"),
    ("floors", "compute", "alpsat_geo.actions"),
    ("floors", "compute", "alpsat_geo.criteria"),
    ("floors", "actions", "alpsat_geo.criteria"),
    ("floors", "criteria", "alpsat_geo.sources"),
    ("floors", "sources", "alpsat_geo.store"),
    ("floors", "store", "alpsat_geo.project"),
    ("floors", "sources", "alpsat_geo.report"),
    ("floors", "report", "alpsat_geo.commands"),
    ("floors", "commands", "alpsat_geo.app"),
    ("one-floor-knows-the-screen", "commands", "streamlit"),
    ("one-floor-knows-the-screen", "report", "streamlit"),
    ("the-map-is-drawn-above", "sources", "folium"),
    ("the-map-is-drawn-above", "store", "typst"),
    ("the-model-is-pure", "compute", "pandas"),
    ("the-model-is-pure", "domain", "pathlib"),
    ("the-model-is-pure", "criteria", "time"),
    ("one-floor-opens-the-database", "sources", "sqlite3"),
    ("one-floor-reaches-the-network", "store", "urllib"),
    ("storeys-of-the-screen", "app/core", "alpsat_geo.app.parts"),
    ("storeys-of-the-screen", "app/core", "alpsat_geo.app.pages.method"),
    ("storeys-of-the-screen", "app/parts", "alpsat_geo.app.pages.territory"),
    ("pages-apart", "app/pages/siting", "alpsat_geo.app.pages.territory.view"),
]


def list_code(*suffixes: str) -> list[Path]:
    """List the files of code that the project wrote itself."""
    found = [path for folder in CODE_FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in suffixes]
    written = [path for path in found if not {"vendor", "generated", "__pycache__"} & set(path.parts)]
    written += [path for path in ROOT.glob("*") if path.suffix in suffixes]
    # This file holds one example of each fault.
    return sorted(path for path in written if path != Path(__file__))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def find_imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def find_calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            yield called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def check_door(text: str) -> list[str]:
    """Find what a page or dashboard.py must leave to the package."""
    tree = ast.parse(text)
    allowed = re.compile(r"^(__future__|streamlit|alpsat_geo\.app(\..+)?|alpsat_geo\.report\.language)$")
    faults = [f"imports {name}" for name in find_imports(tree) if not allowed.match(name)]
    faults += [f"calls {name}" for name in find_calls(tree) if name in OPENERS]
    faults += ["computes" for node in ast.walk(tree) if isinstance(node, ast.BinOp | ast.For | ast.While)]
    return faults


def check_files(text: str) -> list[str]:
    """Find the opening of a file or an address."""
    return [f"calls {name}" for name in find_calls(ast.parse(text)) if name in OPENERS]


def check_writes(text: str) -> list[str]:
    """Find the writing of a file elsewhere than where all are written whole."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            called = next(find_calls(node))
            modes = [*node.args[:2], *(option.value for option in node.keywords if option.arg == "mode")]
            texts = [mode.value for mode in modes if isinstance(mode, ast.Constant) and isinstance(mode.value, str)]
            is_written = called in {"open", "fdopen"} and any(re.fullmatch(r"[wax]\w?\+?\w?", mode) for mode in texts)
            found += [f"calls {called}"] * (called in WRITERS or is_written)
    return found


def check_fragments(text: str) -> list[str]:
    """Find a part that runs again alone, and is not framed as a run of ours."""
    nodes = ast.walk(ast.parse(text))
    return [
        "uses Streamlit's fragment" for node in nodes if isinstance(node, ast.Attribute) and node.attr == "fragment"
    ]


def check_text(text: str) -> list[str]:
    """Find what no file of code may hold: foreign hosts, unfinished work, paths of one machine."""
    hosts = re.findall(r"https?://([\w.-]+)", text) + re.findall(r"""["'(]//([\w-]+(?:\.[\w-]+)+)/""", text)
    faults = [f"names the host {host}" for host in hosts if not OWN_HOSTS.search(host)]
    faults += [f"is unfinished: {word}" for word in UNFINISHED.findall(text)]
    return faults + [f"names a machine's path: {path}" for path in MACHINE_PATHS.findall(text)]


def check_tags(text: str) -> list[str]:
    """Find HTML written or escaped by hand; a pattern only reads a tag, and a docstring only shows one."""
    nodes = list(ast.walk(ast.parse(text)))
    calls = [node for node in nodes if isinstance(node, ast.Call) and node.args]
    patterns = [call.args[0] for call in calls if ast.unparse(call.func).startswith("re.")]
    docstrings = [node.value for node in nodes if isinstance(node, ast.Expr)]
    spared = set(map(id, patterns + docstrings))
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in spared]
    faults = [f"writes {text!r}" for text in texts if isinstance(text, str) and TAG.search(text)]
    return faults + ["escapes by hand"] * ("html" in find_imports(ast.parse(text)))


def find_offenders(paths: Iterable[Path], rule: Callable[[str], list[str]]) -> list[str]:
    """Say every fault that a rule finds in files, each with its file."""
    return [f"{name_of(path)} {fault}" for path in paths for fault in rule(path.read_text(encoding="utf-8"))]


def lint_imports(folder: Path, *arguments: str) -> tuple[int, str]:
    program = Path(sys.executable).parent / "lint-imports"
    command = [str(program), "--no-logo", "--no-cache", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def climbing_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the package and plant every climbing import, each in a module of its own."""
    folder = tmp_path_factory.mktemp("climbing")
    shutil.copytree(PACKAGE, folder / "alpsat_geo", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for number, (_, floor, imported) in enumerate(PLANTED):
        (folder / "alpsat_geo" / floor / f"planted_{number}.py").write_text(f"import {imported}\n")
    return folder


def read_contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]]


def test_imports_only_go_down() -> None:
    code, said = lint_imports(ROOT)
    assert code == 0, said


def test_every_contract_has_its_planted_import() -> None:
    assert {contract for contract, _, _ in PLANTED} == set(read_contracts())


@pytest.mark.parametrize("contract", read_contracts())
def test_climbing_import_breaks_its_contract(climbing_copy: Path, contract: str) -> None:
    code, said = lint_imports(climbing_copy, "--contract", contract)
    assert code == 1, said
    for number, (broken, floor, imported) in enumerate(PLANTED):
        planted = f"alpsat_geo.{floor.replace('/', '.')}.planted_{number}"
        climb = rf"{re.escape(planted)}\s+->\s+{re.escape(imported)}\b"
        assert bool(re.search(climb, said)) or broken != contract, f"{floor} imports {imported}: {said}"


def test_floor_outside_the_contract_is_refused(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "alpsat_geo", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "alpsat_geo" / "cellar.py").write_text("")
    code, said = lint_imports(tmp_path, "--contract", "floors")
    assert code == 1
    assert "alpsat_geo.cellar" in said


def test_doors_select_ask_and_show_only() -> None:
    assert find_offenders(DOORS, check_door) == []


def test_only_the_floors_of_files_open_files() -> None:
    others = [
        path
        for path in MODULES
        if not path.relative_to(PACKAGE).as_posix().startswith((*FLOORS_WITH_FILES, *FILES_OF_THE_SCREEN))
    ]
    assert find_offenders(others, check_files) == []


def test_one_file_writes_files() -> None:
    others = [path for path in MODULES if path != PACKAGE / "sources" / "whole_file.py"]
    assert find_offenders(others, check_writes) == []


def test_every_fragment_is_a_run() -> None:
    assert (
        find_offenders([path for path in MODULES if path != PACKAGE / "app" / "core" / "run.py"], check_fragments) == []
    )


def test_one_file_writes_tags() -> None:
    others = [path for path in MODULES if path != PACKAGE / "report" / "markup.py"]
    assert find_offenders([ROOT / "serve.py", *DOORS, *others], check_tags) == []


def test_files_are_finished_and_at_home() -> None:
    written = list_code(".py", ".js", ".css")
    assert len(written) > len(MODULES)
    assert find_offenders(written, check_text) == []
    assert [name_of(path) for path in written if VAGUE_NAMES & {path.stem, *path.relative_to(ROOT).parts}] == []


def read_pins(name: str) -> set[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {line.split("==")[0] for line in lines if "==" in line}


def find_packages(paths: Iterable[Path]) -> set[str]:
    """Name the installed packages that files import."""
    owners = packages_distributions()
    imported = {name.split(".")[0] for path in paths for name in find_imports(ast.parse(path.read_text("utf-8")))}
    return {owner.lower() for name in imported - sys.stdlib_module_names for owner in owners.get(name, [])}


def test_imports_are_pinned() -> None:
    found = find_packages([ROOT / "serve.py", *DOORS, *MODULES])
    assert found
    assert sorted(found - {pin.lower() for pin in read_pins("requirements.txt")}) == []


@pytest.mark.peers
def test_light_tests_import_no_heavy_package() -> None:
    # Whose an import is, is known where its package is installed.
    tests = [path for path in (ROOT / "tests").rglob("*.py") if "browser" not in path.parts]
    heavy = {pin.lower() for pin in read_pins("requirements-dev.txt")}
    assert sorted(heavy & find_packages(path for path in tests if path.name != "test_peers.py")) == []
    assert heavy & find_packages(tests), "the peers stand apart"


def test_each_pin_has_its_reason() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].split(",") for line in text.splitlines() if line.startswith("| ")]
    explained = {package.strip() for row in rows for package in row}
    pins = {pin for path in ROOT.glob("requirements*.txt") for pin in read_pins(path.name)}
    assert pins
    assert sorted(pins - explained) == []


def find_settings(text: str) -> set[str]:
    """Find the variables of the environment that code names, each a string of its own."""
    found = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
    return {value for value in found if isinstance(value, str) and SETTING.fullmatch(value)}


def test_settings_are_those_of_the_readme() -> None:
    code = [ROOT / "serve.py", ROOT / "start.py", *DOORS, *MODULES]
    read = {name for path in code for name in find_settings(path.read_text(encoding="utf-8"))}
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(read), "the table and the code name other variables"
    assert find_settings("os.environ.get('ALPSAT_NEW')") == {"ALPSAT_NEW"}


@pytest.mark.parametrize(
    ("rule", "text", "fault"),
    [
        (check_door, "import numpy as np", "imports numpy"),
        (check_door, "from alpsat_geo.compute.reach import f", "imports alpsat_geo.compute.reach"),
        (check_door, "from . import query", "imports ."),
        (check_door, "total = a + b", "computes"),
        (check_door, "for row in rows:\n    show(row)", "computes"),
        (check_door, "open('x')", "calls open"),
        (check_files, "path.read_bytes()", "calls read_bytes"),
        (check_files, "with open('x') as f: pass", "calls open"),
        (check_writes, "path.write_bytes(b'x')", "calls write_bytes"),
        (check_writes, "with path.open('wb') as file: pass", "calls open"),
        (check_writes, "open('x', mode='w')", "calls open"),
        (check_fragments, "@st.fragment\ndef draw(): ...", "uses Streamlit's fragment"),
        (check_tags, "st.html(f'<p>{name}</p>')", "writes '<p>'"),
        (check_tags, "'<b>' + escape(name)", "writes '<b>'"),
        (check_tags, "f'<{name}>'", "writes '<'"),
        (check_tags, "Markup('a&nbsp;b')", "writes 'a&nbsp;b'"),
        (check_tags, "from html import escape", "escapes by hand"),
        (check_text, "u = 'https://example.org/leaflet.js'", "names the host example.org"),
        (check_text, "u = 'https://notinsee.fr/x'", "names the host notinsee.fr"),
        (check_text, "<script src='//example.org/x.js'>", "names the host example.org"),
        (check_text, "# FIXME later", "is unfinished: FIXME"),
        (check_text, "path = '/root/x'", "names a machine's path: /root/x"),
    ],
)
def test_each_rule_finds_its_fault(rule: Callable[[str], list[str]], text: str, fault: str) -> None:
    assert fault in rule(text)
