from __future__ import annotations

import json
import re
from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st

from alpsat_geo.report.markup import (
    Cell,
    put_in_card,
    put_in_notice,
    write_bar,
    write_facts,
    write_figure,
    write_json,
    write_list,
    write_script,
    write_table,
    write_tag,
)


def test_a_wide_table_repeats_the_heading_of_each_cell_for_a_phone() -> None:
    table = write_table(
        "Critères", ["Critère", "Un", "Deux & <trois>", "Quatre"], [["Portée", "1", "2", ("3", "central : 4")]]
    )
    assert re.findall(r'<td data-label="([^"]*)">', table) == ["Un", "Deux &amp; &lt;trois&gt;", "Quatre"]
    assert '<th scope="row">Portée</th>' in table
    assert "<small>central : 4</small>" in table


def test_a_narrow_table_keeps_its_rows() -> None:
    table = write_table("Services", ["Service", "Commune", "Temps"], [["École", "Guillestre", "12 min"]])
    assert "data-label" not in table
    assert "ag-wide" not in table


class Reader(HTMLParser):
    """What a browser reads: the names of the elements, their attributes, and the text between them."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.texts: list[str] = []
        self.feed(str(markup))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.texts += [value for _name, value in attrs if value is not None]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def write_everywhere(text: str) -> str:
    """Write a text wherever one goes."""
    row: list[Cell] = [text, (text, text), write_tag("a", text, href=text), text]
    return put_in_card(
        text,
        write_facts([(text, text)]),
        write_list([text]),
        write_figure(text, text, text),
        write_table(text, [text] * 4, [row]),
        write_bar(text, text, None, ends=(text, text), trust=text),
        put_in_notice("alert", text),
        write_tag("p", text, text, title=text),
    )


@given(st.text(st.characters(codec="utf-8"), min_size=1))
@example('<script>alert("1")</script> & l\'autre &amp; ]]> -->')
def test_any_text_is_read_as_it_was_given(text: str) -> None:
    plain, read = Reader(write_everywhere("mot")), Reader(write_everywhere(text))
    assert read.names == plain.names
    assert read.texts == [found.replace("mot", text) for found in plain.texts]


@given(st.text(st.characters(codec="utf-8")))
@example("</script><script>")
@example("<!--<script>")
def test_no_text_ends_the_script_that_carries_it(text: str) -> None:
    written = write_script(f"f({write_json({'name': text})})")
    inside = written.removeprefix("<script>").removesuffix("</script>")
    assert "<" not in inside
    assert json.loads(inside.removeprefix("f(").removesuffix(")")) == {"name": text}


def test_a_missing_share_is_hatched_and_a_share_never_leaves_its_track() -> None:
    assert 'class="ag-mark ag-hatch"' in write_bar("Lieux", "donnée absente", None)
    assert "width:100.0%" in write_bar("Lieux", "120 %", 1.2)
