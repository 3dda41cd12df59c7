"""What CONTRIBUTING says, done in a copy: an action, a criterion and a source, by its very text.

The tests that loop over the registries then judge the newcomers, of whom they have never heard.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyogrio
import pytest

ROOT = Path(__file__).resolve().parent.parent
TERRITORY = "brianconnais-queyras"
COPIED = ("alpsat_geo", "data", "geo", "locale", "pages", "static", "tests")
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# A file named at the beginning of a line, then what to write there.
BLOCK = re.compile(r"^`(?P<path>[\w./-]+)`(?P<how>[^\n]*)\n\n```\w*\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
PARTS = {"An action": 4, "A criterion": 3, "A source": 4}
"""By part of the text, the most files that it may touch."""
NEW_NAMES = "desk_vouchers or homes_near_a_space"

# What a person looks at once the source is there, asked of the copy in a process of its own.
LOOK = """
import json, sys
import alpsat_geo.__main__ as door
from alpsat_geo.report.atlas import layers
from alpsat_geo.app.parts import place_table
from tests.app.visits import open_box, open_page, read_text

drawn, written = [], []
real_layer, real_csv = layers.Layer, place_table.write_csv
layers.Layer = lambda *found: drawn.append(real_layer(*found)) or drawn[-1]
place_table.write_csv = lambda *table: written.append(real_csv(*table)) or written[-1]
app = open_page("pages/territoire.py", dimension="second_homes", commune="05065")
choices = next(box.options for box in app.selectbox if box.key == "choix_dimension")
shown = drawn[0]
text = read_text(open_box(app, "tableau_territoire"))
for ending in ("csv", "gpkg"):
    sys.argv = ["alpsat_geo", "dossier", "espaces-frugaux", "--draws", "20", "--out", f"dossier.{ending}"]
    door.main()
