"""A vote by one-time codes, from the form to the second device."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from alpsat_geo.app.core import limits
from alpsat_geo.app.core.device import CODE_COOKIE, DEVICE_COOKIE
from alpsat_geo.app.core.limits import GUESSES_PER_MIN
from alpsat_geo.app.pages.consultation.answer import answer_session
from alpsat_geo.app.parts.invitation import write_address
from alpsat_geo.compute.consultation import College
from alpsat_geo.report.address.seat import CODE_NAME, Seat
from alpsat_geo.report.minutes import write_minutes_csv
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.tokens import make_token, make_voting_code, show_voting_code
from tests.app.pages.consultation.rooms import QUESTION, make_prices, open_room
from tests.app.visits import open_page, read_text

pytestmark = pytest.mark.usefixtures("in_project")

PAGE = "pages/concertation.py"
ENTRY = "Votre code de vote"


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def type_code(app: AppTest, code: str) -> AppTest:
    app.text_input(key="code_de_vote").set_value(code)
    return press(app, "Ouvrir mon bulletin")


def send(app: AppTest) -> AppTest:
    for question in range(2):
        app.button_group(key=f"reponse_{question}").set_value(3).run()
    return press(app, "Envoyer mon vote")


def read_codes(store: ConsultationStore, places: int = 3) -> tuple[str, dict[College, tuple[str, ...]]]:
    device = make_token()
    session, facilitator = open_room(store, places=places, device=device, has_codes=True)
    return session, dict(store.print_codes(session, facilitator, Actor(device)))


def test_the_form_opens_a_room_by_code_whose_sheets_are_made_by_who_leads(store: ConsultationStore) -> None:
    app = open_page(PAGE)
    app.text_input(key="consultation_question").set_value(QUESTION)
    app.radio(key="consultation_acces").set_value("codes")
    assert "combien de codes imprimer" in read_text(press(app, "Ouvrir la consultation"))
    app.number_input(key="consultation_places").set_value(12)
    app = press(app, "Ouvrir la consultation")
    (session,) = store.list_sessions("brianconnais-queyras")
    assert (session.has_codes, session.college_capacity_count) == (True, 12)
    said = "Votes authentifiés par code à usage unique : 12 codes par groupe."
    assert said in read_text(app)
    assert not app.get("download_button")
    app = press(app, "Préparer les codes à imprimer")
    assert [button.proto.label for button in app.get("download_button")] == ["Télécharger les codes à imprimer (PDF)"]
    # No code stands on the page that is projected.
    assert "Salle ouverte à tous" not in read_text(app)


def test_an_open_room_says_that_nobody_is_authenticated(store: ConsultationStore) -> None:
    session, _facilitator = open_room(store)
    said = "Salle ouverte à tous : les votes ne sont pas authentifiés."
    assert said in read_text(open_page(PAGE, session=session, ecran="salle"))
    assert said in write_minutes_csv(answer_session(store.get(session))).decode().replace("\u00a0", " ")


def test_a_scanned_sheet_opens_the_ballot_of_its_group_in_three_taps(
    store: ConsultationStore, cookies: dict[str, str]
) -> None:
    session, codes = read_codes(store)
    cookies[f"{CODE_COOKIE}{session}"] = codes["entreprises"][0]
    app = open_page(PAGE, session=session)
    assert "Entreprises" in read_text(app)
    assert not {button.label for button in app.button} & {"Changer de groupe", "Ouvrir mon bulletin"}
    assert "Votre vote est parti" in read_text(send(app))
    # The same device finds its seat again, the code scanned or not, and changes its vote.
    del cookies[f"{CODE_COOKIE}{session}"]
    app = press(open_page(PAGE, session=session), "Changer mon vote")
    send(app)
    assert [vote.college for vote in store.list_votes(session)] == ["entreprises"]


def test_a_typed_code_opens_one_seat_and_a_second_device_none(
    store: ConsultationStore, cookies: dict[str, str]
) -> None:
    session, codes = read_codes(store)
    code = codes["lien_social"][1]
    app = open_page(PAGE, session=session)
    assert ENTRY in read_text(app)
    assert "À quel groupe appartenez-vous ?" not in read_text(app)
    assert "n'ouvre aucune place" in read_text(type_code(app, make_voting_code()))
    app = type_code(app, f" {show_voting_code(code).lower()} ")
    send(app)
    # A second person on this device has another code, or no ballot.
    app = type_code(press(app, "Une autre personne vote sur cet appareil"), code)
    assert "Ce code a déjà servi" in read_text(app)
    app = send(type_code(app, codes["lien_social"][2]))
    cookies[DEVICE_COOKIE] = make_token()
    stranger = type_code(open_page(PAGE, session=session), code)
    assert "Ce code a déjà servi" in read_text(stranger)
    assert ENTRY in read_text(stranger)
    assert len(store.list_votes(session)) == 2


def test_a_code_that_was_used_is_refused_in_the_language_of_who_typed_it(
    store: ConsultationStore, cookies: dict[str, str]
) -> None:
    session, codes = read_codes(store)
    code = codes["entreprises"][1]
    send(type_code(open_page(PAGE, session=session), code))
    cookies[DEVICE_COOKIE] = make_token()
    app = open_page(PAGE, session=session, langue="it")
    app.text_input(key="code_de_vote").set_value(code)
    text = read_text(press(app, "Aprire la mia scheda"))
    assert "Questo codice è già stato usato, su un altro dispositivo o da un'altra persona" in text
    assert "Ce code" not in text


def test_codes_are_not_guessed_without_end(
    store: ConsultationStore, cookies: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    session, codes = read_codes(store)
    monkeypatch.setenv("ALPSAT_MODE", "shared")
    cookies[DEVICE_COOKIE] = make_token()
    limits._open_limiter.cache_clear()
    app = open_page(PAGE, session=session)
    for _guess in range(GUESSES_PER_MIN):
        limits.count_guess("127.0.0.1")
    # The true code does not help any more, for a minute.
    app = type_code(app, codes["entreprises"][0])
    assert "Trop de codes inconnus" in read_text(app)
    limits._open_limiter.cache_clear()


def test_the_minutes_tell_how_many_codes_served_of_the_groups_that_are_shown(store: ConsultationStore) -> None:
    session, codes = read_codes(store, places=4)
    counts: dict[College, int] = {"collectivites": 4, "entreprises": 3, "lien_social": 2}
    for college, count in counts.items():
        for code in codes[college][:count]:
            store.vote(session, make_token(), make_prices(college, 2_000, 500), code)
    told = write_minutes_csv(answer_session(store.get(session))).decode().replace("\u00a0", " ").replace("\u202f", " ")
    assert "4 codes par groupe." in told
    assert "Codes utilisés, par groupe montré : Collectivités : 4 ; Entreprises : 3." in told
    assert not any(code in told.lower() for given in codes.values() for code in given)


def test_the_address_of_a_sheet_is_that_which_the_web_door_reads() -> None:
    session, code = make_token(), make_voting_code()
    parts = urlsplit(write_address("https://alpsat.example", Seat(session), **{CODE_NAME: code}))
    assert parts.path == "/concertation"
    assert parse_qs(parts.query) == {"session": [session], "code": [code]}
