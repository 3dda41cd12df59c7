"""Paper: accessible PDF pages and painted drawings set by typst, the same bytes for the same content.

A document is a template (``typst/<name>.typ``) and its content. The template holds no sentence, and the
content is passed as data, never as source: whatever a person typed is printed as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import typst

from alpsat_geo.domain.text import N_
from alpsat_geo.report.language import get_language
from alpsat_geo.report.markup import Markup
from alpsat_geo.report.punctuation import bind_punctuation

Content = str | int | float | bool | Sequence["Content"] | Mapping[str, "Content"] | None
"""What a template is given; a vector drawing is the text of an SVG, as ``Markup``."""

_TEMPLATE_FOLDER = Path(__file__).resolve().parent / "typst"
_COMMON_TEMPLATE = "paper"
_PIXELS_PER_INCH = 200.0
_DRAWING = b"""
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(json(bytes(sys.inputs.content)).drawing), format: "svg", width: 25.4cm)
"""


def compile_pdf(template: str, content: Mapping[str, Content], day: date) -> bytes:
    """Set a document as a tagged PDF that follows PDF/UA-1.

    Parameters
    ----------
    template : str
        Name of the template; it begins with ``#show: set-paper``, which reads the keys below.
    content : mapping
        ``title``, ``author`` and ``page_pattern`` (such as ``page {page} sur {pages}``), and whatever the
        template asks for. The language is the reader's.
    day : datetime.date
        Day of the document: the only date in the file, so that the same content gives the same bytes.

    Returns
    -------
    bytes
        Fonts embedded, outline, language, title and tags.

    Raises
    ------
    typst.TypstError
        If the template is wrong, for instance a drawing without its alternative text.
    """
    compiled = _open_compiler().compile(
        _read_template(template),
        format="pdf",
        sys_inputs={"content": _write_content(content)},
        pdf_standards=["ua-1"],
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    return _join(compiled)


def paint_drawing(drawn: str) -> bytes:
    """Paint a vector drawing as a PNG, with the fonts of the papers, so that every machine paints the same.

    Parameters
    ----------
    drawn : str
        An SVG.

    Returns
    -------
    bytes
    """
    compiled = _open_compiler().compile(
        _DRAWING, format="png", ppi=_PIXELS_PER_INCH, sys_inputs={"content": _write_content({"drawing": drawn})}
    )
    return _join(compiled)


@dataclass(frozen=True, slots=True)
class DrawingFormat:
    """A format in which a drawing is taken away: its name, its kind, and how an SVG is written in it."""

    label: str
    mime: str
    write: Callable[[str], bytes]


DRAWING_FORMATS: Mapping[str, DrawingFormat] = {
    ".png": DrawingFormat(N_("Image PNG"), "image/png", paint_drawing),
    ".svg": DrawingFormat(N_("Dessin SVG"), "image/svg+xml", str.encode),
}
"""By ending of the file."""


def _open_compiler() -> typst.Compiler:
    # Fonts of the machine would change the bytes from one machine to the next.
    return typst.Compiler(font_paths=_list_fonts(), ignore_system_fonts=True)


@cache
def _list_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


@cache
def _read_template(name: str) -> bytes:
    # The common part is put before, rather than imported: typst then needs no folder at all.
    return b"\n".join((_TEMPLATE_FOLDER / f"{part}.typ").read_bytes() for part in (_COMMON_TEMPLATE, name))


def _write_content(content: Mapping[str, Content]) -> str:
    language = get_language()
    bound = {key: _bind(value, language) for key, value in content.items()}
    return json.dumps({"language": language, **bound}, ensure_ascii=False, allow_nan=False)


def _bind(content: Content, language: str) -> Content:
    """Bind the punctuation of all texts, a person's own too; a drawing is no text."""
    if isinstance(content, str):
        return content if isinstance(content, Markup) else bind_punctuation(content, language)
    if isinstance(content, Mapping):
        return {key: _bind(value, language) for key, value in content.items()}
    return [_bind(value, language) for value in content] if isinstance(content, Sequence) else content


def _join(compiled: bytes | list[bytes] | None) -> bytes:
    pages = compiled if isinstance(compiled, list) else [compiled]
    return b"".join(page for page in pages if page is not None)
