from __future__ import annotations

import dataclasses
from datetime import date

from alpsat_geo.app.pages.method.sources import write_source, write_summary
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.provenance import OriginPart
from alpsat_geo.domain.remark import remark
from alpsat_geo.report.language import speak
from alpsat_geo.sources.check import check_pack
from alpsat_geo.sources.inventory import Inventory


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


def test_what_the_check_found_is_said_in_the_readers_language() -> None:
    file = next(file for file in check_pack().files if file.path.endswith("road_edges.csv"))
    said = remark(
        "la vitesse d'hiver ({speed_winter_kmh} km/h) dépasse celle d'été ({speed_summer_kmh} km/h) : vérifiez-les.",
        speed_winter_kmh="60",
        speed_summer_kmh="50",
    )
    found = (Finding("warning", file.path, said, line=7, column="speed_winter_kmh"),)
    with speak("de"):
        pages = write_summary(Inventory((), (file,), found)), write_source("Straßen", [file], found, date(2026, 11, 28))
    for page in pages:
        assert "Zeile 7, Spalte speed_winter_kmh: die Geschwindigkeit im Winter (60" in page
        assert "dépasse" not in page
