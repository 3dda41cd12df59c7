"""The dossier as one HTML file: it opens from a disk, without network, and prints."""

from __future__ import annotations

from html import escape
from pathlib import Path

from alpsat_geo.report.dossier.atlas import draw_inline_map
from alpsat_geo.report.dossier.document import write_document
from alpsat_geo.report.dossier.screen import write_sections
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.language import _, get_language
from alpsat_geo.report.markup import write_tag

_STYLE = Path(__file__).with_name("page.css")
# Nothing may be asked of the network, whatever a name typed by a person holds.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"


def write_page(subject: Subject) -> bytes:
    """Write the dossier as a page that stands alone; the same subject gives the same bytes."""
    document = write_document(subject)
    drawn = draw_inline_map(subject)
    title = _("La carte : choisir ce qu'elle montre")
    contents = f'<li><a href="#carte">{escape(title)}</a></li>' + "".join(
        f'<li><a href="#{escape(section.key)}">{escape(section.title)}</a></li>' for section in document.sections
    )
    map_part = (
        f'<section class="dossier-section dossier-map" id="carte">{write_tag("h2", title)}'
        f'<div class="dossier-choice"></div><div class="dossier-frame">{drawn.body}</div>{drawn.legends}</section>'
    )
    page = (
        f'<!doctype html><html lang="{get_language()}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(document.title)}</title>"
        f"{drawn.head}<style>{_STYLE.read_text(encoding='utf-8')}</style></head><body>"
        f"<header>{write_tag('h1', document.title)}{write_tag('p', document.subtitle, 'dossier-subtitle')}</header>"
        f'<nav aria-label="{escape(_("Sommaire"))}"><ol>{contents}</ol></nav>'
        f"<main>{map_part}{write_sections(document)}</main><script>{drawn.script}</script></body></html>"
    )
    return page.encode("utf-8")
