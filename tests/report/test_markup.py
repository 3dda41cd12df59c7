from __future__ import annotations

import re

from alpsat_geo.report.markup import write_bar, write_table


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


def test_texts_are_escaped_everywhere() -> None:
    written = write_table("<b>", ["<i>"], [["<u>"]]) + write_bar("<s>", "<q>", 0.5, ends=("<p>", "<a>"), trust="<em>")
    assert not re.search(r"<(b|i|u|s|q|p|a|em)>(?!<)", written.replace("<b>&lt;s&gt;</b>", ""))


def test_a_missing_share_is_hatched_and_a_share_never_leaves_its_track() -> None:
    assert 'class="ag-hatch"' in write_bar("Lieux", "donnée absente", None)
    assert "width:100.0%" in write_bar("Lieux", "120 %", 1.2)