print(json.dumps({
    "choices": choices, "layer": shown.key, "colours": shown.classes.digits(shown.values), "texts": shown.texts,
    "text": text, "file": written[-1].decode("utf-8-sig"),
}))
"""


def enter(path: Path, imported: str, entry: str, registry: str) -> None:
    """Add the import of a newcomer in its alphabetical place, and its entry at the end of its registry."""
    text = path.read_text(encoding="utf-8")
    if imported.startswith("from"):
        before = re.findall(r"^from alpsat_geo.*\n", text, re.MULTILINE)
        text = text.replace("".join(before), "".join(sorted([*before, f"{imported}\n"])), 1)
    else:
        before = re.findall(r"^    \w+,\n", text.partition(")")[0], re.MULTILINE)
        text = text.replace("".join(before), "".join(sorted([*before, f"    {imported},\n"])), 1)
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
            enter(path, imported.strip(" ,"), entry.strip(" ,"), registry[1])
        elif path.suffix == ".csv" and not path.exists():
            written = run(folder, "-c", re.findall(r'-c "\n(.*)\n"', text, re.DOTALL)[0])
            path.write_text(written.stdout, encoding="utf-8")
        elif path.suffix == ".csv":
            path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
        elif path.suffix == ".yaml":
            command = text
            if not path.exists():
                path.write_text(text, encoding="utf-8")
                command = re.findall(r"`(\.venv/[^`]+)`", block["how"])[0]
            told = run(folder, *command.split()[1:]).stdout
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
    for name in ("dashboard.py", "pyproject.toml", "NOTICE", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    for title in PARTS:
        follow(folder, title)
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-B", *arguments], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.parametrize(("title", "most"), PARTS.items())
def test_an_addition_touches_few_files(title: str, most: int) -> None:
    paths = [block["path"] for block in read_part(title)]
    assert 2 <= len(set(paths)) == len(paths) <= most


def test_the_style_of_the_newcomers_is_that_of_the_project(copy: Path) -> None:
    files = [block["path"] for title in PARTS for block in read_part(title)]
    code = [path for path in files if path.endswith(".py")]
    assert len(code) == 6
    for command in (("ruff", "check", "--no-cache"), ("ruff", "format", "--check", "--no-cache")):
        done = run(copy, "-m", *command, *code)
        assert done.returncode == 0, done.stdout


def test_the_tests_of_the_registries_judge_the_newcomers(copy: Path) -> None:
    # The loops over the newcomers, and all that looks at a registry as a whole.
    chosen = f"{NEW_NAMES} or unique or are_a_registry or together or without_a_file or written or each_name"
    done = run(
        copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rA", "-k", chosen,
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
    (evaluate,) = [words for words in read_commands("Then") if "evaluate" in words]
    asked = [word.replace("FILE", "cheques.yaml") for word in evaluate]
    done = run(copy, *asked, "ne-rien-faire", "--draws", "20", "--json")
    assert done.returncode == 0, done.stderr
    with_it, without = (scenario["criteria"] for scenario in json.loads(done.stdout)["scenarios"])
    assert with_it["homes_near_a_space"]["value"] == without["homes_near_a_space"]["value"] > 0
    assert with_it["regular_users"]["value"] > without["regular_users"]["value"]


def test_the_check_of_the_pack_reads_the_new_file(copy: Path) -> None:
    table = copy / "data" / TERRITORY / "second_homes.csv"
    done = run(copy, "-m", "alpsat_geo", "check")
    assert done.returncode == 0, done.stdout
    assert table.relative_to(copy).as_posix() in done.stdout
    kept = {path: path.read_bytes() for path in (table, table.with_name(table.name + ".origin.yaml"))}
    try:
        add_line(table, "75056,1.5")
        refused = run(copy, "-m", "alpsat_geo", "check")
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
    assert refused.returncode == 1
    assert "« 75056 » n'est pas une commune du territoire" in refused.stdout
    assert "1.5 est hors de [0 ; 1]" in refused.stdout


def test_the_indicator_is_on_the_map_in_the_card_in_the_tables_and_in_the_files(copy: Path) -> None:
    expected = read_shares(copy)
    done = run(copy, "-W", "ignore", "-c", LOOK)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert "Résidences secondaires" in found["choices"]
    assert found["layer"] == "second_homes"
    limits = (0.2, 0.4, 0.6, 0.7, 0.8)
    assert found["colours"] == "".join(str(sum(share >= limit for limit in limits)) for share in expected.values())
    text = found["text"].replace("\u202f", " ")
    title, percent = "Part des résidences secondaires dans les logements", f"{100 * expected['05065']:.0f} %"
    assert f"{title} {percent} (INSEE, RP 2022)" in text
    assert re.search(rf"Guillestre [\d ]+ {percent} ", text)
    assert read_table(found["file"], "Code INSEE", "Résidences secondaires") == expected
    rows = (copy / "dossier.csv").read_text(encoding="utf-8-sig")
    for part in ("low", "value", "high"):
        assert read_table(rows, "place_code", part, figure_key="second_homes") == expected
    layer = pyogrio.read_dataframe(copy / "dossier.gpkg", layer="communes_espaces_frugaux")
    assert dict(zip(layer["insee_code"], layer["second_homes_share"], strict=True)) == expected
    dictionary = pyogrio.read_dataframe(copy / "dossier.gpkg", layer="dictionary")
    assert "INSEE, RP 2022" in set(dictionary[dictionary["column"] == "second_homes_share"]["description"])


def read_table(text: str, code: str, column: str, **asked: str) -> dict[str, float]:
    """Read one column of a file made for a spreadsheet, by code of commune."""
    rows = csv.DictReader(io.StringIO(text), delimiter=";")
    chosen = [row for row in rows if all(row[key] == value for key, value in asked.items())]
    return {row[code]: float(row[column].replace(",", ".")) for row in chosen}


def read_shares(copy: Path) -> dict[str, float]:
    """Recompute the shares of second homes from the census, in the order of the codes."""
    census = csv.DictReader(io.StringIO((copy / "data" / TERRITORY / "census.csv").read_text(encoding="utf-8")))
    shares = {row["insee_code"]: float(row["second_homes_count"]) / float(row["dwellings_count"]) for row in census}
    return {code: round(shares[code], 4) for code in sorted(shares)}
