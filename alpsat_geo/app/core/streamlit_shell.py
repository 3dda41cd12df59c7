"""What is ours in Streamlit's HTML shell, and what we know of the files that Streamlit serves beside it.

All of it is internal to Streamlit and bound to its pinned version: the fragments of ``index.html`` that are replaced,
the names that the build gives to its scripts, the place of its font, the sentence in which it tells a failure.
``tests/app/core/test_streamlit_shell.py`` fails at a version where one of them has changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Final

import streamlit
from streamlit.elements import exception

from alpsat_geo.app.core.publication import STATIC_FOLDER

TITLE: Final = "AlpSat Geo"
NOSCRIPT: Final = (
    "<noscript><p>AlpSat Geo compare des scénarios d'action pour le télétravail en montagne. "
    "Ce tableau de bord a besoin de JavaScript : activez-le dans votre navigateur, puis rechargez la page."
    "</p></noscript>"
)

_ERROR_TEXT: Final = "_GENERIC_UNCAUGHT_EXCEPTION_TEXT"

# The elements of the first page, by the name that Streamlit's build gives their script.
FIRST_ELEMENTS: Final = ("Html", "Selectbox", "Radio", "Slider", "ComponentInstance", "Checkbox")


SERVED_FOLDER: Final = Path(streamlit.__file__).parent / "static"
_SCRIPTS_FOLDER: Final = SERVED_FOLDER / "static" / "js"
_MEDIA_FOLDER: Final = SERVED_FOLDER / "static" / "media"
# function f(options, typed, mode){if(!typed||mode===….FILTER_MODE_NONE)return options;
_LIST_FILTER: Final = re.compile(r"function (\w+)\(\w,\w,\w\)\{if\(!\w\|\|\w===[\w.]+\.FILTER_MODE_NONE\)return")
LIST_FILTER: Final = "list_filter.js"
_IMPORT: Final = re.compile(r'from"\./([\w.-]+\.js)"')


@cache
def read_index() -> str:
    """Read Streamlit's shell from its package, in French, with the scripts of the first page asked for at once."""
    page = localise_index((SERVED_FOLDER / "index.html").read_text(encoding="utf-8"))
    page = _replace_once("<title>", f'<script type="importmap">{write_import_map()}</script><title>', page)
    # Every page stands one step below the server: without this, Streamlit first asks below the page, in vain.
    base = '<script>window.__streamlit={BACKEND_BASE_URL:new URL(".",location.href).href}</script>'
    addresses = [_address_static(LIST_FILTER), *(f"./static/js/{name}" for name in list_first_scripts(page))]
    links = "".join(f'<link rel="modulepreload" href="{address}">' for address in addresses)
    ours = f'<script defer src="{_address_static("page.js")}"></script>'
    failure = f"<style>{(STATIC_FOLDER / 'failure.css').read_text(encoding='utf-8')}</style>"
    return _replace_once("</head>", f"{base}{ours}{links}{failure}</head>", page)


def localise_index(page: str) -> str:
    """Turn Streamlit's HTML shell into ours.

    Parameters
    ----------
    page : str
        The shell that Streamlit ships, with its English language, title and ``noscript``.

    Returns
    -------
    str
        The same shell in French, without the pointer to the agent interface, which is off.

    Raises
    ------
    RuntimeError
        When a fragment to replace is not there exactly once.
    """
    page = _replace_once(r'<html lang="en">', '<html lang="fr">', page)
    page = _replace_once(r"<title>.*?</title>", f"<title>{TITLE}</title>", page)
    page = _replace_once(r"<noscript>.*?</noscript>", NOSCRIPT, page)
    return _replace_once(r'<!--(?:(?!-->).)*?-->\s*<link rel="service-desc"[^>]*>\s*', "", page)


def list_inline_scripts() -> list[str]:
    """List the scripts that stand in the shell itself."""
    return re.findall(r'<script(?: type="importmap")?>(.*?)</script>', read_index(), flags=re.DOTALL)


