from __future__ import annotations

import dataclasses
from datetime import date

from alpsat_geo.app.pages.method.sources import write_source
from alpsat_geo.domain.provenance import OriginPart
from alpsat_geo.sources.check import check_pack


def test_a_refreshed_source_says_when_by_whom_and_what_its_age_means() -> None:
    file = next(file for file in check_pack().files if file.path.endswith("broadband.csv"))
    assert file.origin is not None
    part = OriginPart("fibre", "2026-T3 (Cartefibre)", "https://www.arcep.fr", "2026-11-27", "Marie", 92)
    other = dataclasses.replace(part, key="copper", vintage="20/10/2026 (cuivre)", refreshed_by="", cadence_days=9)
    refreshed = dataclasses.replace(file, origin=dataclasses.replace(file.origin, parts=(part, other)))
    young = str(write_source("Fibre", [refreshed], (), date(2026, 11, 28)))
    assert "le 27 novembre 2026, par Marie" in young.replace("\N{NO-BREAK SPACE}", " ")
    assert "ont dû publier depuis" not in young
    old = str(write_source("Fibre", [refreshed], (), date(2027, 3, 1)))
    assert "ont dû publier depuis" in old
    assert old.count("2026-T3 (Cartefibre)") == 1, "a quarter later is not old yet"
    assert "Rafraîchi" not in str(write_source("Fibre", [file], (), date(2027, 3, 1)))
