"""Reads pages of the site as a browser's reader does: elements, texts, tables, addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from os.path import normpath
from pathlib import Path

OUTSIDE = ("http:", "https:", "tel:", "mailto:")
"""What only a reader's touch opens."""

_FETCHED = {"src", "srcset", "action", "data", "poster", "background", "xlink:href"}
_FETCHING = {"script", "link", "iframe", "object", "embed", "img", "base", "video", "audio"}
_VOID = {"meta", "br", "img", "link", "input"}


@dataclass
class Node:
    """One element: its name, its attributes, and what stands in it."""

    name: str
    attributes: dict[str, str]
    content: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Yield the element, then all that stand in it, in order."""
        yield self
        for part in self.content:
            if isinstance(part, Node):
                yield from part.walk()

    def find(self, name: str, css: str = "") -> list[Node]:
        """List the elements of a name, with a class where one is given."""
        return [n for n in self.walk() if n.name == name and (not css or css in n.attributes.get("class", "").split())]

    @property
    def text(self) -> str:
        """Return all that it says."""
        return "".join(part.text if isinstance(part, Node) else part for part in self.content)

    def list_cells(self) -> list[str]:
        """List the texts of a row; what is set smaller under one is left out."""
        cells = [n for n in self.content if isinstance(n, Node)]
        return ["".join(part if isinstance(part, str) else "" for part in cell.content) for cell in cells]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].content.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].content.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        self._open[-1].content.append(data)


def read_page(content: bytes) -> Node:
    """Read a page; every element must end in its place."""
    reader = _Reader()
    reader.feed(content.decode("utf-8"))
    reader.close()
    return reader.root


def read_table(page: Node, caption: str) -> dict[str, list[str]]:
    """Read the one table whose caption begins so: its cells by the name of the row."""
    (table,) = (n for n in page.find("table") if n.find("caption")[0].text.startswith(caption))
    rows = [row.list_cells() for row in table.find("tbody")[0].find("tr")]
    return {row[0]: row[1:] for row in rows}


Pages = dict[str, Node]
"""By path in the folder of the site."""


def read_pages(folder: Path) -> Pages:
    """Read all the pages of a site."""
    return {path.relative_to(folder).as_posix(): read_page(path.read_bytes()) for path in folder.rglob("*.html")}


def check_links(pages: Pages) -> None:
    """Check that each address leads to a page and its anchor, that nothing is fetched, and that no page is cut off."""
    ids = {name: [n.attributes["id"] for n in page.walk() if "id" in n.attributes] for name, page in pages.items()}
    led: set[str] = set()
    for name, page in pages.items():
        assert len(ids[name]) == len(set(ids[name])), name
        for node in page.walk():
            assert not _FETCHED & set(node.attributes), name
            assert node.name not in _FETCHING, name
            address = node.attributes.get("href")
            if address is None or (node.name == "a" and address.startswith(OUTSIDE)):
                continue
            file, _hash, anchor = address.partition("#")
            assert ":" not in address, (name, address)
            assert not address.startswith("/"), (name, address)
            reached = normpath((Path(name).parent / file).as_posix()) if file else name
            assert reached in pages, (name, address)
            assert not anchor or anchor in ids[reached], (name, address)
            led.add(reached)
        styles = "".join(node.text for node in page.find("style"))
        assert "url(" not in styles
        assert "@import" not in styles
        (policy,) = (n for n in page.find("meta") if n.attributes.get("http-equiv") == "Content-Security-Policy")
        assert policy.attributes["content"].startswith("default-src 'none'")
    assert led == set(pages)
