from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import alpsat_geo.__main__ as door
from alpsat_geo.project import Project, Registries, open_project

ROOT = Path(__file__).parents[1]
DATABASE_CALLS = (("migrate",), ("backup", "copie.sqlite3"), ("restore", "copie.sqlite3"))
SIX = ["ne-rien-faire", "plateforme-seule", "plateforme-et-accueil", "espaces-frugaux"]
SIX += ["espace-standard-par-epci", "animer-existant"]


@pytest.fixture(name="run")
def make_run(project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(project, monkeypatch, capsys)


class Run:
    """Call the door as a person would, in this process: exit code, standard output, standard error."""

    def __init__(self, project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

        def open_once(territory: str, registries: Registries) -> Project:
            return project if territory == project.territory.key else open_project(territory, registries)

        monkeypatch.setattr(door, "open_project", open_once)

    def __call__(self, *call: str) -> tuple[int, str, str]:
        self._monkeypatch.setattr(sys, "argv", ["alpsat_geo", *call])
        code = 0
        try:
            door.main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = self._capsys.readouterr()
        return code, out, err


def run_process(*call: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    return subprocess.run(  # the real door, in a process of its own
        [sys.executable, "-m", "alpsat_geo", *call], cwd=ROOT, env=environment, capture_output=True, check=False
    )


def write_scenario(folder: Path, actions: str) -> str:
    path = folder / "essai.yaml"
    path.write_text(f"key: essai\nname: Essai\nactions:\n{actions}", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    "call",
    [
        ("check",),
        ("indicators", "--season", "summer", "--minutes", "15", "--draws", "20"),
        ("travel-times", "--season", "closure_day"),
        ("evaluate", "espaces-frugaux", "--draws", "20"),
        ("compare", "ne-rien-faire", "animer-existant", "--draws", "50"),
        ("compare", "--draws", "50", "--price", "inhabitant=2000", "--price", "user=0", "--far-factor", "2"),
        ("compose", "--budget", "60000", "--draws", "20", "--one-per-epci", "--price", "inhabitant=2000"),
        ("site", "--count", "2", "--season", "both"),
        ("site", "--budget", "70000", "--objective", "worst", "--hard"),
    ],
)
def test_json_is_one_document_and_french_text_is_said_otherwise(run: Run, call: tuple[str, ...]) -> None:
    code, out, err = run(*call, "--json")
    assert (code, err) == (0, "")
    assert isinstance(json.loads(out), dict)
    code, out, err = run(*call)
    assert (code, err) == (0, "")
    assert not out.startswith("{")
    assert len(out) > 100


WRONG_CALLS = [
    ((), "Il manque une commande"),
    (("devine",), "La commande « devine » n'existe pas"),
    (("evaluate",), "Il manque « scenarios »"),
    (("indicators", "--bogus"), "L'option « --bogus » n'existe pas"),
    (("indicators", "--season", "printemps"), "La saison « printemps » n'existe pas : choisissez parmi summer, winter"),
    (("travel-times", "--season", "both"), "La saison « both » ne vaut que pour « site »"),
    (("indicators", "--minutes", "0"), "T doit être un nombre positif de minutes (reçu : 0)"),
    (("evaluate", "ne-rien-faire", "--minutes", "-20"), "T doit être un nombre positif de minutes (reçu : -20)"),
    (("site", "--count", "1", "--minutes", "nan"), "T doit être un nombre positif de minutes (reçu : nan)"),
    (("indicators", "--minutes", "inf"), "T doit être un nombre positif de minutes (reçu : inf)"),
    (("indicators", "--draws", "0"), "Le nombre de tirages doit être entre 1 et 100\u202f000 (reçu : 0)"),
    (("evaluate", "ne-rien-faire", "--draws", "-1"), "(reçu : -1)"),
    (("compare", *SIX, "--draws", "100000000000000000000"), "doit être entre 1 et 100\u202f000"),
    (("evaluate", "ne-rien-faire", "--draws", "beaucoup"), "La valeur donnée à « --draws » ne convient pas"),
    (("compare", *SIX, "--seed", "-1"), "La graine doit être un entier positif ou nul (reçu : -1)"),
    (("indicators", "--territory", "vercors"), "Le territoire « vercors » n'existe pas"),
    (("check", "--territory", "../secret"), "Le territoire « ../secret » n'existe pas"),
    (("evaluate", "tout-faire"), "Le scénario « tout-faire » n'existe pas ; scénarios connus : "),
    (("evaluate", "nulle-part.yaml"), "Le fichier de scénario « nulle-part.yaml » n'existe pas"),
    (("evaluate", "ne-rien-faire", "--borne-by", "état"), "« état » ne porte pas de coûts : donnez host, epci, petr"),
    (("compare", "ne-rien-faire"), "Comparez au moins deux scénarios"),
    (("compare", "ne-rien-faire", "ne-rien-faire"), "« ne-rien-faire » est nommé deux fois"),
    (("compare", *SIX, "--price", "inhabitant=-1"), "Le prix de « inhabitant » vaut -1.0 : donnez un nombre d'euros"),
    (("compare", *SIX, "--price", "inhabitant=nan"), "Le prix de « inhabitant » vaut nan : donnez un nombre d'euros"),
    (("compare", *SIX, "--price", "inhabitant:1"), "Le prix « inhabitant:1 » ne se lit pas"),
    (("compare", *SIX, "--price", "user=beaucoup"), "Le prix « user=beaucoup » ne se lit pas"),
    (("compare", *SIX, "--price", "bonheur=1"), "Le résultat « bonheur » n'existe pas : choisissez parmi inhabitant"),
    (("compare", *SIX, "--price", "user=1", "--price", "user=2"), "Le résultat « user » a deux prix"),
    (("compare", *SIX, "--far-factor", "4"), "Le facteur des communes éloignées vaut 4.0 : donnez un nombre de 1 à 3"),
    (("compare", *SIX, "--weights", "access=1"), "L'option « --weights » n'existe pas"),
    (("compose",), "Il manque « --budget »"),
    (("compose", "--budget", "-1"), "Le budget vaut -1 € : donnez un montant positif ou nul"),
    (("compose", "--budget", "nan"), "Le budget vaut nan € : donnez un montant positif ou nul"),
    (("compose", "--budget", "9", "--investment", "-2"), "L'investissement vaut -2 € : donnez un montant positif"),
    (("compose", "--budget", "9", "--certainty", "70"), "La certitude vaut 70 : choisissez parmi 50, 80, 95"),
    (("compose", "--budget", "9", "--payer", "région"), "Le payeur « région » n'existe pas"),
    (("compose", "--budget", "9", "--price", "inhabitant=-1"), "0 ou plus"),
    (("compose", "--budget", "9", "--price", "bonheur=1"), "Le résultat « bonheur » n'existe pas : choisissez parmi"),
    (("compose", "--budget", "9", "--require", "shuttle"), "L'action « shuttle » n'est pas proposée : choisissez"),
    (
        ("compose", "--budget", "9", "--require", "animate_spaces", "--refuse", "animate_spaces"),
        "L'action « animate_spaces » est à la fois exigée et refusée",
    ),
    (("compose", "--budget", "9", "--places", "38185"), "nomme « 38185 », qui n'est pas dans le territoire"),
    (("compose", "--budget", "9", "--places", "05065,05065"), "L'action « open_space:05065 » est proposée deux fois"),
    (
        ("compose", "--budget", "9", "--places", "05065,05003,05101,05174,05001,05007,05038,05077"),
        "17 actions font plus de 100000 programmes possibles, trop pour les évaluer tous : retirez-en au moins 1",
    ),
    (("site",), "Ni nombre d'espaces ni budget"),
    (("site", "--count", "37"), "37 espaces demandés pour 36 lieux candidats"),
    (("site", "--count", "0"), "0 espace demandé"),
    (("site", "--budget", "100"), "Le budget de 100 € est inférieur au lieu le moins cher"),
    (("site", "--count", "2", "--objective", "best"), "L'objectif « best » n'existe pas"),
    (("site", "--count", "2", "--kind", "palace"), "Le type d'espace « palace » n'existe pas"),
    (("site", "--count", "2", "--one-per-epci"), "2 espace(s) pour 3 communautés de communes"),
    (("map", "--out", "x.pdf"), "Une carte ne s'écrit pas en « .pdf »"),
    (("map", "--layer", "x", "--out", "x.png"), "La carte « x » n'existe pas"),
    (("dossier", "espaces-frugaux", "--out", "x.doc"), "Le dossier ne s'écrit pas en « .doc »"),
    (("dossier", "espaces-frugaux", "--out", "nulle-part/x.pdf"), "Le dossier « nulle-part » n'existe pas"),
    (("dossier", "ne-rien-faire", "--out", "x.pdf"), "« Ne rien faire » se lit à côté d'un autre scénario"),
    (("dossier", "tout-faire", "--out", "x.pdf"), "« tout-faire » n'existe pas"),
    (("dossier", "espaces-frugaux"), "Il manque « --out »"),
]


@pytest.mark.parametrize(("call", "sentence"), WRONG_CALLS)
def test_wrong_call_is_one_french_sentence_and_nothing_is_computed(
    run: Run, call: tuple[str, ...], sentence: str
) -> None:
    code, out, err = run(*call)
    assert (code, out) == (door.WRONG_CALL, "")
    assert sentence in err
    assert err.count("\n") == 1
    assert err.endswith(".\n")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("actions", "sentence"),
    [
        ("  - type: teleport\n", "nomme l'action « teleport », qui n'existe pas"),
        ('  - type: open_space\n    places: ["38185"]\n', "nomme « 38185 », qui n'est pas dans le territoire"),
        ('  - type: welcome_service\n    places: ["200067437"]\n', "nomme « 200067437 »"),
        ("  - type: open_space\n", "demande un lieu"),
        ("  - type: shared_platform\n  - type: shared_platform\n", "contient deux fois"),
        (
            '  - type: open_space\n    places: ["05023"]\n    options: {price_month_eur: -10}\n',
            "« price_month_eur » de l'action « Ouvrir un espace de travail » vaut -10 : il faut au moins 0",
        ),
        ('  - type: open_space\n    places: ["05023"]\n    options: {colour: blue}\n', "n'a pas d'option « colour »"),
        ('  - type: extend_space\n    places: ["la-locomotive"]\n', "nomme « la-locomotive »"),
    ],
)
@pytest.mark.parametrize("command", ["evaluate", "compare"])
def test_scenario_that_names_what_does_not_exist_is_a_wrong_call(
    run: Run, tmp_path: Path, command: str, actions: str, sentence: str
) -> None:
    path = write_scenario(tmp_path, actions)
    code, out, err = run(command, "ne-rien-faire", path, "--draws", "10", "--json")
    assert (code, out) == (door.WRONG_CALL, "")
    assert sentence in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("key: essai\nname: Essai\n", "actions"),
        ("key: essai\nname: Essai\nactions:\n  - type: open_space\n    places: [5023]\n", "5023"),
        ("key: essai\nname: Essai\nactions:\n  - type: open_space\n    options: {price_month_eur: .nan}\n", "nan"),
        ("key: [", ""),
        ("", ""),
    ],
)
def test_scenario_file_that_cannot_be_read_is_not_good_data(run: Run, tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text(text, encoding="utf-8")
    code, out, err = run("evaluate", str(path))
    assert (code, out) == (door.NOT_GOOD, "")
    assert sentence in err
    assert str(path) in err
    assert "Traceback" not in err


def test_scenarios_that_do_the_same_are_not_compared(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text("key: essai\nname: Essai\nactions: []\n", encoding="utf-8")
    code, out, err = run("compare", "ne-rien-faire", str(path), "--draws", "20", "--json")
    assert (code, out) == (door.WRONG_CALL, "")
    assert "« Ne rien faire » et « Essai » font la même chose" in err


def test_scenario_of_one_s_own_is_evaluated(run: Run, tmp_path: Path) -> None:
    path = write_scenario(tmp_path, '  - type: open_space\n    places: ["05177"]\n    options: {price_month_eur: 0}\n')
    code, out, err = run("evaluate", path, "--draws", "30", "--json")
    assert (code, err) == (0, "")
    (entry,) = json.loads(out)["scenarios"]
    assert entry["key"] == "essai"
    assert entry["criteria"]["break_even_probability"]["value"] == 0.0
    # A free space never balances: its threshold is out of reach, which JSON says by null.
    assert entry["spaces"][0]["break_even_users"]["value"] is None


def test_interrupted_run_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(door, "app", interrupt)
    assert run("check") == (door.WRONG_CALL, "", "Interrompu.\n")


def test_real_door_six_scenarios_twice_the_same_bytes() -> None:
    call = ("compare", *SIX, "--draws", "2000", "--seed", "1", "--json")
    one, two = run_process(*call), run_process(*call)
    assert (one.returncode, one.stderr) == (0, b"")
    assert one.stdout == two.stdout
    document = json.loads(one.stdout)
    assert [entry["key"] for entry in document["scenarios"]] == SIX
    assert one.stdout != run_process(*call[:-2], "2", "--json").stdout


def test_real_door_wrong_call_and_bad_file(tmp_path: Path) -> None:
    wrong = run_process("site", "--count", "37", "--json")
    assert (wrong.returncode, wrong.stdout) == (door.WRONG_CALL, b"")
    assert wrong.stderr.decode().startswith("37 espaces demandés pour 36 lieux candidats")
    broken = tmp_path / "essai.yaml"
    broken.write_text("key: essai\n", encoding="utf-8")
    bad = run_process("evaluate", str(broken), "--json")
    assert (bad.returncode, bad.stdout) == (door.NOT_GOOD, b"")


def test_real_door_refuses_a_pack_that_is_not_good(tmp_path: Path) -> None:
    for name in ("data", "geo"):
        shutil.copytree(ROOT / name, tmp_path / name)
    with (tmp_path / "data" / "anchors.csv").open("a", encoding="utf-8") as table:
        table.write("\n")
    done = subprocess.run(
        [sys.executable, "-m", "alpsat_geo", "check"],
        cwd=ROOT,
        env={**os.environ, "ALPSAT_ROOT": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == door.NOT_GOOD
    assert "anchors.csv" in done.stdout.decode()


def test_real_door_speaks_french_whatever_the_locale() -> None:
    for locale, encoding in (("C", ""), ("C", "cp1252")):
        environment = {**os.environ, "LC_ALL": locale, "PYTHONIOENCODING": encoding}
        done = subprocess.run(
            [sys.executable, "-m", "alpsat_geo", "indicators"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0
        assert "Briançon" in done.stdout.decode("utf-8")
        assert "10\u202f748" in done.stdout.decode("utf-8")


def test_help_is_in_french(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    for command in ("check", "indicators", "travel-times", "evaluate", "compare", "site"):
        assert command in out
    assert "décider de l'action publique" in " ".join(out.split())
    _, details, _ = run("compare", "--help")
    assert "[par défaut : 2000]" in details
    assert not re.search(r"Show this|default:|required|Commands", out + details)


def test_what_was_kept_is_copied_and_put_back_by_the_door(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("ALPSAT_DATABASE_URL", raising=False)
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    for call in DATABASE_CALLS:
        code, out, err = run(*call, "--json")
        assert (code, err) == (0, "")
        assert "database" in json.loads(out)
        code, out, err = run(*call)
        assert (code, err) == (0, "")
        assert "La base de données" in out
    code, out, err = run("restore", "absent")
    assert (code, out) == (2, "")
    assert "« absent » ne se lit pas" in err
