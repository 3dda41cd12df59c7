"""A missing program skips a test on a desk, and fails it where nothing may be missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
MARKED = "import pytest\n\n\n@pytest.mark.{marker}\ndef test_marked():\n    pass\n"


@pytest.mark.parametrize("marker", ["browser", "database"])
@pytest.mark.parametrize(("ci", "outcome", "code"), [("true", "1 error", 1), ("", "1 skipped", 0)])
def test_missing_program(tmp_path: Path, marker: str, ci: str, outcome: str, code: int) -> None:
    shutil.copy(HERE / "conftest.py", tmp_path)
    shutil.copy(HERE.parent / "pyproject.toml", tmp_path)
    (tmp_path / "test_marked.py").write_text(MARKED.format(marker=marker))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "test_marked.py"],
        cwd=tmp_path,
        env={**os.environ, "CI": ci, "PATH": str(tmp_path), "PYTHONPATH": str(HERE.parent)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == code
    assert outcome in done.stdout, done.stdout + done.stderr
    assert "sudo apt install" in done.stdout
