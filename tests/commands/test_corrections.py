"""What the command line answers under corrections: named everywhere, and gone without a trace."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyogrio
import pytest

from alpsat_geo.commands.dossier import Question, build_subject
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.correction import Correction
from alpsat_geo.project import Project
from alpsat_geo.report.corrections.code import decode_corrections
from alpsat_geo.report.corrections.file import read_corrections, write_xlsx
from alpsat_geo.report.dossier.formats import FORMATS
from alpsat_geo.report.language import FRENCH, speak
from alpsat_geo.sources.scenarios import read_scenario
from tests.commands.test_dossier import read_query
from tests.pdf_text import read_pdf_text
from tests.test_main import Run, make_run

__all__ = ["make_run"]

SAID = "Corrections portées par ce lien, non enregistrées"
TOLD = "Altipolis (ouvert, 35 places) : direction générale ; 27 novembre 2026 ; appel au gestionnaire"
LINES = (
    "objet;opération;nom;statut;places;auteur;date;source\n"
    "espace;modifier;Altipolis;ouvert;35;direction générale;27/11/2026;appel au gestionnaire\n"
)
OPEN = Correction(
    "space",
    "change",
    key="altipolis",
    status="open",
    desks_count=35.0,
    author="direction générale",
    date="2026-11-27",
    source="appel au gestionnaire",
)


@pytest.fixture(name="named_file")
def write_file(tmp_path: Path) -> str:
    path = tmp_path / "corrections.csv"
    path.write_text(LINES, encoding="utf-8")
    return str(path)


def test_a_correction_moves_reach_users_and_prices_and_leaves_no_trace(
    run: Run, named_file: str, tmp_path: Path, project: Project
) -> None:
    call = ("compare", "ne-rien-faire", "espaces-frugaux", "animer-existant", "--draws", "200", "--json")
    before = run(*call)[1]
    corrected = run(*call, "--corrections", named_file)[1]
    book = tmp_path / "corrections.xlsx"
    book.write_bytes(write_xlsx([OPEN], project.territory))
    assert run(*call, "--corrections", str(book))[1] == corrected
    # Undone, nothing remains of it: the same bytes.
    assert run(*call)[1] == before
    found, former = json.loads(corrected), json.loads(before)
    assert found.pop("corrections") == [
        {
            "thing": "space",
            "operation": "change",
            "key": "altipolis",
            "status": "open",
            "desks_count": 35.0,
            "author": "direction générale",
            "date": "2026-11-27",
            "source": "appel au gestionnaire",
            "saved": False,
        }
    ]
    assert found["entry_prices"] != former["entry_prices"]
    for one, other in zip(found["scenarios"], former["scenarios"], strict=True):
        # What is certain lifts the bad draws; the good ones had it already.
        assert one["criteria"]["residents_within_reach"]["low"] > other["criteria"]["residents_within_reach"]["low"]
        assert one["criteria"]["regular_users"]["value"] > other["criteria"]["regular_users"]["value"]


@pytest.mark.parametrize(
    "call",
    [
        ("indicators", "--draws", "20"),
        ("evaluate", "espaces-frugaux", "--draws", "20"),
        ("backtest", "--draws", "20"),
        ("site", "--count", "1"),
        ("compose", "--budget", "60000", "--draws", "20"),
        ("check",),
    ],
)
def test_every_answer_names_what_it_rests_on(run: Run, named_file: str, call: tuple[str, ...]) -> None:
    code, out, err = run(*call, "--corrections", named_file)
    assert (code, err) == (0, "")
    assert TOLD in out
    document = json.loads(run(*call, "--corrections", named_file, "--json")[1])
    assert len(document["corrections"]) == 1


def test_check_says_which_figures_rest_on_corrections(run: Run, named_file: str, tmp_path: Path) -> None:
    figures = json.loads(run("check", "--corrections", named_file, "--json")[1])["figures_on_corrections"]
    assert "Usagers réguliers des espaces" in figures
    path = tmp_path / "prix.csv"
    path.write_text(
        "objet;opération;nom;prix;auteur;date;source\nespace;modifier;Quai9;90;DGS;2026-11-27;vu\n", "utf-8"
    )
    assert json.loads(run("check", "--corrections", str(path), "--json")[1])["figures_on_corrections"] == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", LINES.replace("35", "beaucoup"), (1, "ligne 2, colonne places : « beaucoup » n'est pas un nombre")),
        ("a.txt", LINES, (2, "donnez-le en .csv ou .xlsx")),
        ("absent.csv", None, (2, "ne se lit pas")),
    ],
)
def test_a_file_that_cannot_be_followed_stops_the_call(
    run: Run, tmp_path: Path, name: str, content: str | None, said: tuple[int, str]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    found, out, err = run("evaluate", "espaces-frugaux", "--draws", "20", "--corrections", str(path))
    assert (found, out) == (said[0], "")
    assert said[1] in err


def _loosen(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_every_file_that_is_taken_away_names_the_corrections(
    project: Project, run: Run, named_file: str, tmp_path: Path
) -> None:
    corrected = project.correct([OPEN])
    asked = Question(tuple(map(read_scenario, ("espaces-frugaux",))), Settings(), {}, 100, 1, "http://localhost:8501")
    subject = build_subject(corrected, asked)
    pack = project.territory
    assert decode_corrections(read_query(subject.link)["corrections"], pack) == (OPEN,)
    with speak(FRENCH):
        written = {ending: form.write(subject) for ending, form in FORMATS.items()}
        plain = build_subject(project, asked)
        assert b"orrection" not in FORMATS[".csv"].write(plain) + FORMATS[".dictionnaire.csv"].write(plain)
    texts = {
        ".pdf": read_pdf_text(written[".pdf"]),
        ".html": written[".html"].decode().replace("\u00a0", " ").replace("\u202f", " "),
        ".xlsx": " ".join(pd.read_excel(io.BytesIO(written[".xlsx"]), header=None)[1].astype(str)),
    }
    for ending, part in ((".docx", "word/document.xml"), (".odt", "content.xml"), (".ods", "content.xml")):
        with zipfile.ZipFile(io.BytesIO(written[ending])) as archive:
            texts[ending] = re.sub(r"<[^>]+>", " ", archive.read(part).decode())
    texts = {ending: " ".join(text.split()) for ending, text in texts.items()}
    for ending, text in texts.items():
        assert SAID in text, ending
        assert "direction générale" in text, ending
    assert openpyxl.load_workbook(io.BytesIO(written[".xlsx"]))["À lire"].max_column == 2
    rows = list(csv.DictReader(io.StringIO(written[".csv"].decode("utf-8-sig")), delimiter=";"))
    assert [row["figure_label"] for row in rows if row["figure_kind"] == "correction"] == [
        TOLD + " (apportée par ce lien, non enregistrée)"
    ]
    path = tmp_path / "d.gpkg"
    path.write_bytes(written[".gpkg"])
    figures = pyogrio.read_dataframe(path, layer="figures", read_geometry=False)
    assert (figures["figure_kind"] == "correction").sum() == 1
    spaces = pyogrio.read_dataframe(path, layer="existing_spaces")
    assert spaces.loc[spaces["space_key"] == "altipolis", ["status", "desks_count"]].to_numpy().tolist() == [
        ["open", 35]
    ]
    drawn = tmp_path / "carte.svg"
    assert run("map", "--out", str(drawn), "--corrections", named_file)[0] == 0
    assert SAID in drawn.read_text(encoding="utf-8").replace("\u00a0", " ")


def test_what_a_machine_keeps_is_applied_taken_away_and_undone(
    run: Run, named_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    monkeypatch.delenv("ALPSAT_DATABASE_URL", raising=False)
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "data"))
    assert "Aucune correction" in run("corrections")[1]
    assert not (tmp_path / "data").exists()
    assert f"1  {TOLD}" in run("corrections", "--apply", named_file)[1]
    taken = tmp_path / "prises.xlsx"
    kept = json.loads(run("corrections", "--out", str(taken), "--json")[1])["corrections"]
    assert [(one["number"], one["key"], one["desks_count"]) for one in kept] == [(1, "altipolis", 35.0)]
    assert read_corrections(taken.read_bytes(), taken.name, project.territory) == (OPEN,)
    # The same file again adds nothing; a template has nothing to apply.
    assert run("corrections", "--apply", named_file)[0] == 0
    template = tmp_path / "modele.xlsx"
    assert run("corrections", "--out", str(template), "--template")[0] == 0
    assert run("corrections", "--apply", str(template))[0] == 1
    assert "Aucune correction" in run("corrections", "--undo", "1")[1]
    assert run("corrections", "--undo", "1")[0] == 1
