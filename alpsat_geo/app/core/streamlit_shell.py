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
from alpsat_geo.report.markup import Markup, join_parts, write_script, write_style, write_tag

TITLE: Final = "AlpSat Geo"
_NOSCRIPT: Final = (
    "AlpSat Geo compare des scénarios d'action pour le télétravail en montagne. "
    "Ce tableau de bord a besoin de JavaScript : activez-le dans votre navigateur, puis rechargez la page."
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
_TITLE: Final = re.compile(r"<title>.*?</title>", re.DOTALL)
_IMPORT: Final = re.compile(r'from"\./([\w.-]+\.js)"')


@cache
def read_index() -> str:
    """Read Streamlit's shell from its package, in French, with the scripts of the first page asked for at once."""
    page = localise_index((SERVED_FOLDER / "index.html").read_text(encoding="utf-8"))
    imports = write_script(write_import_map(), type="importmap")
    page = _replace_once(_TITLE, imports + write_tag("title", TITLE), page)
    # Every page stands one step below the server: without this, Streamlit first asks below the page, in vain.
    base = write_script('window.__streamlit={BACKEND_BASE_URL:new URL(".",location.href).href}')
    addresses = [_address_static(LIST_FILTER), *(f"./static/js/{name}" for name in list_first_scripts(page))]
    links = (write_tag("link", rel="modulepreload", href=address) for address in addresses)
    ours = write_script("", defer=True, src=_address_static("page.js"))
    return end_head(page, base, ours, *links, write_style((STATIC_FOLDER / "failure.css").read_text(encoding="utf-8")))


def end_head(page: str, *parts: Markup) -> str:
    """Add parts at the end of the head of Streamlit's shell."""
    return _replace_once(re.compile("(?=</head>)"), join_parts(*parts), page)


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
    for pattern, replacement in (
        (re.compile(r'(?<=<html lang=")en(?=">)'), "fr"),
        (_TITLE, write_tag("title", TITLE)),
        (re.compile(r"<noscript>.*?</noscript>", re.DOTALL), write_tag("noscript", write_tag("p", _NOSCRIPT))),
        (re.compile(r'<!--(?:(?!-->).)*?-->\s*<link rel="service-desc"[^>]*>\s*', re.DOTALL), ""),
    ):
        page = _replace_once(pattern, replacement, page)
    return page


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


def _replace_once(pattern: re.Pattern[str], replacement: str, text: str) -> str:
    """Replace the one match of a pattern; another count means that Streamlit's page has changed."""
    changed, count = pattern.subn(lambda _match: replacement, text)
    if count != 1:
        raise RuntimeError(
            f"La page de Streamlit a changé : {count} « {pattern.pattern} » au lieu de 1 ; adaptez "
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
