"""Corrections on screen: by the form and by a workbook, named on every page, kept, undone, refused."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from alpsat_geo.app.core import mode, wiring
from alpsat_geo.app.pages.method import correction_book
from alpsat_geo.domain.correction import Correction
from alpsat_geo.report.corrections.code import encode_corrections
from alpsat_geo.report.corrections.file import write_xlsx
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.errors import StoreError
from alpsat_geo.store.place import find_usual_file
from alpsat_geo.store.tokens import make_token
from tests.app.visits import open_box, open_page, read_text
from tests.embedded import open_embedded

pytestmark = pytest.mark.usefixtures("in_project")

PAGE = "pages/donnees.py"
CARRIED = "Corrections portées par ce lien, non enregistrées (1) : Altipolis (ouvert, 35 places)."
SAVED = "Corrections du territoire, enregistrées (1) : Altipolis (ouvert, 35 places)."
OPEN = Correction(
    "space", "change", key="altipolis", status="open", desks_count=35.0, author="DGS", date="2026-11-27", source="appel"
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read_code(app: AppTest) -> str:
    held = app.query_params["corrections"]
    return held if isinstance(held, str) else held[0]


def read_comparison() -> str:
    """Read the verdict, the maps' words and the tables of the page that rests on everything."""
    app = open_page("pages/comparer.py", scenarios="ne-rien-faire,espaces-frugaux", commune="05023")
    return read_text(app).replace(SAVED, "")


def test_altipolis_by_the_form_then_saved_then_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_comparison()
    app = open_box(open_page(PAGE, partie="corrections"), "volet_correction")
    assert not find_usual_file().exists(), "reading makes no database"
    app.selectbox(key="correction_status").select("open")
    app.text_input(key="correction_desks_count").input("trente-cinq")
    app.text_input(key="correction_author").input("DGS")
    app.text_input(key="correction_date").input("27/11/2026")
    app.button(key="appliquer_correction").click().run()
    text = read_text(app)
    assert "Nombre de places : « trente-cinq » n'est pas un nombre" in text
    assert "D'après quoi : La valeur manque" in text
    assert "corrections" not in app.query_params
    app.text_input(key="correction_desks_count").input("35")
    app.text_input(key="correction_source").input("appel")
    app.button(key="appliquer_correction").click().run()
    assert not app.exception
    text = read_text(app)
    assert CARRIED in text
    assert "Usagers réguliers des espaces" in text
    code = read_code(app)
    assert code == encode_corrections([OPEN])

    app.button(key="enregistrer_corrections").click().run()
    assert not app.exception
    assert SAVED in read_text(app)
    assert "corrections" not in app.query_params
    # Every page follows what was saved, whoever opens it, without anything in its address; the same link twice is one.
    for page in ("pages/territoire.py", "pages/comparer.py"):
        assert SAVED in read_text(open_page(page, corrections=code))
    assert read_comparison() != before

    # Somebody else of a shared server reads it, and may not undo it.
    with monkeypatch.context() as shared:
        shared.setattr(mode, "find_actor", lambda: Actor(make_token()))
        shared.setattr("alpsat_geo.app.parts.rights.find_actor", lambda: Actor(make_token()))
        stranger = open_page(PAGE, partie="corrections")
        assert SAVED in read_text(stranger)
        assert not [button for button in stranger.button if "annuler" in str(button.key)]

    app.button(key="annuler_correction_1").click().run()
    assert not app.exception
    assert "Aucune correction en vigueur" in read_text(app)
    assert read_comparison() == before
    app = open_box(app, "volet_journal")
    assert "annulée le" in read_text(app)
    app.button(key="remettre_correction_1").click().run()
    assert SAVED in read_text(app)


