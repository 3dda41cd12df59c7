"""The files of `deploy/` that no walk on loopback runs: read by the programs that judge them, and by what they name."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
JUDGE = shutil.which("systemd-analyze")


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def test_the_container_file_is_sound_and_copies_what_is_there() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([linter, DEPLOY / "Containerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    copied = [
        name for line in re.findall(r"^COPY (.*) \S+$", read("Containerfile"), re.MULTILINE) for name in line.split()
    ]
    assert {"serve.py", "alpsat_geo", "data", "requirements.lock"} <= set(copied)
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_containers_name_files_settings_and_volumes_that_are_there() -> None:
    compose = yaml.safe_load(read("compose.yaml"))
    known = set(re.findall(r"^\| `(ALPSAT_\w+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    for service in compose["services"].values():
        sources = [volume.partition(":")[0] for volume in service.get("volumes", ())]
        assert {one for one in sources if not one.startswith(".")} <= set(compose["volumes"])
        assert [one for one in sources if one.startswith(".") and one != "./tls" and not (DEPLOY / one).exists()] == []
        assert {name for name in service.get("environment", ()) if name.startswith("ALPSAT_")} <= known
    names = re.findall(r"^(ALPSAT_\w+)=", read("alpsat.env"), re.MULTILINE)
    assert names
    assert set(names) <= known
    image = re.findall(r"(ALPSAT_\w+)=", read("Containerfile"))
    assert set(image) <= known
    replicas = compose["configs"]["replicas"]["content"]
    assert set(re.findall(r"server (\w+):", replicas)) == {"app1", "app2"}


@pytest.mark.skipif(JUDGE is None, reason="systemd is not on this machine")
def test_systemd_understands_its_units(tmp_path: Path) -> None:
    for path in sorted(DEPLOY.glob("alpsat*.*")):
        if path.suffix in {".service", ".timer"}:
            # It wants the programs to be there.
            text = re.sub(r"=\S+/[.]venv/bin/python", f"={sys.executable}", path.read_text(encoding="utf-8"))
            (tmp_path / path.name).write_text(text, encoding="utf-8")
    units = sorted(tmp_path.iterdir())
    assert len(units) == 5
    done = subprocess.run([str(JUDGE), "verify", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
