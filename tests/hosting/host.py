"""A host in a folder: `docs/hosting.md` followed by an ordinary user, on loopback, with the files of `deploy/`.

Names and ports are replaced, and folders moved below that of the test. What only root does (packages, accounts,
owners) is left out; `systemctl` and `nginx` are the ones below, which read the same units and the same configuration.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.ports import hold_port
from tests.store.cluster import ACCOUNT, Cluster

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "hosting.md"
NAME = "geo.vallee.example"
START_S = 240
STOP_S = 40
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^## (.*)$", re.MULTILINE)

# What only root does, or the network, becomes what it comes to here.
PRELUDE = r"""
set -e
apt-get() { :; }
adduser() { :; }
runuser() { ( export PGUSER="$2"; shift 3; "$@" ) }
python3() { ln -s "$PYTHON_PREFIX" "$3"; }
pip() { :; }
nginx() { command nginx -e "$HOST/var/log/alpsat/nginx.log" -c "$HOST/nginx.conf" "$@"; }
install() {
    local kept=()
    while [ $# -gt 0 ]; do
        case "$1" in -o|-g) shift 2;; *) kept+=("$1"); shift;; esac
    done
    command install "${kept[@]}"
}
"""

# Debian's own, as far as it reaches ours.
NGINX_MAIN = """
daemon off;
pid {host}/nginx.pid;
events {{ }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {host}/tmp/body;
    proxy_temp_path {host}/tmp/proxy;
    fastcgi_temp_path {host}/tmp/fastcgi;
    uwsgi_temp_path {host}/tmp/uwsgi;
    scgi_temp_path {host}/tmp/scgi;
    include {host}/etc/nginx/conf.d/*.conf;
}}
"""


def find_ports(count: int) -> list[int]:
    """Find and hold free ports of four digits, whose counterpart of five digits that begins with 1 is free too."""
    found: list[int] = []
    for port in range(9000 - os.getpid() % 2000, 9999):
        try:
            for one in (port, 10_000 + port):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", one))
        except OSError:
            continue
        for one in (port, 10_000 + port):
            hold_port(one)
        found.append(port)
        if len(found) == count:
            return found
    raise RuntimeError("no free port")


def choose_account() -> list[str]:
    """Choose how an ordinary user runs a program: as oneself, or for root as another who may write nothing of ours.

    Where the interpreter stands in a folder of root's own, that user may read everything; where even this cannot be
    given, it is root without any of its powers.
    """
    if os.geteuid() != 0:
        return []
    other = ["setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups"]
    ways = (
        other,
        [*other, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"],
        ["setpriv", "--bounding-set=-all", "--inh-caps=-all"],
    )
    # By a shell, as the programs of the host are: the very interpreter of the tests, not another that it falls back on.
    told = "import sys, streamlit.version; print(sys.base_prefix)"
    asked = ["sh", "-c", 'exec "$0" -c "$1"', sys.executable, told]
    for way in ways:
        done = subprocess.run([*way, *asked], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.stdout.strip() == sys.base_prefix:
            return way
    raise RuntimeError("nobody may run the interpreter of the tests")


class Host:
    """A machine of the document."""

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self.folder, self.cluster = folder, cluster
        self.account = choose_account()
        self.first, self.second, self.https, self.http = find_ports(4)
        self.units: dict[str, subprocess.Popen[bytes]] = {}
        self.address = f"https://127.0.0.1:{self.https}/alpsat"
        self._nginx: subprocess.Popen[bytes] | None = None
        self._make_folders()
        self._copy_project()
        if self.account:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, ACCOUNT, ACCOUNT)

    def _make_folders(self) -> None:
        for name in ("etc/nginx/conf.d", "etc/systemd/system", "etc/logrotate.d", "var/lib", "var/cache", "var/log"):
            (self.folder / name).mkdir(parents=True)
        for name in ("opt", "tmp", "project"):
            (self.folder / name).mkdir()
        self.folder.chmod(0o755)
        (self.folder / "nginx.conf").write_text(NGINX_MAIN.format(host=self.folder), encoding="utf-8")

    def _copy_project(self) -> None:
        names = re.search(r"^cp -r (.*) \S+/$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
        assert names is not None
        skipped = shutil.ignore_patterns("__pycache__", "generated", "vendor")
        for name in names[1].split():
            source, target = ROOT / name, self.folder / "project" / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=skipped)
            else:
                shutil.copy(source, target)
        for path in (self.folder / "project" / "deploy").iterdir():
            path.write_text(self.move(path.read_text(encoding="utf-8")), encoding="utf-8")

    def move(self, text: str) -> str:
        """Move what the document or a file says to this host: its names, ports and folders."""
        text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
        for said, here in (
            (f"DNS:{NAME}", "IP:127.0.0.1"),
            (f"https://{NAME}", f"https://127.0.0.1:{self.https}"),
            (NAME, "127.0.0.1"),
            ("listen 80;", f"listen 127.0.0.1:{self.http};"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{self.https} ssl;"),
            ("8501", str(self.first)),
            ("8502", str(self.second)),
        ):
            text = text.replace(said, here)
        return re.sub(r"(?<![\w/.])/(etc/(?:alpsat|nginx|systemd|logrotate)|var|opt)\b", rf"{self.folder}/\1", text)

    def follow(self, title: str) -> str:
        """Type every command of a part of the document, and return what they said."""
        text = DOCUMENT.read_text(encoding="utf-8")
        parts = HEADING.split(text)
        blocks = BLOCK.findall(parts[parts.index(title) + 1])
        assert blocks, title
        said = []
        for block in blocks:
            typed: list[str] = []
            for line in [*self.move(block).splitlines(), ""]:
                if line and not line.startswith("systemctl "):
                    typed.append(line)
                    continue
                if typed:
                    said.append(self.type("\n".join(typed)))
                    typed.clear()
                if line:
                    self.control(line.split()[1:])
        return "\n".join(said)

    def type(self, commands: str) -> str:
        """Type commands in a shell of the ordinary user; one that fails ends all."""
        # A program named by its path is no function of the shell.
        commands = re.sub(r"^\S+/bin/pip ", "pip ", commands, flags=re.MULTILINE)
        done = subprocess.run(
            [*self.account, "bash", "-c", PRELUDE + commands],
            cwd=self.folder / "project",
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=START_S,
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def control(self, words: list[str]) -> None:
        """Do what systemctl would, with the units that were installed."""
        verb, *names = [word for word in words if not word.startswith("--")]
        for name in names:
            if name == "nginx":
                self._reload_nginx()
            elif name.endswith(".service"):
                self._run_once(name)
            elif name.startswith("alpsat@"):
                if verb == "stop" and name in self.units:
                    self.stop(name)
                elif verb != "stop" and name not in self.units:
                    self.start(name)
        if any(name.startswith("alpsat@") for name in names) and verb != "stop":
            for name in names:
                self.wait_until_ready(int(name.partition("@")[2]))

    def start(self, name: str) -> None:
        """Start a replica."""
        unit = self._read_unit("alpsat@.service", name.partition("@")[2])
        with (self.folder / "var" / "log" / f"{name}.log").open("ab") as log:
            self.units[name] = subprocess.Popen(
                [*self.account, *unit["ExecStart"].split()],
                cwd=unit["WorkingDirectory"],
                env=self._environment(unit),
                stdout=log,
                stderr=log,
            )

    def stop(self, name: str, number: signal.Signals = signal.SIGTERM) -> int:
        """Stop a replica by a signal, and return how it ended."""
        process = self.units.pop(name)
        process.send_signal(number)
        try:
            return process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(self.read_log(name)[-3000:]) from None

    def wait_until_ready(self, port: int) -> None:
        """Wait until a replica may be sent visitors."""
        name, deadline = f"alpsat@{port}", time.monotonic() + START_S
        while time.monotonic() < deadline and self.units[name].poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/alpsat/sante/pret", timeout=10).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(self.read_log(name)[-3000:])

    def read_log(self, name: str) -> str:
        """Return the log of a replica."""
        return (self.folder / "var" / "log" / f"{name}.log").read_text(encoding="utf-8")

    def close(self) -> None:
        """Stop all that runs."""
        for name in tuple(self.units):
            self.stop(name)
        if self._nginx is not None:
            self._nginx.terminate()
            self._nginx.wait(STOP_S)

    def _reload_nginx(self) -> None:
        command = ["nginx", "-e", f"{self.folder}/var/log/alpsat/nginx.log", "-c", f"{self.folder}/nginx.conf"]
        self._nginx = subprocess.Popen([*self.account, *command], env=self._environment())
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.https), timeout=1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError("nginx did not start")

    def _run_once(self, name: str) -> None:
        unit = self._read_unit(name, "")
        for key in ("ExecStart", "ExecStartPost"):
            subprocess.run(
                [*self.account, "bash", "-c", unit[key]],
                cwd=unit["WorkingDirectory"],
                env=self._environment(unit),
                check=True,
                timeout=START_S,
            )

    def _read_unit(self, name: str, instance: str) -> dict[str, str]:
        text = (self.folder / "etc" / "systemd" / "system" / name).read_text(encoding="utf-8")
        found = dict(re.findall(r"^(\w+)=(.*)$", text.replace("%i", instance).replace("%%", "%"), re.MULTILINE))
        return {str(key): str(value) for key, value in found.items()}

    def _environment(self, unit: dict[str, str] | None = None) -> dict[str, str]:
        settings = {
            "HOME": str(self.folder / "tmp"),
            "HOST": str(self.folder),
            "LANG": "C.UTF-8",
            "PATH": f"{self.cluster.binaries}:{os.environ['PATH']}:/usr/sbin",
            # PostgreSQL of this machine, and the account that it knows by its socket.
            "PGHOST": self.cluster.folder,
            "PGUSER": "alpsat" if unit is not None else "postgres",
            "PYTHON_PREFIX": sys.prefix,
        }
        if unit is None:
            return settings
        lines = Path(unit["EnvironmentFile"]).read_text(encoding="utf-8").splitlines()
        given = [unit.get("Environment", ""), *(line for line in lines if line and not line.startswith("#"))]
        return settings | dict(line.split("=", 1) for line in given if line)
