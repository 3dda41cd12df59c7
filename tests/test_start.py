"""The start, and each of its failures, by injection: fake interpreters, a busy port, broken environments."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import start
from tests.ports import find_free_port

ROOT = Path(__file__).resolve().parent.parent
MADE = "Création de l'environnement"
INSTALLED = "Installation des bibliothèques"

# Stands for Python wherever start.py runs one: FAIL says which part breaks, TOLD keeps what was asked of it.
FAKE_PYTHON = """#!/bin/sh
echo "$*" >> "$TOLD"
case "$*" in
  "-c "*) echo "${VERSION:-3.11}" ;;
  *"-m venv"*)
    if [ "$FAIL" = venv ]; then echo "Failing command: ensurepip is not available"; exit 1; fi
    for last; do :; done
    mkdir -p "$last/bin"; cp "$0" "$last/bin/python"; cp "$0" "$last/bin/lint-imports" ;;
  *"-m pip"*)
    if [ "$FAIL" = network ]; then echo "NewConnectionError: Temporary failure in name resolution"; exit 1; fi
    if [ "$FAIL" = pip ]; then echo "ERROR: No matching distribution found"; exit 1; fi
    if [ "$FAIL" = interrupt ]; then kill -INT "$PPID"; sleep 1; exit 130; fi ;;
  *"$STEP"*) exit "${STEP_CODE:-0}" ;;
esac
exit 0
"""


class Desk:
    """A copy of the repository's door, on a machine whose Python is fake."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told = folder / "told.txt"
        self.python = folder / "machine" / "python"
        self.python.parent.mkdir()
        self.python.write_text(FAKE_PYTHON)
        self.python.chmod(self.python.stat().st_mode | stat.S_IXUSR)
        (folder / "start.py").write_text((ROOT / "start.py").read_text(encoding="utf-8"), encoding="utf-8")
        for name in ("requirements.txt", "requirements-test.txt", "requirements-dev.txt"):
            (folder / name).write_text("streamlit\n")

    def start(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """Start with arguments; return the exit code and what was said."""
        # A run in the background may have Ctrl+C ignored, and hands that down: a person at a desk has not.
        heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
        code = f"{heed}; import sys; sys.executable = {str(self.python)!r}; import start; "
        code += "sys.exit(start.main(sys.argv[1:]))"
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=self.folder,
            env={**os.environ, "TOLD": str(self.told), "FAIL": "", "STEP": "-m nothing", **environment},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return done.returncode, done.stderr

    def asked(self, words: str) -> int:
        """Count how often the fake Python was asked something."""
        return self.told.read_text().count(words) if self.told.exists() else 0


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def is_one_sentence(said: str, *words: str) -> bool:
    """Tell whether the last line is a whole sentence with these words, and no trace shows."""
    last = said.strip().splitlines()[-1]
    return "Traceback" not in said and last.endswith(".") and all(word in last for word in words)


@contextmanager
def busy_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_first_start_makes_the_environment_and_the_second_makes_nothing(desk: Desk) -> None:
    code, said = desk.start("check")
    assert (code, MADE in said, INSTALLED in said) == (0, True, True)
    code, said = desk.start("check", "--json")
    assert (code, said) == (0, "")
    assert desk.asked("-m pip install") == 1
    assert desk.asked("-m alpsat_geo check --json") == 1


def test_changed_pins_are_installed_again_into_the_same_environment(desk: Desk) -> None:
    desk.start("check")
    (desk.folder / "requirements.txt").write_text("streamlit\nnumpy\n")
    _, said = desk.start("check")
    assert MADE not in said
    assert INSTALLED in said


def test_tests_need_more_than_the_dashboard_and_the_dashboard_no_more_than_tests(desk: Desk) -> None:
    for call, pins in ((["check"], "requirements.txt"), (["test", "--fast"], "-test.txt"), (["test"], "-dev.txt")):
        assert INSTALLED in desk.start(*call)[1]
        assert desk.asked(pins) == 1
    for call in (["check"], ["test", "--fast"], ["bench", "siting"]):
        assert INSTALLED not in desk.start(*call)[1]


def test_changed_pins_of_the_fast_tests_leave_the_dashboard_alone(desk: Desk) -> None:
    desk.start("test")
    (desk.folder / "requirements-test.txt").write_text("streamlit\npytest\n")
    assert desk.start("check")[1] == ""
    assert INSTALLED in desk.start("test", "--fast")[1]
    assert INSTALLED in desk.start("test")[1]


def test_interrupted_installation_is_made_again_from_nothing(desk: Desk) -> None:
    code, _ = desk.start("check", FAIL="interrupt")
    assert code == 130
    (desk.folder / ".venv" / "half-written").touch()
    code, said = desk.start("check")
    assert (code, MADE in said) == (0, True)
    assert not (desk.folder / ".venv" / "half-written").exists()
    assert not (desk.folder / ".venv" / "installing").exists()


def test_environment_whose_python_is_gone_is_made_again(desk: Desk) -> None:
    desk.start("check")
    (desk.folder / ".venv" / "bin" / "python").unlink()
    code, said = desk.start("check")
    assert (code, MADE in said) == (0, True)


def test_environment_of_another_python_is_made_again(desk: Desk) -> None:
    desk.start("check")
    _, said = desk.start("check", VERSION="3.13")
    assert MADE in said


def test_environment_made_by_hand_is_completed_not_erased(desk: Desk) -> None:
    program = desk.folder / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_bytes(desk.python.read_bytes())
    program.chmod(0o755)
    (desk.folder / ".venv" / "mine").touch()
    code, said = desk.start("check")
    assert (code, MADE in said, INSTALLED in said) == (0, False, True)
    assert (desk.folder / ".venv" / "mine").exists()


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        ("venv", ["sudo apt install", "-venv", "python3 start.py"]),
        ("network", ["Pas de réseau", "python3 start.py", ".venv.log"]),
        ("pip", ["code 1", "python3 start.py", ".venv.log"]),
    ],
)
def test_failed_environment_says_one_sentence(desk: Desk, failure: str, words: list[str]) -> None:
    code, said = desk.start("check", FAIL=failure)
    assert code == 2
    assert is_one_sentence(said, *words), said
    assert desk.asked("-m alpsat_geo") == 0


