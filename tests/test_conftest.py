"""What is missing skips or leaves out a test on a desk, and fails it where nothing may be missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
MARKED = """
import pytest


@pytest.mark.browser
def test_page():
    pass


@pytest.mark.database
def test_rows():
    pass
"""
AWAY = """
import os
from pathlib import Path

from alpsat_geo.store.place import find_usual_file

HERE = Path(__file__).resolve().parent


def test_folder():
    assert HERE not in find_usual_file().parents
    assert "ALPSAT_TERRITORY" not in os.environ
"""
# A plugin that hides the packages that are installed.
BARE = "import importlib.util\n\nimportlib.util.find_spec = lambda name: None\n"


def run_pytest(folder: Path, ci: str) -> tuple[int, str]:
    """Run the tests of a folder where no program and no peer is installed; return the exit code and what was said."""
    path = os.pathsep.join((str(HERE.parent), str(folder)))
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "-p",
            "bare",
            "--continue-on-collection-errors",
            ".",
        ],
        cwd=folder,
        env={**os.environ, "CI": ci, "PATH": str(folder), "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_no_test_reaches_the_settings_or_the_data_of_this_machine(tmp_path: Path) -> None:
    shutil.copy(HERE / "conftest.py", tmp_path)
    shutil.copy(HERE.parent / "pyproject.toml", tmp_path)
    (tmp_path / "bare.py").write_text("")
    (tmp_path / "test_kept.py").write_text(AWAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "kept"))
        patch.setenv("ALPSAT_TERRITORY", "elsewhere")
        code, said = run_pytest(tmp_path, "false")
    assert code == 0, said


def test_what_is_missing_is_skipped_on_a_desk_and_fails_elsewhere(tmp_path: Path) -> None:
    shutil.copy(HERE / "conftest.py", tmp_path)
    shutil.copy(HERE.parent / "pyproject.toml", tmp_path)
    (tmp_path / "bare.py").write_text(BARE)
    (tmp_path / "test_marked.py").write_text(MARKED)
    for name in ("browser/conftest.py", "compute/test_peers.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("import no_such_package\n")

    code, said = run_pytest(tmp_path, ci="")
    assert code == 0, said
    assert "2 skipped" in said
    assert "sudo apt install chromium-headless-shell" in said
    assert "sudo apt install postgresql" in said
    assert "left out, for want of requirements-dev.txt: axe" in said

    code, said = run_pytest(tmp_path, ci="true")
    assert code == 1, said
    assert "4 errors" in said
    assert "left out" not in said
