"""What is said of corrections, and what the maps draw of them."""

from __future__ import annotations

from dataclasses import replace

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.corrected import correct_territory
from alpsat_geo.domain.correction import Correction
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.atlas.drawing import list_spots
from alpsat_geo.report.corrections.told import (
    list_moved_figures,
    tell_corrections,
    tell_left_out,
    tell_use,
)
from alpsat_geo.report.language import FRENCH, speak
from alpsat_geo.report.punctuation import loosen_punctuation
from tests.embedded import open_embedded

OPEN = Correction("space", "change", key="altipolis", status="open", author="DGS", date="2026-11-27", source="appel")
CLOSED = replace(OPEN, key="luceo", status="closed")
STOP = Correction("stop", "add", kind="station", name="Halte", insee_code="05003", date="2026-11-27")


def tell(territory: Territory) -> list[str]:
    with speak(FRENCH):
        return [loosen_punctuation(sentence) for sentence in tell_corrections(territory)]


def test_what_nobody_saved_is_said_first_and_apart(territory: Territory) -> None:
    corrected = correct_territory(territory, [OPEN, replace(CLOSED, is_saved=True)])[0]
    assert tell(corrected) == [
        "Corrections portées par ce lien, non enregistrées (1) : Altipolis (ouvert).",
        "Corrections du territoire, enregistrées (1) : Lucéo (fermé).",
    ]
    assert tell(territory) == []


def test_a_sentence_stays_short_whatever_was_typed(territory: Territory) -> None:
    long = [replace(OPEN, key=key, hours="h" * 200, host="o" * 200) for key in ("altipolis", "quai9", "luceo", "ecow")]
    (sentence,) = tell(correct_territory(territory, long)[0])
    assert len(sentence) < 400
    assert sentence.endswith("1 autre.")


def test_what_is_gone_is_named(territory: Territory) -> None:
    left = correct_territory(territory, [replace(OPEN, key="disparu"), STOP, replace(STOP, note="encore")])[1]
    with speak(FRENCH):
        told = " ".join(tell_left_out(left, territory))
    assert "disparu" in told
    assert "Gare Halte, Aiguilles (05003)" in told


def test_the_maps_draw_what_was_corrected(territory: Territory) -> None:
    added = Correction("space", "add", key="neuf", name="Neuf", insee_code="05003", status="open", date="2026-11-27")
    corrected = correct_territory(territory, [OPEN, CLOSED, added, STOP])[0]
    kinds = {spot["name"]: spot["kind"] for spot in list_spots(corrected)}
    before = {spot["name"]: spot["kind"] for spot in list_spots(territory)}
    assert (before["Altipolis"], before["Lucéo"]) == ("uncertain", "open")
    assert (kinds["Altipolis"], kinds["Neuf"], kinds["Halte"]) == ("open", "open", "station")
    assert "Lucéo" not in kinds


def test_figures_that_rest_on_a_correction_are_those_that_move_and_its_use_says_so() -> None:
    project = open_embedded()
    moved = list_moved_figures(project, project.correct([STOP]), Settings())
    assert moved == ("Accès",)
    with speak(FRENCH):
        assert "gare" in tell_use(STOP)
        assert "aucun chiffre" in tell_use(replace(STOP, kind="coach_stop"))
    assert list_moved_figures(project, project.correct([replace(STOP, kind="coach_stop")]), Settings()) == ()
