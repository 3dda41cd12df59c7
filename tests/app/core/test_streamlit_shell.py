"""What leans on the inside of Streamlit, held against the installed version: fails when the next one differs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.elements import exception
from streamlit.proto.Exception_pb2 import Exception as ShownError

from alpsat_geo.app.core.streamlit_shell import (
    FIRST_ELEMENTS,
    LIST_FILTER,
    SERVED_FOLDER,
    find_font,
    find_list_script,
    list_first_scripts,
    list_inline_scripts,
    localise_index,
    read_index,
    replace_error_text,
    write_import_map,
)

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = SERVED_FOLDER / "static" / "js"

# How styles, scripts and tests name a part of Streamlit's page.
PART_NAMES = re.compile(r"""(?:data-testid[*^$|~]?=\\?["']?|get_by_test_id\(["']|\.(?=st[A-Z]))([A-Za-z]\w+)""")


def test_the_shell_is_ours() -> None:
    page = read_index()
    assert '<html lang="fr">' in page
    assert page.count("<noscript>") == 1
    assert "service-desc" not in page
    assert any("BACKEND_BASE_URL" in script for script in list_inline_scripts())


def test_another_shell_of_streamlit_is_refused() -> None:
    with pytest.raises(RuntimeError, match="La page de Streamlit a changé"):
        localise_index("<html><title>Streamlit</title></html>")


def test_our_filter_of_lists_stands_in_for_streamlit_s(tmp_path: Path) -> None:
    imports = json.loads(write_import_map())["imports"]
    theirs, ours = next(iter(imports.items()))
    assert imports["streamlit/lists"] == theirs
    assert (SERVED_FOLDER / theirs).is_file()
    assert LIST_FILTER in ours
    with pytest.raises(RuntimeError, match="Les listes de Streamlit ont changé"):
        find_list_script(tmp_path)


def test_the_sentence_of_an_error_is_ours_and_another_place_of_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exception, "_GENERIC_UNCAUGHT_EXCEPTION_TEXT", "This app has encountered an error.")
    replace_error_text("Une erreur.")
    shown = ShownError()
    exception.marshall(shown, ZeroDivisionError("secret"), apply_show_error_details=True)
    assert shown.message == "Une erreur."
    monkeypatch.delattr(exception, "_GENERIC_UNCAUGHT_EXCEPTION_TEXT")
    with pytest.raises(RuntimeError, match="Streamlit ne dit plus ses erreurs"):
        replace_error_text("Une erreur.")


def test_each_first_element_has_its_script() -> None:
    assert {element: len(list(SCRIPTS.glob(f"{element}.*.js"))) for element in FIRST_ELEMENTS} == dict.fromkeys(
        FIRST_ELEMENTS, 1
    )
    page = read_index()
    assert all(page.count(f"/{path.name}") == 1 for name in FIRST_ELEMENTS for path in SCRIPTS.glob(f"{name}.*.js"))


def test_scripts_are_followed_through_their_imports(tmp_path: Path) -> None:
    (tmp_path / "Slider.a1.js").write_text('import{a}from"./number.b2.js";import"./shell.c3.js"', encoding="utf-8")
    (tmp_path / "number.b2.js").write_text('import{b as c}from"./shell.c3.js";import d from"./Slider.a1.js"')
    (tmp_path / "shell.c3.js").write_text("")
    assert list_first_scripts('<script src="./shell.c3.js">', tmp_path) == ("Slider.a1.js", "number.b2.js")
    assert list_first_scripts("", tmp_path / "nowhere") == ()


def test_the_page_font_is_found_where_streamlit_serves_it() -> None:
    assert re.fullmatch(r"\.\./\.\./static/media/SourceSansVF-Upright.*\.woff2", find_font())


def list_part_names(*suffixes: str) -> Iterator[tuple[str, str]]:
    for folder in ("alpsat_geo", "bench", "static", "tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and not {"vendor", "generated"} & set(path.parts):
                yield from ((path.name, name) for name in PART_NAMES.findall(path.read_text(encoding="utf-8")))


def test_each_part_of_the_page_that_is_named_is_streamlit_s() -> None:
    bundle = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js"))
    # A button is named with its kind, which its script joins.
    known = {*re.findall(r"\bst[A-Z]\w+", bundle), "InputInstructions"}
    assert "stBaseButton-${" in bundle
    named = list(list_part_names(".css", ".js", ".py"))
    assert len({name for _, name in named}) > 40
    assert sorted({(file, name) for file, name in named if name not in known}) == []