def write_import_map() -> str:
    """Write which of our modules stand in for one of Streamlit's.

    The browser then asks for ours wherever Streamlit's scripts import theirs, which ours imports under another name.
    """
    theirs = f"./static/js/{find_list_script()}"
    imports = {theirs: _address_static(LIST_FILTER), "streamlit/lists": theirs}
    return json.dumps({"imports": imports}, separators=(",", ":"))


def find_list_script(folder: Path = _SCRIPTS_FOLDER) -> str:
    """Find the script in which Streamlit's lists filter what one types.

    Raises
    ------
    RuntimeError
        When no script, or more than one, exports such a function under the name that ``list_filter.js`` gives its own.
    """
    found = []
    for path in folder.glob("use*.js"):
        text = path.read_text(encoding="utf-8")
        function = _LIST_FILTER.search(text)
        if function and re.search(rf"export\{{[^}}]*\b{re.escape(function[1])} as n\b", text):
            found.append(path.name)
    if len(found) != 1:
        raise RuntimeError(
            f"Les listes de Streamlit ont changé : {len(found)} script qui les filtre au lieu de 1 ; adaptez "
            f"alpsat_geo/app/core/streamlit_shell.py et static/{LIST_FILTER} à cette version."
        )
    return found[0]


def list_first_scripts(page: str, folder: Path = _SCRIPTS_FOLDER) -> tuple[str, ...]:
    """List the scripts that the elements of the first page need, beyond those that Streamlit's shell names.

    Streamlit asks for them only once the first page has come, one generation of imports after the other.

    Parameters
    ----------
    page : str
        Streamlit's HTML shell.
    folder : Path
        Where Streamlit keeps its scripts.

    Returns
    -------
    tuple of str
        Names of files; an element whose script has another name in this version is left out, and is then fetched
        when it is shown.
    """
    found: dict[str, None] = {}
    waiting = [path.name for element in FIRST_ELEMENTS for path in sorted(folder.glob(f"{element}.*.js"))]
    while waiting:
        name = waiting.pop(0)
        if name not in found and (folder / name).is_file():
            found[name] = None
            waiting += _IMPORT.findall((folder / name).read_text(encoding="utf-8"))
    return tuple(name for name in found if name not in page)


def find_font() -> str:
    """Return the address of the font that Streamlit serves with its pages; empty when it has moved."""
    found = sorted(_MEDIA_FOLDER.glob("SourceSansVF-Upright*.woff2"))
    return f"../../static/media/{found[0].name}" if found else ""


def _address_static(name: str) -> str:
    """Address one of our scripts as a page sees it, with a hash: a browser that kept the former one asks again."""
    return f"./app/static/{name}?{hashlib.sha256((STATIC_FOLDER / name).read_bytes()).hexdigest()[:8]}"


def _replace_once(pattern: str, replacement: str, text: str) -> str:
    """Replace the one match of a pattern; another count means that Streamlit's page has changed."""
    changed, count = re.subn(pattern, lambda _match: replacement, text, flags=re.DOTALL)
    if count != 1:
        raise RuntimeError(
            f"La page de Streamlit a changé : {count} « {pattern} » au lieu de 1 ; adaptez "
            "alpsat_geo/app/core/streamlit_shell.py à cette version."
        )
    return changed


def replace_error_text(sentence: str) -> None:
    """Give Streamlit another sentence to show in place of an error nobody caught, whatever the error.

    Parameters
    ----------
    sentence : str

    Raises
    ------
    RuntimeError
        When Streamlit no longer keeps that sentence there.
    """
    if not hasattr(exception, _ERROR_TEXT):
        raise RuntimeError(
            f"Streamlit ne dit plus ses erreurs par « {_ERROR_TEXT} » ; adaptez "
            "alpsat_geo/app/core/streamlit_shell.py à cette version."
        )
    setattr(exception, _ERROR_TEXT, sentence)
