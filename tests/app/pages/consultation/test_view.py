"""The page of the consultation, from its form to its end, without a browser."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from alpsat_geo.app.core.device import DEVICE_COOKIE, LEAD_COOKIE
from alpsat_geo.app.pages.consultation import view
from alpsat_geo.app.pages.consultation.answer import answer_session
from alpsat_geo.domain.correction import Correction
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.report.address.seat import PLACES_AT_MOST
from alpsat_geo.report.corrections.code import encode_corrections
from alpsat_geo.report.minutes import write_minutes_csv
from alpsat_geo.sources.scenario_code import encode_scenario
from alpsat_geo.store.actor import NOBODY, Actor
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.errors import StoreError
from alpsat_geo.store.tokens import make_token
from tests.app.pages.consultation.rooms import QUESTION, SCENARIOS, HandClock, cast_votes, make_prices, open_room
from tests.app.visits import open_page, read_text
from tests.store.former_database import (
    BY_CRITERION,
    BY_OBJECTIVE,
    CODED,
    CODED_LEAD,
    CRITERION_LEAD,
    FREE_CODE,
    OBJECTIVE_LEAD,
    READ_AT,
    fill_database,
)

pytestmark = pytest.mark.usefixtures("in_project")

PAGE = "pages/concertation.py"


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def read_query(app: AppTest, name: str) -> str:
    values = app.query_params.get(name, [""])
    return values if isinstance(values, str) else values[0]


def sit(session: str, college: str = "entreprises") -> AppTest:
    return press(open_page(PAGE, session=session), f"college_{college}")


def choose(app: AppTest, *places: int) -> AppTest:
    """Tap one answer a question, by its place: 0 is nothing, 3 is 2,000 €, 7 is "I do not know"."""
    for question, place in enumerate(places):
        app.button_group(key=f"reponse_{question}").set_value(place).run()
    assert not app.exception
    return app


def test_the_form_opens_a_room_that_its_device_leads_and_no_other(
    store: ConsultationStore, cookies: dict[str, str]
) -> None:
    app = open_page(PAGE)
    app.text_input(key="consultation_question").set_value(QUESTION)
    next(button for button in app.button if button.label == "Ouvrir la consultation").click().run()
    assert not app.exception
    session = store.get(read_query(app, "session"))
    device = Actor(cookies[DEVICE_COOKIE])
    assert store.is_facilitator(session.id, device.lead(session.id), device)
    assert "clore" in {button.key for button in app.button}
    assert "animation" not in app.query_params
    reloaded = open_page(PAGE, session=session.id)
    assert "clore" in {button.key for button in reloaded.button}, "the device that opened it leads it"
    cookies[DEVICE_COOKIE] = make_token()
    stranger = open_page(PAGE, session=session.id)
    assert "À quel groupe appartenez-vous ?" in read_text(stranger)
    assert not {button.key for button in stranger.button} & {"clore", "effacer"}
    assert session.question == QUESTION
    assert len(session.scenarios) == 3
    assert (session.level, session.weighed) == ("prices", ("inhabitant", "user"))
    assert session.expires_at - session.opened_at == timedelta(hours=2)
    assert "En attente de votes" in read_text(app)


def test_a_vote_is_read_on_the_data_as_they_were_corrected_when_it_opened(store: ConsultationStore) -> None:
    correction = Correction(
        "space", "change", key="altipolis", status="closed", author="DGS", date="2026-11-27", source="appel"
    )
    app = open_page(PAGE, corrections=encode_corrections([correction]))
    app.text_input(key="consultation_question").set_value(QUESTION)
    next(button for button in app.button if button.label == "Ouvrir la consultation").click().run()
    assert not app.exception
    session = store.get(read_query(app, "session"))
    said = "Corrections portées par ce lien, non enregistrées (1) : Altipolis (fermé)."
    assert session.question == f"{QUESTION} ({said})"
    # Whoever votes reads it, without any correction in their own link, and the answer rests on it.
    assert said in read_text(open_page(PAGE, session=session.id))
    plain, facilitator = open_room(store)
    answers = [answer_session(store.get(key)) for key in (session.id, plain)]
    assert [len(minutes.territory.corrections) for minutes in answers] == [1, 0]
    assert said in write_minutes_csv(answers[0]).decode()
    assert answers[0].lines != answers[1].lines
    assert facilitator


def test_a_scenario_of_ones_own_is_put_to_the_vote(store: ConsultationStore) -> None:
    own = Scenario("a-moi", "À moi", actions=(ActionChoice("open_space", ("05065",)),))
    app = open_page(PAGE, perso=encode_scenario(own))
    app.text_input(key="consultation_question").set_value(QUESTION)
    assert "À moi" in app.multiselect(key="consultation_scenarios").options
    app.multiselect(key="consultation_scenarios").set_value(["ne-rien-faire", "a-moi"])
    app.button_group(key="consultation_resultats").set_value(["tonne", "inhabitant"])
    next(button for button in app.button if button.label == "Ouvrir la consultation").click().run()
    session = store.get(read_query(app, "session"))
    assert [scenario.name for scenario in session.scenarios] == ["Ne rien faire", "À moi"]
    assert session.scenarios[1].actions == own.actions
    assert session.weighed == ("inhabitant", "tonne")
    assert "pour une tonne de CO₂ évitée ?" in read_text(app)


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"question": " "}, "La question est vide"),
        ({"scenarios": ["ne-rien-faire"]}, "Scénarios choisis : 1. Choisissez-en de deux à quatre."),
        (
            {"scenarios": [*SCENARIOS, "plateforme-seule", "animer-existant"]},
            "Scénarios choisis : 5. Choisissez-en de deux à quatre.",
        ),
        ({"resultats": []}, "Le vote ne demande rien : choisissez au moins un résultat."),
    ],
)
def test_a_form_that_opens_nothing_says_why(
    store: ConsultationStore, choices: dict[str, str | list[str]], sentence: str
) -> None:
    del store
    app = open_page(PAGE)
    app.text_input(key="consultation_question").set_value(QUESTION)
    for field, value in choices.items():
        key = f"consultation_{field}"
        if isinstance(value, str):
            app.text_input(key=key).set_value(value)
        elif field == "resultats":
            app.button_group(key=key).set_value(value)
        else:
            app.multiselect(key=key).set_value(value)
    next(button for button in app.button if button.label == "Ouvrir la consultation").click().run()
    assert sentence in read_text(app)
    assert read_query(app, "session") == ""


def test_a_vote_is_sent_only_when_every_question_has_its_answer(store: ConsultationStore) -> None:
    session, _ = open_room(store)
    app = choose(sit(session), 3)
    press(app, "envoyer")
    assert "Votre vote n'est pas parti. Il reste 1 question sans réponse." in read_text(app)
    assert store.list_votes(session) == ()
    press(choose(app, 3, 7), "envoyer")
    assert "Votre vote est parti et il est enregistré." in read_text(app)
    assert store.list_votes(session) == (make_prices("entreprises", 2_000, None),)
    assert "je ne sais pas" in read_text(app)


def test_a_phone_finds_its_vote_and_its_draft_again(store: ConsultationStore) -> None:
    session, _ = open_room(store)
    app = choose(sit(session, "lien_social"), 6)
    address = {name: read_query(app, name) for name in ("session", "college", "reponse")}
    assert (address["college"], address["reponse"]) == ("lien-social", "6.")
    woken = open_page(PAGE, **address)
    assert [woken.button_group(key=f"reponse_{place}").value for place in range(2)] == [6, None]
    press(choose(woken, 6, 0), "envoyer")
    assert read_query(woken, "reponse") == ""
    again = open_page(PAGE, session=session)
    assert "Votre vote est enregistré." in read_text(again)
    press(press(again, "changer"), "envoyer")
    press(choose(press(again, "changer"), 0, 5), "envoyer")
    assert store.list_votes(session) == (make_prices("lien_social", 0, 8_000),)


def test_a_draft_of_before_is_begun_again(store: ConsultationStore) -> None:
    session, _ = open_room(store)
    app = open_page(PAGE, session=session, college="entreprises", reponse="p40.30.30")
    assert "Il reste 2 questions sans réponse." in read_text(app)


def test_no_address_reads_or_changes_the_vote_of_another(store: ConsultationStore, cookies: dict[str, str]) -> None:
    session, _ = open_room(store)
    mine = cookies[DEVICE_COOKIE]
    press(choose(sit(session), 1, 1), "envoyer")
    vote = store.find_vote(session, mine)
    for count, place in enumerate((mine, Actor(mine).sit(2), "1", "2"), start=2):
        cookies[DEVICE_COOKIE] = make_token()
        crafted = open_page(PAGE, session=session, place=place, college="lien-social", reponse="0.6")
        assert "Votre vote est enregistré." not in read_text(crafted)
        assert mine not in str(crafted.query_params)
        press(crafted, "envoyer")
        press(choose(press(crafted, "changer"), 0, 0), "envoyer")
        assert store.find_vote(session, mine) == vote
        assert len(store.list_votes(session)) == count, "a stranger has one vote, whatever the address says"


def test_a_browser_that_takes_no_name_is_told_so_and_its_vote_is_not_taken(
    store: ConsultationStore, cookies: dict[str, str]
) -> None:
    session, _ = open_room(store)
    cookies.clear()
    app = press(choose(sit(session), 2, 2), "envoyer")
    assert "a perdu sa place dans la consultation" in read_text(app)
    assert store.list_votes(session) == ()
    for _time in range(6):
        app.run()
    assert "Ce navigateur refuse le témoin (cookie) qui tient votre place" in read_text(app)


def test_another_person_on_the_same_phone_has_a_vote_of_their_own(store: ConsultationStore) -> None:
    session, _ = open_room(store)
    app = press(choose(sit(session), 1, 1), "envoyer")
    press(app, "autre")
    press(choose(press(app, "college_collectivites"), 0, 1), "envoyer")
    assert {vote.college for vote in store.list_votes(session)} == {"entreprises", "collectivites"}
    assert read_query(app, "place") == "2"
    for _person in range(PLACES_AT_MOST - 2):
        press(choose(press(press(app, "autre"), "college_lien_social"), 0, 0), "envoyer")
    press(app, "autre")
    assert "Cet appareil a servi à cinq personnes" in read_text(app)
    assert len(store.list_votes(session)) == PLACES_AT_MOST


def test_who_leads_may_vote_too(store: ConsultationStore, cookies: dict[str, str]) -> None:
    session, _ = open_room(store, device=cookies[DEVICE_COOKIE])
    assert "En attente de votes" in read_text(open_page(PAGE, session=session))
    voting = open_page(PAGE, session=session, ecran="vote")
    press(choose(press(voting, "college_entreprises"), 0, 0), "envoyer")
    assert len(store.list_votes(session)) == 1


def test_a_wrong_code_and_a_wrong_leader_have_a_way_on(store: ConsultationStore) -> None:
    session, _ = open_room(store)
    lost = open_page(PAGE, session="code-faux")
    assert "Cette consultation n'existe pas, ou plus" in read_text(lost)
    press(lost, "quitter")
    assert lost.text_input(key="consultation_question").value == ""
    usurper = open_page(PAGE, session=session, animation=make_token())
    assert "Ce lien permet de voter, mais pas d'animer" in read_text(usurper)
    press(usurper, "voter")
    assert "À quel groupe appartenez-vous ?" in read_text(usurper)


def test_a_full_college_keeps_the_ballot_and_says_so(store: ConsultationStore) -> None:
    session, _ = open_room(store, places=1)
    cast_votes(store, session, make_prices("entreprises", 500, 0))
    app = press(choose(sit(session), 2, 2), "envoyer")
    assert "Ce groupe est complet (1 votes)" in read_text(app)
    assert app.button_group(key="reponse_0").value == 2
    press(app, "autre_college")
    press(press(app, "college_lien_social"), "envoyer")
    assert len(store.list_votes(session)) == 2


@pytest.mark.parametrize("is_closed", [True, False])
def test_once_over_nobody_votes_and_everybody_sees_what_may_be_seen(
    store: ConsultationStore, clock: HandClock, *, is_closed: bool
) -> None:
    session, facilitator = open_room(store)
    cast_votes(
        store,
        session,
        *[make_prices("entreprises", 4_000, 0)] * 4,
        make_prices("lien_social", 0, 8_000),
    )
    voting = choose(sit(session), 1, 1)
    if is_closed:
        press(press(open_page(PAGE, session=session, animation=facilitator), "clore"), "clore_oui")
    else:
        clock.now += timedelta(hours=2)
    press(voting, "envoyer")
    assert "Le vote est terminé" in read_text(voting)
    assert len(store.list_votes(session)) == 5
    for app in (open_page(PAGE, session=session), open_page(PAGE, session=session, animation=facilitator)):
        text = read_text(app)
        assert "4 votes comptés" in text
        assert "Lien social moins de 3 votes" in text
        assert ("Le vote est clos." if is_closed else "Le temps de vote est écoulé.") in text


def test_time_is_told_as_what_remains_by_the_clock_of_the_server(store: ConsultationStore, clock: HandClock) -> None:
    session, _ = open_room(store)
    clock.now += timedelta(minutes=55)
    assert "Le vote se ferme dans 1 h 05." in read_text(open_page(PAGE, session=session)).replace("\u00a0", " ")
    clock.now += timedelta(minutes=64, seconds=30)
    assert "moins d'une minute" in read_text(open_page(PAGE, session=session))


def test_a_database_that_stops_is_said_and_the_page_comes_back(
    store: ConsultationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, facilitator = open_room(store)
    cast_votes(store, session, *[make_prices("entreprises", 4_000, 0)] * 3)

    def fail(*_arguments: object) -> None:
        message = "La base de données ne répond pas : réessayez dans un instant."
        raise StoreError(message)

    app = choose(sit(session), 1, 1)
    with monkeypatch.context() as patch:
        patch.setattr(ConsultationStore, "vote", fail)
        press(app, "envoyer")
        assert "La consultation ne répond pas pour l'instant" in read_text(app)
        assert app.button_group(key="reponse_0").value == 1
        patch.setattr(view, "load_consultations", fail)
        stopped = open_page(PAGE, session=session, animation=facilitator)
        assert "La consultation ne répond pas pour l'instant" in read_text(stopped)
    press(app, "envoyer")
    assert "enregistré" in read_text(app)
    assert "4 votes comptés" in read_text(press(stopped, "reessayer"))


def test_no_page_carries_a_token_and_the_lead_is_not_lost(store: ConsultationStore, cookies: dict[str, str]) -> None:
    session, facilitator = open_room(store)
    app = open_page(PAGE, session=session, animation=facilitator)
    assert facilitator not in str(app.query_params)
    app.switch_page("pages/actions.py").run()
    assert not app.exception
    assert not [name for name in ("session", "animation", "place") if read_query(app, name)]
    app.switch_page(PAGE).run()
    assert "clore" in {button.key for button in app.button}
    cookies[f"{LEAD_COOKIE}{session}"] = facilitator
    assert "clore" in {button.key for button in open_page(PAGE, session=session).button}


def test_the_view_to_project_has_no_command_and_no_token(store: ConsultationStore) -> None:
    session, facilitator = open_room(store)
    led = open_page(PAGE, session=session, animation=facilitator)
    assert "clore" in {button.key for button in led.button}
    shown = open_page(PAGE, session=session, ecran="salle")
    assert "En attente de votes" in read_text(shown)
    assert not {button.key for button in shown.button} & {"clore", "effacer"}
    assert facilitator not in read_text(shown)
    former = open_page(PAGE, session=session, vue="salle")
    assert "En attente de votes" in read_text(former)
    assert "qui n'existe pas" not in read_text(former)
    assert read_query(former, "ecran") == "salle"


def test_watching_the_room_tells_nothing_of_two_before_a_third_joins(store: ConsultationStore) -> None:
    """An observer who keeps every number of the page, and joins as the third, subtracts in vain."""
    others = [make_prices("entreprises", 500, 1_000), make_prices("entreprises", 4_000, 0)] * 2
    pairs = [
        (make_prices("lien_social", 20_000, 0), make_prices("lien_social", 0, 8_000)),
        (make_prices("lien_social", 0, 8_000), make_prices("lien_social", 20_000, 0)),
        (make_prices("lien_social", 0, None), make_prices("lien_social", 0, 0)),
    ]
    newcomer = make_prices("lien_social", 2_000, 500)
    before, after = [], []
    for pair in (None, *pairs):
        session, _ = open_room(store)
        cast_votes(store, session, *others, make_prices("chambres_consulaires", 0, 0), *(pair or ()))
        before.append(read_text(open_page(PAGE, session=session, ecran="salle")).replace(session, ""))
        if pair:
            cast_votes(store, session, newcomer)
            after.append(read_text(open_page(PAGE, session=session, ecran="salle")).replace(session, ""))
    assert len(set(before)) == 1, "two votes, other votes or none: the page is the same, totals included"
    assert after[0] == after[1], "once three, which of the two gave which vote shows nowhere"
    assert after[0] != after[2], "the page does answer, once there are three"


def enter(app: AppTest, *places: int) -> AppTest:
    for question, place in enumerate(places):
        app.button_group(key=f"papier_reponse_{question}").set_value(place).run()
    return press(app, "papier_compter")


def test_who_leads_enters_corrects_and_withdraws_ballots_cast_on_paper(store: ConsultationStore) -> None:
    session, facilitator = open_room(store)
    cast_votes(store, session, *[make_prices("entreprises", 4_000, 0)] * 2)
    app = press(open_page(PAGE, session=session, animation=facilitator), "papier")
    app.radio(key="papier_groupe").set_value("entreprises")
    for places in ((3, 1), (6, 7)):
        enter(app, *places)
        assert [app.button_group(key=f"papier_reponse_{place}").value for place in range(2)] == [None, None]
    assert "Bulletin compté, n° 2 : Entreprises, davantage · je ne sais pas." in read_text(app).replace("\u00a0", " ")
    enter(app, 3)
    assert "Bulletin non compté. Il reste 1 question sans réponse." in read_text(app)
    assert app.button_group(key="papier_reponse_0").value == 3
    app.selectbox(key="papier_numero").select(1)
    press(app, "papier_corriger")
    assert [app.button_group(key=f"papier_reponse_{place}").value for place in range(2)] == [3, 1]
    enter(app, 0, 0)
    assert "4 votes comptés (dont 2 sur papier)" in read_text(open_page(PAGE, session=session, ecran="salle"))
    (first, vote), (second, _) = store.list_paper(session, facilitator, NOBODY)
    assert (first, [*vote.answers.values()]) == (1, [0, 0])
    app.selectbox(key="papier_numero").select(second)
    press(app, "papier_retirer")
    assert [number for number, _vote in store.list_paper(session, facilitator, NOBODY)] == [1]
    assert "3 votes comptés (dont 1 sur papier)" in read_text(open_page(PAGE, session=session, ecran="salle"))


@pytest.mark.parametrize(
    ("session", "lead", "told"),
    [
        (BY_OBJECTIVE, OBJECTIVE_LEAD, "Servir ceux qui sont ici 33,9 27,8 40"),
        (BY_CRITERION, CRITERION_LEAD, "Dépenser moins d'argent public 60"),
        (CODED, CODED_LEAD, "Servir ceux qui sont ici"),
    ],
)
def test_what_was_voted_before_votes_were_prices_is_read_and_takes_none(
    store: ConsultationStore,
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    *,
    session: str,
    lead: str,
    told: str,
) -> None:
    del store
    clock.now = READ_AT
    url = f"sqlite:///{tmp_path / 'former.sqlite3'}"
    fill_database(url)
    monkeypatch.setenv("ALPSAT_DATABASE_URL", url)
    app = open_page(PAGE, session=session, animation=lead)
    text = read_text(app)
    assert "Le vote est clos." in text
    assert told in text
    assert [button.proto.label for button in app.get("download_button")] == [
        "Télécharger le compte rendu (PDF)",
        "Télécharger les chiffres (CSV)",
    ]
    phone = open_page(PAGE, session=session, ecran="vote", code=FREE_CODE)
    assert "Le vote est terminé : plus aucun vote n'est pris." in read_text(phone)
    assert not phone.button_group
