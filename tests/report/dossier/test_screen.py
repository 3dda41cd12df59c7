from __future__ import annotations

import base64
import re

from alpsat_geo.report.dossier.blocks import Link, Paragraph, Picture
from alpsat_geo.report.dossier.screen import write_block
from alpsat_geo.report.markup import Markup, embed_drawings

SVG = Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>')


def test_text_is_escaped() -> None:
    assert write_block(Paragraph("<b>&", "note")) == '<p class="ag-note">&lt;b&gt;&amp;</p>'


def test_drawing_becomes_a_picture_with_the_same_words() -> None:
    markup = write_block(Picture(SVG, 'Une "carte"', "Légende"))
    assert 'role="img" aria-label="Une &#34;carte&#34;"' in markup
    assert '<figure class="dossier-picture" style="max-width:100%" role="figure" aria-label="Légende">' in markup
    image = embed_drawings(markup)
    found = re.search(r'<img alt="Une &#34;carte&#34;" src="data:image/svg\+xml;base64,([^"]+)"/>', image)
    assert found
    assert base64.b64decode(found[1]).decode() == SVG
    assert "Légende" in image


def test_address_without_a_code_is_a_link_all_the_same() -> None:
    markup = write_block(Link("Retrouver", "http://localhost/?a=1&b=2", Markup(), ""))
    assert "<svg" not in markup
    assert 'href="http://localhost/?a=1&amp;b=2"' in markup
