from __future__ import annotations

import re

import pytest

from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.report.dossier.formats import FORMATS
from alpsat_geo.sources.scenario_code import encode_scenario
from tests.app.visits import open_box, open_page, read_text

PAGE = "pages/dossier.py"

pytestmark = pytest.mark.usefixtures("in_project")


def test_first_visit_proposes_a_scenario_and_shows_its_first_page() -> None:
    app = open_page(PAGE)
    text = read_text(app)
    assert app.selectbox(key="choix_dossier").value == "plateforme-et-accueil"
    for words in (
        "Le dossier pour décider",
        "Plateforme et accueil",
        "Coût public par an, recettes déduites",
        "Télécharger le dossier",
    ):
        assert words in text
    assert not re.search(r"\b(nan|None|inf|NaN)\b", text)


def test_every_format_has_its_button() -> None:
    app = open_page(PAGE)
    labels = [str(getattr(button, "label", "")) for button in app.get("download_button")]
    assert len(labels) == len(FORMATS)
    assert any("QGIS" in label for label in labels)


def test_link_restores_the_choices() -> None:
    app = open_page(PAGE, dossier="espaces-frugaux", scenarios="ne-rien-faire,espaces-frugaux", saison="ete")
    assert app.selectbox(key="choix_dossier").value == "espaces-frugaux"
    assert app.button_group(key="choix_compares").value == ["ne-rien-faire"]
    text = read_text(app)
    assert "dossier=espaces-frugaux" in text
    assert "saison=ete" in text


def test_address_of_the_dossier_carries_nothing_else() -> None:
    text = read_text(open_page(PAGE, besoins="", espaces="5"))
    address = re.search(r"http\S+/dossier\?\S+", text)
    assert address
    assert "espaces=" not in address[0]


def test_the_commune_the_annexes_and_the_payer_are_kept_in_the_address() -> None:
    app = open_page(PAGE, commune="05065")
    assert "Annexe 1" in " ".join(str(box.label) for box in app.expander)
    app.radio(key="choix_annexes").set_value(True).run()
    app.selectbox(key="qui_porte").select("epci").run()
    assert not app.exception
    text = read_text(app)
    assert "Ce que cela change pour Guillestre" in text
    assert "Qui porte les coûts : sa communauté" in text.replace("\u00a0", " ")
    assert not any("Annexe" in str(box.label) for box in app.expander)
    address = re.search(r"http\S+/dossier\?\S+", text)
    assert address
    for kept in ("commune=05065", "deux-pages=oui", "qui-porte=communaute"):
        assert kept in address[0]


def test_a_room_sees_the_two_pages_and_what_is_open_and_keeps_the_choices() -> None:
    app = open_page(PAGE, reunion="oui", **{"qui-porte": "communaute"})
    assert not app.get("download_button")
    assert not any("Annexe" in str(box.label) for box in app.expander)
    text = read_text(app)
    assert "Coût public par an, recettes déduites" in text
    assert "Le retrouver et le partager" not in text
    assert app.query_params["qui-porte"] == "communaute"
    alone = open_page(PAGE)
    key = next(str(box.key) for box in alone.expander if "Annexe" in str(box.label))
    open_box(app, key)
    assert [str(box.key) for box in app.expander if "Annexe" in str(box.label)] == [key]


def test_unknown_scenario_of_the_link_becomes_the_first_choice() -> None:
    app = open_page(PAGE, dossier="tout-faire")
    assert app.selectbox(key="choix_dossier").value == "plateforme-et-accueil"


def test_scenario_proposed_leaves_those_it_is_compared_with() -> None:
    app = open_page(PAGE, dossier="espaces-frugaux", scenarios="espaces-frugaux,plateforme-seule")
    app.selectbox(key="choix_dossier").select("plateforme-seule").run()
    assert not app.exception
    assert "plateforme-seule" not in (app.button_group(key="choix_compares").value or [])


def test_alone_it_is_compared_with_doing_nothing() -> None:
    app = open_page(PAGE, dossier="espaces-frugaux", scenarios="espaces-frugaux")
    assert "Comparé à « Ne rien faire »" in read_text(app).replace("\u00a0", " ")


def test_doing_nothing_alone_asks_for_another() -> None:
    app = open_page(PAGE, dossier="ne-rien-faire", scenarios="ne-rien-faire")
    assert "choisissez-en un second" in read_text(app)
    assert len(app.get("download_button")) == 0


def test_at_most_three_to_compare() -> None:
    app = open_page(PAGE)
    keys = ["ne-rien-faire", "plateforme-seule", "espaces-frugaux"]
    app.button_group(key="choix_compares").set_value(keys).run()
    app.button_group(key="choix_compares").set_value([*keys, "animer-existant"]).run()
    assert not app.exception
    assert app.button_group(key="choix_compares").value == keys
    assert "retirez-en un pour ajouter « Animer" in read_text(app)


def test_part_is_shown_when_it_is_opened() -> None:
    app = open_page(PAGE, dossier="espaces-frugaux", scenarios="ne-rien-faire,espaces-frugaux")
    assert "Lamure-sur-Azergues" not in read_text(app)
    app = open_box(app, "partie_risks")
    assert "Lamure-sur-Azergues" in read_text(app)


def test_prices_of_the_link_are_those_of_the_dossier_and_stay_in_its_address() -> None:
    app = open_page(PAGE, prix="inhabitant=3000,user=4000", loin="150", poids="regular_users=60")
    text = read_text(app)
    assert "À ces prix (3\u202f000\xa0€ pour un habitant de plus ; 4\u202f000\xa0€ pour un usager de plus" in text
    assert "un résultat compte 1,5 fois dans une commune à plus de 30 minutes d'un espace" in text
    address = re.search(r"http\S+/dossier\?\S+", text)
    assert address
    assert "prix=inhabitant%3D3000%2Cuser%3D4000" in address[0] or "prix=inhabitant=3000,user=4000" in address[0]
    assert "loin=150" in address[0]
    assert "poids" not in address[0]
    app = open_box(app, "partie_prices")
    assert "(le savoir vaut " in read_text(app)


def test_comparison_that_cannot_be_made_says_why() -> None:
    idle = Scenario("vide", "Vide")
    app = open_page(PAGE, perso=encode_scenario(idle), dossier="vide", scenarios="vide,ne-rien-faire")
    assert "font la même chose : gardez l'un des deux" in read_text(app)
    assert len(app.get("download_button")) == 0


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "ne fonctionne que sur l'ordinateur"),
        ("192.168.1.4:8501", "ne fonctionne que sur le réseau local"),
        ("exemple.gouv.fr/alpsat", ""),
    ],
)
def test_address_that_others_cannot_open_is_said_beside_the_files(
    monkeypatch: pytest.MonkeyPatch, address: str, words: str
) -> None:
    monkeypatch.setenv("ALPSAT_PUBLIC_URL", f"http://{address}" if address else "")
    text = read_text(open_page(PAGE))
    assert words in text
    assert ("ne fonctionne que sur" in text) == bool(words)
