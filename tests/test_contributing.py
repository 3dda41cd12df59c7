"""What CONTRIBUTING says, done in a copy: an action, a criterion and a source, each by its file and its entry.

The tests that loop over the registries then judge the newcomers, of whom they have never heard.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TERRITORY = "brianconnais-queyras"
COPIED = ("alpsat_geo", "data", "geo", "locale", "pages", "static", "tests")

ACTION = '''"""Vouchers for a desk."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.action_type import ActionContext, ActionType
from alpsat_geo.compute.levers import USE_FACTOR, CostLine, Levers, Start
from alpsat_geo.domain.text import N_

_KEY = "desk_vouchers"


def _apply(levers: Levers, context: ActionContext) -> Levers:
    draws = context.draws
    none = np.zeros(draws.size)
    line = CostLine(
        action_key=_KEY,
        capex_eur=none,
        opex_eur_per_year=draws["company_awareness_cost_eur_year"],
        lifetime_year=draws["equipment_lifetime_year"],
        grant_eur=none,
        grant_eur_per_year=none,
    )
    start = Start(_KEY, draws["months_to_start_company_awareness"])
    return levers.with_cost(line, start).move(USE_FACTOR, draws["animation_use_factor"])


DESK_VOUCHERS = ActionType(
    key=_KEY,
    label=N_("Chèques pour un poste de travail"),
    summary=N_("Un chèque paie les premières semaines dans un espace."),
    axis="b",
    owner=N_("PETR"),
    placement="territory",
    evidence_grade="D",
    source=N_("Exemple"),
    parameters=("company_awareness_cost_eur_year", "animation_use_factor"),
    months_parameters=("months_to_start_company_awareness",),
    dependencies=(N_("Un espace ouvert à portée."),),
    duplication_conditions=(N_("Des espaces qui acceptent le chèque."),),
    apply=_apply,
)
'''

CRITERION = '''"""People who would use a third place, within reach of one or not."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.formula import Formula
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_


def _measure(outcome: Outcome) -> FloatArray:
    total: FloatArray = np.sum(outcome.demand_users, axis=1)
    return total


POTENTIAL_USERS = Criterion(
    key="potential_users",
    label=N_("Usagers potentiels"),
    unit=N_("usagers"),
    help=N_("Personnes qui utiliseraient un espace s'il y en avait un à leur porte."),
    swing=N_("passer de {worst} à {best} usagers potentiels"),
    objective="access",
    direction="max",
    is_weighted_by_default=False,
    worst=0,
    best=500,
    anchors_reason=N_("ordre de grandeur de l'exemple"),
    measure=_measure,
    formulas=(Formula("potential_users", N_("Usagers potentiels"), "sum(demand)"),),
)
'''

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
    """Add the import of a newcomer and its entry at the end of its registry: nothing else changes."""
    text = path.read_text(encoding="utf-8")
    if imported.startswith("from"):
        text = text.replace("\nfrom alpsat_geo", f"\n{imported}\nfrom alpsat_geo", 1)
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

    (package / "actions" / "desk_vouchers.py").write_text(ACTION, encoding="utf-8")
    imported = "from alpsat_geo.actions.desk_vouchers import DESK_VOUCHERS"
    enter(package / "actions" / "__init__.py", imported, "DESK_VOUCHERS", "ACTION_TYPES")

    (package / "criteria" / "potential_users.py").write_text(CRITERION, encoding="utf-8")
    imported = "from alpsat_geo.criteria.potential_users import POTENTIAL_USERS"
    enter(package / "criteria" / "__init__.py", imported, "POTENTIAL_USERS", "CRITERIA")

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


def test_each_newcomer_is_a_file_an_import_and_an_entry(copy: Path) -> None:
    for floor in ("actions", "criteria", "sources"):
        before = (ROOT / "alpsat_geo" / floor / "__init__.py").read_text(encoding="utf-8").splitlines()
        after = (copy / "alpsat_geo" / floor / "__init__.py").read_text(encoding="utf-8").splitlines()
        assert len(after) - len(before) == 2
        assert len(set(after) - set(before)) == 2
        new = {path.name for path in (copy / "alpsat_geo" / floor).glob("*.py")}
        old = {path.name for path in (ROOT / "alpsat_geo" / floor).glob("*.py")}
        assert len(new - old) == 1


def test_the_tests_of_the_registries_judge_the_newcomers(copy: Path) -> None:
    # The loops over the newcomers, and all that looks at a registry as a whole.
    chosen = "desk_vouchers or potential_users or unique or registry or together or file or source"
    done = run(
        copy, "pytest", "-q", "-p", "no:cacheprovider", "-rA", "-k", chosen,
        "tests/actions/test_registry.py", "tests/criteria/test_registry.py",
        "tests/sources/test_territory.py", "tests/sources/test_inventory.py",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    for loop in ("catalogue_entry_is_complete[desk_vouchers]", "catalogue_entry_is_complete[potential_users]"):
        assert f"test_{loop}" in done.stdout
    for test in ("parameters_named_are_exactly", "test_sources_are_a_registry", "test_no_source_is_without_a_file"):
        assert test in done.stdout


def test_the_command_line_knows_them_at_once(copy: Path) -> None:
    scenario = copy / "cheques.yaml"
    scenario.write_text(
        "key: cheques\nname: Chèques\ndescription: Exemple\nactions:\n  - type: desk_vouchers\n", encoding="utf-8"
    )
    done = run(copy, "alpsat_geo", "evaluate", str(scenario), "--draws", "20", "--json")
    assert done.returncode == 0, done.stderr
    assert '"potential_users"' in done.stdout


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
