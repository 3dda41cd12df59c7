"""The package that one installs: all that the repository has beside its code is in it, and found there."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BESIDE = (".streamlit", "data", "geo", "locale", "pages", "static")


def test_an_installed_package_has_all_that_it_needs(tmp_path: Path) -> None:
    building = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(building, cwd=ROOT, check=True, capture_output=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    (entry,) = installed.glob("*.dist-info/entry_points.txt")
    assert "alpsat-geo = alpsat_geo.__main__:main" in entry.read_text(encoding="utf-8")
    (about,) = installed.glob("*.dist-info/METADATA")
    pins = [line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if "==" in line]
    assert len([line for line in about.read_text(encoding="utf-8").splitlines() if "Requires-Dist" in line]) == len(
        pins
    )
    home = installed / "alpsat_geo" / "home"
    # What the application fills by itself is nobody's to carry.
    listed = subprocess.run(["git", "ls-files", *BESIDE], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    tracked = listed.stdout.splitlines()
    carried = {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}
    assert carried >= {"serve.py", "dashboard.py", "data/parameters.csv", "pages/comparer.py", "static/page.js"}
    if listed.returncode == 0:
        assert carried == {*tracked, "serve.py", "dashboard.py"}
    asked = [sys.executable, "-m", "alpsat_geo", "check"]
    environment = os.environ | {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(asked, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
