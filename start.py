"""The one door for a person: make the environment, then open the dashboard, test, measure or check.

Standard library only, and no syntax newer than Python 3.6, so that an old interpreter can still say what it lacks.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from pathlib import Path
from typing import Dict, NoReturn, Optional, Sequence, Tuple

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
MARK = VENV / "installing"
LOG = ROOT / ".venv.log"
MINIMUM = (3, 11)
NEWER_PYTHONS = ("python3.13", "python3.12", "python3.11")
PORT = 8501
LAST_PORT = 65535
FAILED = 2
IS_WINDOWS = os.name == "nt"
COMMAND = "py start.py" if IS_WINDOWS else "python3 start.py"
# What an environment may hold, each with all that stands before it.
PINS = {
    "dashboard": ("requirements.txt",),
    "light": ("requirements.txt", "requirements-test.txt"),
    "tests": ("requirements.txt", "requirements-test.txt", "requirements-dev.txt"),
}
# The pure tests: neither screen, database, server, browser nor heavy peer, and fewer examples of each law.
FAST_TESTS = ["tests/" + name for name in ("actions", "compute", "criteria", "domain", "report", "sources")]
FAST_TESTS += ["tests/test_architecture.py", "--ignore", "tests/sources/portals"]
FAST_TESTS += ["-m", "not peers and not gis", "--hypothesis-profile", "fast"]
# What is not typed without the heavy peers.
FAST_EXCLUDED = ["^[.]venv/", "^build/", "^bench/", "^tests/browser/"]
# Command: what an environment must hold for it, the module that it runs, and the first arguments of that module.
MODULES = {
    "bench": ("tests", "bench"),
    "check": ("dashboard", "alpsat_geo", "check"),
    "screenshots": ("tests", "bench.screenshots"),
    "translate": ("dashboard", "alpsat_geo", "translate"),
}

# What pip writes when it reaches nobody; it has no exit code of its own for that.
NETWORK_SIGNS = re.compile(
    "NewConnectionError|NameResolutionError|ConnectTimeoutError|ReadTimeoutError|ConnectionResetError|ProxyError|"
    "Temporary failure in name resolution|Network is unreachable|getaddrinfo failed"
)


class StartError(Exception):
    """A failure of the start itself: one French sentence with what to type."""


class Parser(argparse.ArgumentParser):
    """A parser whose refusals are in French, like everything else a person reads."""

    def error(self, _message: str) -> NoReturn:
        """Refuse a call."""
        raise StartError("Appel non compris : « {} » ; tapez « {} --help ».".format(" ".join(sys.argv[1:]), COMMAND))


def say(sentence: str) -> None:
    """Say a sentence on standard error, which leaves standard output to the command that is started."""
    print(sentence, file=sys.stderr, flush=True)


def environment_program(name: str) -> Path:
    """Locate a program of the environment, whose folder depends on the system."""
    return VENV / "Scripts" / (name + ".exe") if IS_WINDOWS else VENV / "bin" / name


def read_version(python: str) -> Optional[Tuple[int, int]]:
    """Read the version of an interpreter, or None when it does not run."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run(
            [python, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30, check=False
        )
        major, minor = done.stdout.decode().strip().split(".")
        return int(major), int(minor)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def find_newer_python() -> str:
    """Find an interpreter that is recent enough when the running one is not."""
    for name in NEWER_PYTHONS:
        python = shutil.which(name)
        version = read_version(python) if python else None
        if python and version and version >= MINIMUM:
            return python
    raise StartError(
        "Python {}.{} est trop ancien : AlpSat Geo demande Python 3.11 ou plus récent ; installez-le (par exemple "
        "« sudo apt install python3.11 python3.11-venv »), puis tapez « python3.11 start.py ».".format(
            *sys.version_info[:2]
        )
    )


def hash_requirements(level: str) -> str:
    """Hash the pins that the environment must hold."""
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in PINS[level])).hexdigest()


