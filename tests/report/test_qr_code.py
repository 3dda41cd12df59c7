from __future__ import annotations

import re
from xml.etree.ElementTree import fromstring

import pytest
import segno

from alpsat_geo.report.qr_code import draw_qr_code

ADDRESS = "http://localhost:8501/dossier?v=1&scenarios=ne-rien-faire%2Cespaces-frugaux"


def test_code_covers_the_modules_of_the_address_with_a_quiet_zone() -> None:
    svg = draw_qr_code(ADDRESS)
    fromstring(svg)  # noqa: S314 - our own drawing
    side = int(re.search(r'viewBox="0 0 (\d+) \d+"', svg)[1])  # type: ignore[index]
    modules = segno.make_qr(ADDRESS, error="l").symbol_size(border=4)[0]
    assert side == modules
    assert "#ffffff" in svg.replace('#fff"', '#ffffff"')


def test_address_that_no_code_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="data"):
        draw_qr_code("x" * 3000)
