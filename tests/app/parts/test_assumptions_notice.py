"""Moved parameters: what is kept of a link, what every page says of it, and that the whole model follows."""

from __future__ import annotations

import dataclasses

import pytest
from streamlit.testing.v1 import AppTest

from alpsat_geo.app.core import wiring
from alpsat_geo.app.parts.assumptions_notice import sort_assumptions
from alpsat_geo.compute.siting.request import SitingRequest
from alpsat_geo.domain.correction import Correction
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.report.corrections.code import encode_corrections
from tests.app.visits import open_box, open_page, read_text

pytestmark = pytest.mark.usefixtures("in_project")

PAGES = ("pages/territoire.py", "pages/actions.py", "pages/comparer.py", "pages/implanter.py")


def test_only_hypotheses_within_their_ends_are_kept(table: ParameterTable) -> None:
    kept, sentences = sort_assumptions(
        table,
        (
            ("huff_desks_exponent", 0.8),
            ("third_place_share_independents", 0.4),
            ("telework_days_per_week", 2.0),
            ("space_catchment_minutes", 12.0),
            ("platform_intensity", 0.25),
            ("marche_a_pied", 1.0),
        ),
    )
    # The platform's intensity is already 0.25.
    assert kept == (("huff_desks_exponent", 0.8),)
    assert len(sentences) == 4
    assert any("40\u202f%" in sentence and "5\u202f%" in sentence for sentence in sentences)
    assert any("marche_a_pied" in sentence for sentence in sentences)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_so_and_one_click_goes_back(page: str) -> None:
    app = open_page(page, hypotheses="third_place_share_independents=0.05,huff_desks_exponent=0.8")
    text = read_text(app)
    assert "Hypothèses modifiées : 2." in text
    assert "Part des indépendants qui utiliseraient un espace de travail : 5\u202f% au lieu de 2\u202f%" in text
    app.button(key="hypotheses_d_origine").click().run()
    assert not app.exception
    assert "Hypothèses modifiées" not in read_text(app)
    assert "hypotheses" not in app.query_params


def test_the_figures_of_a_page_follow_a_moved_parameter() -> None:
    before = read_text(open_page("pages/territoire.py"))
    after = read_text(open_page("pages/territoire.py", hypotheses="third_place_share_independents=0.05"))
    sentence = "usagers réguliers."
    assert before[: before.index(sentence)][-40:] != after[: after.index(sentence)][-40:]


def test_a_page_leaves_aside_what_it_does_not_know() -> None:
    text = read_text(open_page("pages/territoire.py", hypotheses="marche_a_pied=1"))
    assert "Hypothèse inconnue, laissée de côté : marche_a_pied." in text
    assert "Hypothèses modifiées" not in text


def test_the_median_of_the_draws_is_the_moved_value() -> None:
    # Law of the draws: half the mass lies on each side of the central value, wherever it stands.
    varied = wiring.vary_project((("third_place_share_independents", 0.03),))
    drawn = varied.draws["third_place_share_independents"]
    assert float((drawn < 0.03).mean()) == pytest.approx(0.5, abs=0.03)
    assert drawn.min() >= 0.005
    assert drawn.max() <= 0.05
    embedded = wiring.load_embedded()
    assert varied.territory is embedded.territory
    assert (varied.draws["huff_desks_exponent"] == embedded.draws["huff_desks_exponent"]).all()
    assert embedded.table["third_place_share_independents"].value == 0.02


def test_an_answer_kept_for_one_table_is_not_given_for_another() -> None:
    varied = wiring.vary_project((("third_place_share_independents", 0.05),))
    embedded = wiring.load_embedded()
    request = SitingRequest(1, None, ("winter",), 20.0, "coverage")
    first = wiring.answer_siting(embedded, request).optimal.value
    assert wiring.answer_siting(varied, request).optimal.value > first
    assert wiring.answer_siting(embedded, request).optimal.value == first


def read_plain(app: AppTest) -> str:
    return read_text(app).replace("\u00a0", " ")


def correct_altipolis(**fields: object) -> str:
    correction = Correction("space", "change", key="altipolis", author="DGS", date="2026-11-27", source="appel")
    return encode_corrections([dataclasses.replace(correction, **fields)])  # type: ignore[arg-type]


IDLE = (
    "Hypothèse modifiée, sans effet : une correction y répond déjà. Places d'Altipolis : 12 places au lieu de 20 places"
)


@pytest.mark.parametrize("fields", [{"desks_count": 35.0}, {"status": "closed"}])
def test_no_figure_is_said_to_rest_on_what_a_correction_states(fields: dict[str, object]) -> None:
    corrections, moved = correct_altipolis(**fields), "existing_space_desks_altipolis=12"
    corrected = read_plain(open_page("pages/territoire.py", corrections=corrections))
    text = read_plain(open_page("pages/territoire.py", corrections=corrections, hypotheses=moved))
    # Neither does any: the page is the same but for that sentence.
    assert text.replace(IDLE, "").split() == corrected.split()
    assert IDLE in text
    both = f"{moved},huff_desks_exponent=0.8"
    text = read_plain(open_page("pages/territoire.py", corrections=corrections, hypotheses=both))
    assert "Hypothèse modifiée : 1. Tous les chiffres affichés en tiennent compte. " in text
    assert IDLE in text
    app = open_page("pages/donnees.py", partie="hypotheses", corrections=corrections, hypotheses=moved)
    assert not [slider for slider in app.select_slider if slider.key == "curseur_existing_space_desks_altipolis"]
    assert read_plain(app).count("sans effet, une correction y répond déjà") == 2
    app.button(key="hypotheses_d_origine").click().run()
    assert not app.exception
    assert "hypotheses" not in app.query_params


def test_what_a_correction_leaves_to_be_drawn_keeps_its_slider() -> None:
    # Altipolis is open, its desks are not known; other spaces are still to be verified.
    app = open_page("pages/donnees.py", partie="hypotheses", corrections=correct_altipolis(status="open"))
    keys = {slider.key for slider in app.select_slider}
    assert "curseur_existing_space_desks_altipolis" in keys
    assert "une correction y répond déjà" not in read_plain(app)


def test_a_dossier_does_not_say_that_it_rests_on_what_a_correction_states() -> None:
    query = {"dossier": "espaces-frugaux", "scenarios": "ne-rien-faire,espaces-frugaux"}
    moved = "existing_space_desks_altipolis=12,huff_desks_exponent=0.8"
    corrections = correct_altipolis(desks_count=35.0)
    app = open_page("pages/dossier.py", corrections=corrections, hypotheses=moved, **query)
    text = read_plain(open_box(app, "partie_limits"))
    assert text.count("Hypothèse changée par le lecteur") == 1