def test_the_form_says_what_stands_today() -> None:
    app = open_box(open_page(PAGE, partie="corrections"), "volet_correction")
    told = {}
    for key in ("altipolis", "luceo"):
        app.selectbox(key="correction_key").select(key).run()
        fields = ("desks_count", "price_month_eur", "hours", "host")
        told[key] = [app.selectbox(key="correction_status").options[0]]
        told[key] += [app.text_input(key=f"correction_{field}").placeholder for field in fields]
    absent = "aujourd'hui\u00a0: donnée absente"
    assert told == {
        "altipolis": [
            "inchangé\u00a0: recensé en 2019, à confirmer",
            *[absent] * 3,
            "aujourd'hui\u00a0: CC du Briançonnais",
        ],
        "luceo": [
            "inchangé\u00a0: ouvert (juillet 2025)",
            *[absent] * 3,
            "aujourd'hui\u00a0: CC du Pays des Écrins",
        ],
    }
    app.selectbox(key="correction_key").select("+").run()
    assert not app.exception
    assert app.selectbox(key="correction_status").options == ["ouvert", "fermé", "à vérifier"]
    assert app.text_input(key="correction_desks_count").placeholder == ""


def test_the_same_by_a_workbook_and_a_wrong_one_changes_nothing() -> None:
    territory = open_embedded().territory
    app = open_box(open_page(PAGE, partie="corrections"), "volet_fichier_corrections")
    wrong = "objet;opération;nom;places;auteur;date;source\nespace;modifier;Altipolis;mille;DGS;2026-11-27;appel\n"
    app.file_uploader[0].upload("faux.csv", wrong.encode(), "text/csv").run()
    assert "Rien n'est appliqué, 1 point à corriger :" in read_text(app)
    assert "faux.csv, ligne 2, colonne places : « mille » n'est pas un nombre" in read_text(app)
    assert "corrections" not in app.query_params
    app.file_uploader[0].upload("corrections.xlsx", write_xlsx([OPEN], territory), XLSX).run()
    assert not app.exception
    assert CARRIED in read_text(app)
    assert read_code(app) == encode_corrections([OPEN])
    app.button(key="retirer_correction_0").click().run()
    assert "Aucune correction en vigueur" in read_text(app)
    assert "corrections" not in app.query_params


def test_a_link_names_its_corrections_on_every_page_and_leaves_aside_what_it_cannot_follow() -> None:
    gone = Correction("space", "change", key="disparu", status="open", author="a", date="2026-11-27", source="b")
    code = encode_corrections([OPEN, gone])
    for page in ("pages/territoire.py", "pages/actions.py", "pages/comparer.py", "pages/dossier.py"):
        app = open_page(page, corrections=code)
        text = read_text(app)
        assert CARRIED in text, page
        assert "laissée de côté" in text, page
        assert read_code(app) == encode_corrections([OPEN])
    for wrong in ("1.abc", "x" * 5000, encode_corrections([OPEN]).replace("1.", "2.")):
        app = open_page("pages/territoire.py", corrections=wrong)
        assert "Les corrections du lien ne se lisent pas" in read_text(app)
        assert "corrections" not in app.query_params


def test_a_database_that_does_not_answer_leaves_the_pages_and_says_so_where_it_matters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> None:
        message = "La base ne répond pas."
        raise StoreError(message)

    open_page("pages/territoire.py")
    with monkeypatch.context() as outage:
        outage.setattr(wiring, "may_hold_rows", lambda: True)
        outage.setattr(wiring, "load_corrections", refuse)
        outage.setattr(correction_book, "may_hold_rows", lambda: True)
        outage.setattr(correction_book, "load_corrections", refuse)
        wiring.forget_saved()
        assert "La base ne répond pas." not in read_text(open_page("pages/territoire.py"))
        assert "La base ne répond pas." in read_text(open_page(PAGE, partie="corrections"))
    found = read_text(open_page(PAGE, corrections=encode_corrections([OPEN])))
    assert "Corrections en vigueur Altipolis (ouvert, 35 places) : DGS ; 27 novembre 2026 ; appel" in found