def test_occupied_port_is_named_before_anything_is_installed(desk: Desk) -> None:
    with busy_port() as port:
        code, said = desk.start("--port", str(port), "--no-browser")
    assert code == 2
    assert is_one_sentence(said, f"Le port {port}", "--port"), said
    assert not desk.told.exists()


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_impossible_port_is_refused(desk: Desk, port: str) -> None:
    code, said = desk.start(f"--port={port}")
    assert code == 2
    assert is_one_sentence(said, f"Le port {port} n'existe pas"), said


@pytest.mark.parametrize("arguments", [["tableau"], ["--port", "huit"], ["--prot", "8502"]])
def test_wrong_call_is_refused_in_french(desk: Desk, arguments: list[str]) -> None:
    code, said = desk.start(*arguments)
    assert code == 2
    assert is_one_sentence(said, "Appel non compris", arguments[0], "--help"), said


def test_dashboard_that_fails_is_reported(desk: Desk) -> None:
    with busy_port() as port:
        pass
    code, said = desk.start("--no-browser", "--port", str(port), STEP="-m streamlit run", STEP_CODE="3")
    assert code == 2
    assert is_one_sentence(said, "code 3", "check"), said


@pytest.mark.parametrize(
    ("step", "name"),
    [("-m ruff check", "style"), ("-m ruff format", "mise en forme"), ("-m mypy", "types"), ("-m pytest", "tests")],
)
def test_each_failed_step_is_named_and_the_others_still_run(desk: Desk, step: str, name: str) -> None:
    code, said = desk.start("test", "-k", "reach", STEP=step, STEP_CODE="1")
    assert code == 1
    assert is_one_sentence(said, "Échec", name), said
    assert desk.asked("-k reach") == 1


def test_the_whole_suite_and_the_fast_one_say_how_long_they_took(desk: Desk) -> None:
    for call in (["test", "-k", "reach"], ["test", "--fast", "-k", "reach"]):
        code, said = desk.start(*call)
        assert code == 0
        assert re.search(r"Durée totale : \d+ min \d\d s\.$", said.strip()), said
    whole, fast = (line for line in desk.told.read_text().splitlines() if line.startswith("-m pytest"))
    assert "not peers" not in whole
    assert "tests/compute" in fast
    assert "-m not peers" in fast
    assert fast.endswith("-k reach")


def test_benches_run_in_the_environment_of_the_tests(desk: Desk) -> None:
    assert desk.start("bench", "siting")[0] == 0
    assert desk.start("screenshots")[0] == 0
    assert desk.asked("requirements-dev.txt") == 1
    assert desk.asked("-m bench siting") == 1
    assert desk.asked("-m bench.screenshots") == 1


def test_old_python_without_a_newer_one_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 10, "final", 0))
    monkeypatch.setenv("PATH", "")
    assert start.main(["check"]) == 2
    assert is_one_sentence(capsys.readouterr().err, "Python 3.8", "3.11", "sudo apt install")


def test_old_python_hands_over_to_a_newer_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.python.rename(desk.python.with_name("python3.12"))
    monkeypatch.setenv("PATH", f"{desk.python.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("TOLD", str(desk.told))
    monkeypatch.setenv("VERSION", "3.12")
    monkeypatch.setattr(start, "NEWER_PYTHONS", ("python3.99", "python3.12"))
    assert start.find_newer_python() == str(desk.python.with_name("python3.12"))
    monkeypatch.setenv("VERSION", "3.9")
    with pytest.raises(start.StartError):
        start.find_newer_python()


def test_unwritable_folder_says_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr(start, "make_environment", refuse)
    assert start.main(["check"]) == 2
    assert is_one_sentence(capsys.readouterr().err, "droits", str(start.ROOT))


def test_environment_programs_stand_in_scripts_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "IS_WINDOWS", True)
    assert start.environment_program("python") == start.VENV / "Scripts" / "python.exe"


def test_stopping_the_start_stops_the_dashboard(desk: Desk) -> None:
    desk.start("check")
    program = desk.folder / ".venv" / "bin" / "python"
    program.write_text(
        program.read_text().replace('*"$STEP"*)', '*"-m streamlit"*) echo $$ > served; exec sleep 60 ;;\n*"$STEP"*)')
    )
    port = find_free_port()
    environment = {**os.environ, "TOLD": str(desk.told), "STEP": "-m nothing"}
    command = [sys.executable, "start.py", "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, cwd=desk.folder, env=environment, stderr=subprocess.DEVNULL) as door:
        served = desk.folder / "served"
        deadline = time.monotonic() + 60
        while not (served.exists() and served.read_text().strip()) and time.monotonic() < deadline:
            time.sleep(0.05)
        door.send_signal(signal.SIGTERM)
        assert door.wait(timeout=300) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(int(served.read_text()), 0)