def read_stamp() -> Dict[str, str]:
    """Read what the last complete installation wrote, or nothing."""
    try:
        stamp = json.loads((VENV / "stamp.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def run_logged(command: Sequence[str]) -> Tuple[int, str]:
    """Run a program whose words go to the log, and return its exit code with them."""
    with LOG.open("wb") as log:
        code = subprocess.call(list(command), stdout=log, stderr=subprocess.STDOUT, cwd=str(ROOT))
    return code, LOG.read_text(encoding="utf-8", errors="replace")


def create_environment() -> None:
    """Create an empty environment, marked as unfinished, in place of whatever a broken one left."""
    say("Création de l'environnement Python dans .venv ...")
    shutil.rmtree(str(VENV), ignore_errors=True)
    VENV.mkdir()
    MARK.touch()
    code, words = run_logged([sys.executable, "-m", "venv", str(VENV)])
    if code == 0:
        return
    if "ensurepip" in words or "No module named venv" in words:
        raise StartError(
            "Le module venv de Python {0}.{1} est incomplet sur cette machine : tapez « sudo apt install "
            "python{0}.{1}-venv » (ou réinstallez Python avec pip), puis « {2} ».".format(
                sys.version_info[0], sys.version_info[1], COMMAND
            )
        )
    raise StartError(
        "L'environnement .venv n'a pas pu être créé : lisez {}, corrigez, puis tapez « {} ».".format(LOG, COMMAND)
    )


def install_requirements(level: str) -> None:
    """Install the pins into the environment; pip's own words go to the log."""
    say("Installation des bibliothèques (quelques minutes la première fois) ...")
    command = [str(environment_program("python")), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    code, words = run_logged([*command, "-r", str(ROOT / PINS[level][-1])])
    if code == 0:
        return
    if NETWORK_SIGNS.search(words):
        raise StartError(
            "Pas de réseau pour installer les bibliothèques : branchez la machine à internet (ou réglez le proxy de "
            "pip), puis tapez « {} » ; le détail est dans {}.".format(COMMAND, LOG)
        )
    if "No space left on device" in words:
        raise StartError(
            "Le disque est plein : libérez environ 2 Go, puis tapez « {} » ; détail : {}.".format(COMMAND, LOG)
        )
    raise StartError(
        "L'installation des bibliothèques a échoué (pip a rendu le code {}) : lisez {}, corrigez, puis tapez "
        "« {} ».".format(code, LOG, COMMAND)
    )


def make_environment(level: str) -> None:
    """Make the environment hold the pins; instant when it already does.

    The mark says that an installation has begun and not ended. When it is there at the next start, some package may be
    half written while pip believes it whole, so everything is made again.
    """
    python = environment_program("python")
    version = read_version(str(python)) if python.exists() else None
    stamp = read_stamp()
    is_sound = version is not None and version >= MINIMUM and not MARK.exists()
    is_same_python = stamp.get("python", str(version)) == str(version)
    if is_sound and is_same_python and stamp.get(level) == hash_requirements(level):
        return
    if not (is_sound and is_same_python):
        if VENV.exists():
            say("L'environnement .venv est incomplet : il est refait.")
        create_environment()
        version = read_version(str(python))
    MARK.touch()
    install_requirements(level)
    levels = list(PINS)
    stamp = {name: hash_requirements(name) for name in levels[: levels.index(level) + 1]}
    stamp["python"] = str(version)
    (VENV / "stamp.json").write_text(json.dumps(stamp), encoding="utf-8")
    MARK.unlink()


def check_port(port: int) -> None:
    """Refuse a port that another program holds, before anything else is done."""
    with socket.socket() as probe:
        if not IS_WINDOWS:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port or LAST_PORT + 1))
        except PermissionError:
            problem = "Le port {} est réservé au système"
        except OSError:
            problem = "Le port {} est déjà pris par un autre programme"
        except OverflowError:
            problem = "Le port {} n'existe pas (de 1 à {})"
        else:
            return
    other = port + 1 if PORT <= port < LAST_PORT else PORT + 1
    raise StartError("{} : tapez « {} --port {} ».".format(problem.format(port, LAST_PORT), COMMAND, other))


def open_browser(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Open the browser as soon as the dashboard answers."""
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            webbrowser.open("http://localhost:{}".format(port))
            return


def run_dashboard(port: int, address: str, *, has_browser: bool) -> int:
    """Run the dashboard until it is stopped."""
    check_port(port)
    make_environment("dashboard")
    say("AlpSat Geo : http://localhost:{} (Ctrl+C pour arrêter)".format(port))
    command = [str(environment_program("python")), "-m", "streamlit", "run", "serve.py"]
    command += ["--server.port", str(port), "--server.address", address]
    server = subprocess.Popen(command, cwd=str(ROOT))
    # A supervisor stops this program with SIGTERM: the dashboard must not outlive it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if has_browser:
        threading.Thread(target=open_browser, args=(port, server), daemon=True).start()
    try:
        code = server.wait()
    except KeyboardInterrupt:
        server.terminate()
        code = min(server.wait(), 0)
    if code <= 0:
        return 0
    sentence = "Le tableau de bord s'est arrêté (code {}) : lisez le message au-dessus, puis tapez « {} check »."
    raise StartError(sentence.format(code, COMMAND))


def run_tests(arguments: Sequence[str]) -> int:
    """Run the checks of style, types and floors, and the tests; say which failed and how long all took.

    With ``--fast``, run the pure tests alone, in an environment without the browser and the heavy peers.
    """
    is_fast = "--fast" in arguments
    chosen = [word for word in arguments if word != "--fast"]
    make_environment("light" if is_fast else "tests")
    start_s = time.monotonic()
    python = str(environment_program("python"))
    typing = [python, "-m", "mypy"]
    for pattern in FAST_EXCLUDED if is_fast else ():
        typing += ["--exclude", pattern]
    # One process a core, which takes whole files in the order of the collection, each with a server of its own.
    spread = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    testing = [python, "-m", "pytest", *spread, *(FAST_TESTS if is_fast else []), *chosen]
    steps = [
        ("le style (ruff check)", [python, "-m", "ruff", "check", "."]),
        ("la mise en forme (ruff format)", [python, "-m", "ruff", "format", "--check", "."]),
        ("les étages (import-linter)", [str(environment_program("lint-imports"))]),
        ("les tests (pytest)", testing),
    ]
    # The types take as long as all else on one core: they are read while the others run, and said last.
    types = subprocess.Popen(typing, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    failed = [name for name, step in steps if subprocess.call(step, cwd=str(ROOT)) != 0]
    words, _ = types.communicate()
    print(words.decode("utf-8", errors="replace"), end="")
    if types.returncode != 0:
        failed.append("les types (mypy)")
    say("Durée totale : {} min {:02d} s.".format(*divmod(round(time.monotonic() - start_s), 60)))
    if failed:
        say("Échec : {}.".format(", ".join(failed)))
    return 1 if failed else 0


def run_module(module: str, arguments: Sequence[str], level: str) -> int:
    """Run a module of the repository with the arguments as they came."""
    make_environment(level)
    return subprocess.call([str(environment_program("python")), "-m", module, *arguments], cwd=str(ROOT))


def run_command(arguments: Sequence[str]) -> int:
    """Run what was asked: the dashboard by default."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command == "test":
        return run_tests(rest)
    if command in MODULES:
        level, module, *first = MODULES[command]
        return run_module(module, [*first, *rest], level)
    parser = Parser(prog=COMMAND, description="Ouvre le tableau de bord, ou : test, " + ", ".join(MODULES))
    parser.add_argument("--port", type=int, default=PORT, help="port du tableau de bord (défaut : 8501)")
    parser.add_argument("--lan", action="store_true", help="ouvrir aussi aux autres machines du réseau local")
    parser.add_argument("--no-browser", action="store_true", help="ne pas ouvrir le navigateur")
    options = parser.parse_args(arguments)
    address = "0.0.0.0" if options.lan else "127.0.0.1"  # noqa: S104 # nosec B104 # asked for by the person
    return run_dashboard(options.port, address, has_browser=not options.no_browser)


def main(arguments: Sequence[str]) -> int:
    """Start, and turn a failure of the start into its sentence and exit code 2."""
    try:
        if sys.version_info < MINIMUM:
            command = [find_newer_python(), str(ROOT / "start.py"), *arguments]
            return subprocess.call(command) if IS_WINDOWS else os.execv(command[0], command)
        return run_command(arguments)
    except StartError as error:
        say(str(error))
        return FAILED
    except OSError as error:
        say("Le système refuse : {} ; vérifiez les droits sur {}, puis tapez « {} ».".format(error, ROOT, COMMAND))
        return FAILED
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
