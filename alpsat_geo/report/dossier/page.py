"""The dossier as one HTML file: it opens from a disk, without network, and prints."""

from __future__ import annotations

from pathlib import Path

from alpsat_geo.report.dossier.atlas import draw_inline_map
from alpsat_geo.report.dossier.document import write_document
from alpsat_geo.report.dossier.screen import write_sections
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.language import _, get_language
from alpsat_geo.report.markup import write_html_page, write_list, write_script, write_style, write_tag

_STYLE = Path(__file__).with_name("page.css")
# Nothing may be asked of the network, whatever a name typed by a person holds.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"


def write_page(subject: Subject) -> bytes:
    """Write the dossier as a page that stands alone; the same subject gives the same bytes."""
    document = write_document(subject)
    drawn = draw_inline_map(subject)
    title = _("La carte : choisir ce qu'elle montre")
    # The annexes are listed where the two pages end.
    sections = [*((section.key, section.title) for section in document.two_pages), ("carte", title)]
    contents = write_list((write_tag("a", name, href=f"#{key}") for key, name in sections), "", is_ordered=True)
    map_part = write_tag(
        "section",
        (
            write_tag("h2", title),
            write_tag("div", "", "dossier-choice"),
            write_tag("div", drawn.body, "dossier-frame"),
            drawn.legends,
        ),
        "dossier-section dossier-map",
        id="carte",
    )
    head = (
        write_tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        drawn.head,
        write_style(_STYLE.read_text(encoding="utf-8")),
    )
    body = (
        write_tag("header", (write_tag("h1", document.title), write_tag("p", document.subtitle, "dossier-subtitle"))),
        write_tag("nav", contents, aria_label=_("Sommaire")),
        write_tag("main", (write_sections(document.two_pages), map_part, write_sections(document.annexes))),
        write_script(drawn.script),
    )
    return write_html_page(get_language(), document.title, head, body).encode("utf-8")
