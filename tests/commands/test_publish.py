"""What the command of the site does to folders, on blanks, and with the corrections that a machine keeps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alpsat_geo.sources.site_folder import RECORD
from tests.blank_pack import COMMUNES, KEY, make_blank_pack
from tests.commands.test_corrections import LINES
from tests.report.site.reading import check_links, read_pages
from tests.test_main import Run, make_run

__all__ = ["make_run"]

QUICK = ("--draws", "40", "--seasons", "winter", "--minutes", "20", "--scenarios", "ne-rien-faire,espaces-frugaux")


@pytest.fixture(name="data_folder", autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("ALPSAT_DATABASE_URL", raising=False)
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def read_bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_blanks_are_said_in_each_language_and_nothing_is_ranked(run: Run, data_folder: Path, tmp_path: Path) -> None:
    make_blank_pack(data_folder / "territories")
    call = ("publish", str(tmp_path / "site"), "--territory", KEY, "--languages", "fr,de")
    code, out, _err = run(*call, "--json")
    assert code == 0
    said = json.loads(out)
    assert said["scenarios"] == []
    assert said["languages"] == ["fr", "de"]
    pages = read_pages(tmp_path / "site")
    assert said["pages"] == len(pages) == 2 * (8 * 2 + 1 + len(COMMUNES) + 1)
    check_links(pages)
    for step in ("", "-ete-45"):
        text = pages[f"comparer{step}.html"].find("main")[0].text
        assert "Impossible de classer encore" in text
        assert "%" not in text
    assert "Noch ist keine Rangfolge möglich" in pages["de/comparer.html"].text
    assert "donnée absente" in pages["index.html"].text
    # The same inputs give the same bytes, over what the command wrote itself.
    before = read_bytes(tmp_path / "site")
    assert run(*call)[0] == 0
    assert read_bytes(tmp_path / "site") == before


def test_a_folder_of_somebodys_is_left_as_it_is(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    assert run("publish", str(folder), *QUICK)[0] == 0, "an empty folder is nobody's"
    (folder / "notes.txt").write_text("à moi", encoding="utf-8")
    before = read_bytes(folder)
    code, _out, err = run("publish", str(folder), *QUICK)
    assert code == 2
    assert "« notes.txt »" in err
    assert "--force" in err
    assert read_bytes(folder) == before
    assert run("publish", str(folder), *QUICK, "--force")[0] == 0
    assert set(read_bytes(folder)) == set(before) - {"notes.txt"}
    # Half of a site is never seen: the former one stays when the disk refuses.
    after = read_bytes(folder)
    real = Path.replace

    def refuse(self: Path, to: Path) -> Path:
        if self.name == "new":
            raise PermissionError(13, "Permission denied", str(self), None, str(to))
        return real(self, to)

    monkeypatch.setattr(Path, "replace", refuse)
    code, _out, err = run("publish", str(folder), *QUICK)
    assert code == 2
    assert "ne peut pas être écrit" in err
    assert read_bytes(folder) == after
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("--languages", "fr,es"), "La langue « es » n'existe pas"),
        (("--seasons", "hiver"), "La saison « hiver » n'existe pas"),
        (("--minutes", "20,x"), "Le trajet « x » ne se lit pas"),
        (("--minutes", "nan"), "Le trajet « nan » ne se lit pas"),
        (("--minutes", "10,11,12,13,14,15,16"), "retirez-en"),
        (("--scenarios", "espaces-frugaux,espaces-frugaux"), "Deux scénarios ont la clé « espaces-frugaux »"),
    ],
)
def test_what_cannot_be_published_is_refused(run: Run, tmp_path: Path, call: tuple[str, ...], said: str) -> None:
    code, _out, err = run("publish", str(tmp_path / "site"), *call)
    assert code == 2
    assert said in err
    assert not (tmp_path / "site").exists()


def test_no_folder_that_holds_more_than_a_site_is_replaced(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    for folder in (".", "..", "/", str(Path.home())):
        code, _out, err = run("publish", folder, "--force")
        assert code == 2
        assert "choisissez-en un pour le site seul" in err
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run("publish", str(tmp_path / "file"))[0] == 2


def test_corrections_are_named_on_every_page(run: Run, tmp_path: Path) -> None:
    file, folder = tmp_path / "corrections.csv", tmp_path / "site"
    file.write_text(LINES, encoding="utf-8")
    assert run("publish", str(folder), *QUICK, "--corrections", str(file))[0] == 0
    assert all("non enregistrées (1)" in page.text for page in read_pages(folder).values())
    assert run("corrections", "--apply", str(file))[0] == 0
    code, out, _err = run("publish", str(folder), *QUICK)
    assert code == 0
    assert "Altipolis (ouvert, 35 places)" in out
    pages = read_pages(folder)
    said = "Corrections du territoire, enregistrées (1)"
    assert all(said in page.text.replace("\u00a0", " ") for page in pages.values())
    assert "appel au gestionnaire" in pages["donnees.html"].text
    assert (folder / RECORD).is_file()
