"""What a page says before anything is opened: words of the street, not of the model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from streamlit.testing.v1.element_tree import Block, Element

from alpsat_geo.app.core.page_table import PAGES
from tests.app.visits import open_page

# They stay in traces, in files and in the parts of Données that somebody opens. In the other languages a sentence
# without one of them has none of theirs: tests/report/test_catalogues.py.
OF_THE_MODEL = re.compile(
    r"tirages?\b|\bmédianes?\b(?! en)|\bcentrale?s?\b|centiles?|TOPSIS|PROMETHEE|Kendall|couverture douce|seuil dur"
    r"|squelette|non pesé|\bportée\b|tiers-lieux?(?! associatif)",
    re.IGNORECASE,
)


def list_first_texts(node: Element | Block) -> Iterator[str]:
    """Walk through what is shown: not into a box that somebody must open, nor into the folded parts of our own."""
    if isinstance(node, Block):
        if node.type == "expandable":
            yield str(node.proto.expandable.label)
            return
        for child in node.children.values():
            yield from list_first_texts(child)
        return
    proto = node.proto
    for name in ("body", "label", "help", "options"):
        found = getattr(proto, name, None)
        yield from [found] if isinstance(found, str) else map(str, found or ())


def read_first_level(page: str, **query: str) -> str:
    app = open_page(page, **query)
    texts = " ".join(text for root in (app.main, app.sidebar) for text in list_first_texts(root))
    texts = re.sub(r"<(style|script)>.*?</\1>|<details>.*?</details>", " ", texts, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", texts))


@pytest.mark.usefixtures("in_project")
@pytest.mark.parametrize(
    ("page", "query"),
    [
        *((page.script, {}) for page in PAGES),
        ("pages/territoire.py", {"commune": "05065"}),
        ("pages/comparer.py", {"scenarios": "ne-rien-faire,espaces-frugaux", "ecart": "1"}),
        ("pages/actions.py", {"volet": "carte"}),
        ("pages/s_installer.py", {"besoins": "espace=20", "commune": "05122"}),
        ("pages/implanter.py", {"objectif": "minutes"}),
    ],
)
def test_no_word_of_the_model_stands_on_the_first_level(page: str, query: dict[str, str]) -> None:
    text = read_first_level(page, **query)
    assert len(text) > 300
    found = [text[max(match.start() - 60, 0) : match.end() + 40] for match in OF_THE_MODEL.finditer(text)]
    assert found == []
