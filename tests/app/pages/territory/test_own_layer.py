from __future__ import annotations

import base64
import json
import re

import pytest
import shapely
from streamlit.testing.v1 import AppTest

from alpsat_geo.app.core.preparation import read_shapes
from alpsat_geo.app.core.wiring import load_project
from alpsat_geo.report.punctuation import loosen_punctuation
from tests.app.visits import open_box, open_page, read_text

pytestmark = pytest.mark.usefixtures("in_project")

PAGE, BOX = "pages/territoire.py", "volet_donnees"
TABLE = "insee;prix au m2;part\n5023;1 234,5;12 %\n5065;980;\n01001;7;8\n".encode("cp1252")


def send(app: AppTest, name: str, content: bytes) -> None:
    app.get("file_uploader")[0].upload(name, content, "application/octet-stream").run()  # type: ignore[union-attr]
    assert not app.exception


def find_labels(app: AppTest, key: str) -> list[str]:
    return [loosen_punctuation(option) for option in app.selectbox(key=key).options]


def test_data_of_ones_own_are_said_shown_kept_for_the_visit_and_taken_away() -> None:
    app = open_box(open_page(PAGE, commune="05023"), BOX)
    assert "Rien n'est envoyé ailleurs ni écrit sur le disque" in read_text(app)
    send(app, "prix.csv", TABLE)
    told = read_text(app)
    for words in (
        "perdu leur zéro, rétablis : 2",
        "hors du territoire, laissés de côté : 1",
        "prix au m2, selon prix.csv",
    ):
        assert words in told
    assert "1 234,5" in told.replace("\u202f", " ").replace("\u00a0", " "), "in the card of the commune"
    assert "Vos données : part (%)" in find_labels(app, "choix_dimension")
    assert app.query_params.get("dimension") in (None, []), "a link does not carry it"
    # What is refused leaves what was there.
    send(app, "vide.csv", b" ")
    assert "Ce fichier est vide" in read_text(app)
    assert "prix au m2, selon prix.csv" in read_text(app)
    app.selectbox(key="choix_dimension").set_value("habitants").run()
    assert app.query_params["dimension"] in ("habitants", ["habitants"])
    app.toggle(key="face_a_face").set_value(True).run()
    assert not app.exception
    assert "Communes qui ont les deux : 2. C'est trop peu" in read_text(app)
    app.selectbox(key="axe_horizontal").set_value("habitants").run()
    app.selectbox(key="axe_vertical").set_value("acces").run()
    assert "Communes qui ont les deux : 36. Coefficient" in read_text(app)
    app.button(key="retirer_donnees").click().run()
    assert not app.exception
    assert "prix.csv" not in read_text(app)
    assert not any("Vos données" in label for label in find_labels(app, "choix_dimension"))


def test_points_are_drawn_and_counted_on_the_map() -> None:
    app = open_box(open_page(PAGE), BOX)
    project = load_project()
    point = read_shapes(project.territory)[3].representative_point()
    send(app, "bornes.geojson", json.dumps(json.loads(shapely.to_geojson(point))).encode())
    assert "Nombre de points, selon bornes.geojson" in read_text(app)
    drawn = next(str(block.proto.body) for block in app.get("html") if "ag-own-map" in str(block.proto.body))
    (picture,) = re.findall(r"base64,([\w+/=]+)", drawn)
    assert base64.b64decode(picture).decode().count('r="4.5"') == 1
    app.selectbox(key="classes_apportees").set_value("quantiles").run()
    assert "Effectifs égaux" in read_text(app)
