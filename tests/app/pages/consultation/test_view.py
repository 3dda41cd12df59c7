"""The page of the consultation, from its form to its end, without a browser."""

from __future__ import annotations

from datetime import timedelta

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
from tests.app.pages.consultation.rooms import QUESTION, SCENARIOS, HandClock, cast_votes, make_points, open_room
from tests.app.visits import open_page, read_text

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


def give_points(app: AppTest, *points: int) -> AppTest:
    for place, number in enumerate(points):
        app.number_input(key=f"points_{place}").set_value(number).run()
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
    assert (session.level, session.weighed) == ("objectives", ("access", "welcome", "money"))
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
    spaces = [[space.settled_is_open for space in one.problem.baseline.spaces] for one in answers]
    assert spaces[0] == [False, *spaces[1][1:]]
    assert facilitator


def test_a_scenario_of_ones_own_is_put_to_the_vote(store: ConsultationStore) -> None:
    own = Scenario("a-moi", "À moi", actions=(ActionChoice("open_space", ("05065",)),))
    app = open_page(PAGE, perso=encode_scenario(own))
    app.text_input(key="consultation_question").set_value(QUESTION)
    assert "À moi" in app.multiselect(key="consultation_scenarios").options
    app.multiselect(key="consultation_scenarios").set_value(["ne-rien-faire", "a-moi"])
    app.multiselect(key="consultation_criteres").set_value(["net_public_cost", "equity"])
    next(button for button in app.button if button.label == "Ouvrir la consultation").click().run()
    session = store.get(read_query(app, "session"))
    assert [scenario.name for scenario in session.scenarios] == ["Ne rien faire", "À moi"]
    assert session.scenarios[1].actions == own.actions
    assert (session.level, session.weighed) == ("criteria", ("equity", "net_public_cost"))
    assert "Dépenser moins d'argent public" in read_text(app)


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"question": " "}, "La question est vide"),
        ({"scenarios": ["ne-rien-faire"]}, "Scénarios choisis : 1. Choisissez-en de deux à quatre."),
        (
            {"scenarios": [*SCENARIOS, "plateforme-seule", "animer-existant"]},
            "Scénarios choisis : 5. Choisissez-en de deux à quatre.",
        ),
        ({"objectifs": ["money"]}, "Objectifs choisis : 1. Choisissez-en au moins deux."),
        ({"criteres": ["equity"]}, "Critères choisis : 1. Choisissez-en de deux à six."),
        (
            {"scenarios": ["ne-rien-faire", "plateforme-seule"], "criteres": ["equity", "net_public_cost"]},
            "Ces scénarios ne se distinguent pas sur « Accès à un espace pour les habitants les plus éloignés »",
        ),
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
        elif field == "objectifs":
            app.button_group(key=key).set_value(value)
        else:
            app.multiselect(key=key).set_value(value)
    next(button for button in app.button if button.label == "Ouvrir la consultation").click().run()
    assert sentence in read_text(app)
    assert read_query(app, "session") == ""


def test_a_vote_by_points_is_sent_only_when_it_makes_a_hundred(store: ConsultationStore) -> None:
    session, _ = open_room(store)
    app = give_points(sit(session), 50, 30)
    press(app, "envoyer")
    assert "Votre vote n'est pas parti. Il reste 20 points à donner." in read_text(app)
    assert store.list_votes(session) == ()
    press(give_points(app, 50, 30, 20), "envoyer")
    assert "Votre vote est parti et il est enregistré." in read_text(app)
    assert store.list_votes(session) == (make_points("entreprises", 50, 30, 20),)


def test_points_can_be_adjusted_and_criteria_ranked(store: ConsultationStore) -> None:
    session, _ = open_room(store)
    first = press(press(give_points(sit(session), 100, 60), "ajuster"), "envoyer")
    assert store.list_votes(session) == (make_points("entreprises", 65, 35, 0),)
    press(first, "changer")
    first.segmented_control[0].set_value("ranking").run()
    press(press(first, "rang_2"), "envoyer")
    assert "Il reste 2 priorités à classer" in read_text(first)
    press(press(first, "rang_0"), "envoyer")
    (vote,) = store.list_votes(session)
    assert vote.method == "ranking"
    assert list(vote.answers.values()) == [2, 3, 1]


def test_a_phone_finds_its_vote_and_its_draft_again(store: ConsultationStore) -> None:
    session, _ = open_room(store)
    app = give_points(sit(session, "lien_social"), 40, 30)
    address = {name: read_query(app, name) for name in ("session", "college", "reponse")}
    assert address["college"] == "lien-social"
    woken = open_page(PAGE, **address)
    assert [woken.number_input(key=f"points_{place}").value for place in range(3)] == [40, 30, 0]
    press(give_points(woken, 40, 30, 30), "envoyer")
    assert read_query(woken, "reponse") == ""
    again = open_page(PAGE, session=session)
    assert "Votre vote est enregistré." in read_text(again)
    press(press(again, "changer"), "envoyer")
    press(give_points(press(again, "changer"), 0, 0, 100), "envoyer")
    assert store.list_votes(session) == (make_points("lien_social", 0, 0, 100),)


def test_a_room_that_weighs_criteria_asks_each_and_takes_a_draft_of_before(store: ConsultationStore) -> None:
    weighed = ("residents_within_reach", "additional_inhabitants", "net_public_cost")
    session, _ = open_room(store, weighed=weighed, level="criteria")
    app = open_page(PAGE, session=session, college="entreprises", reponse="p40.30.30")
    labels = [app.number_input(key=f"points_{place}").label for place in range(3)]
    assert labels == [
        "Habitants assez proches d'un espace en hiver",
        "Habitants supplémentaires à cinq ans",
        "Dépenser moins d'argent public",
    ]
    press(app, "envoyer")
    (vote,) = store.list_votes(session)
    assert vote.answers == {"residents_within_reach": 40, "additional_inhabitants": 30, "net_public_cost": 30}
    cast_votes(store, session, *[vote] * 2)
    assert "Critère Entreprises" in read_text(open_page(PAGE, session=session, ecran="salle"))


def test_no_address_reads_or_changes_the_vote_of_another(store: ConsultationStore, cookies: dict[str, str]) -> None:
    session, _ = open_room(store)
    mine = cookies[DEVICE_COOKIE]
    press(give_points(sit(session), 100), "envoyer")
    vote = store.find_vote(session, mine)
    for count, place in enumerate((mine, Actor(mine).sit(2), "1", "2"), start=2):
        cookies[DEVICE_COOKIE] = make_token()
        crafted = open_page(PAGE, session=session, place=place, college="lien-social", reponse="p0.100.0")
        assert "Votre vote est enregistré." not in read_text(crafted)
        assert mine not in str(crafted.query_params)
        press(crafted, "envoyer")
        press(give_points(press(crafted, "changer"), 0, 0, 100), "envoyer")
        assert store.find_vote(session, mine) == vote
        assert len(store.list_votes(session)) == count, "a stranger has one vote, whatever the address says"


def test_a_browser_that_takes_no_name_is_told_so_and_its_vote_is_not_taken(
    store: ConsultationStore, cookies: dict[str, str]
) -> None:
    session, _ = open_room(store)
    cookies.clear()
    app = press(press(sit(session), "ajuster"), "envoyer")
    assert "a perdu sa place dans la consultation" in read_text(app)
    assert store.list_votes(session) == ()
    for _time in range(6):
        app.run()
    assert "Ce navigateur refuse le témoin (cookie) qui tient votre place" in read_text(app)


def test_another_person_on_the_same_phone_has_a_vote_of_their_own(store: ConsultationStore) -> None:
    session, _ = open_room(store)
    app = press(give_points(sit(session), 100), "envoyer")
    press(app, "autre")
    press(give_points(press(app, "college_collectivites"), 0, 100), "envoyer")
    assert {vote.college for vote in store.list_votes(session)} == {"entreprises", "collectivites"}
    assert read_query(app, "place") == "2"
    for _person in range(PLACES_AT_MOST - 2):
        press(press(press(press(app, "autre"), "college_lien_social"), "ajuster"), "envoyer")
    press(app, "autre")
    assert "Cet appareil a servi à cinq personnes" in read_text(app)
    assert len(store.list_votes(session)) == PLACES_AT_MOST


def test_who_leads_may_vote_too(store: ConsultationStore, cookies: dict[str, str]) -> None:
    session, _ = open_room(store, device=cookies[DEVICE_COOKIE])
    assert "En attente de votes" in read_text(open_page(PAGE, session=session))
    voting = open_page(PAGE, session=session, ecran="vote")
    press(press(press(voting, "college_entreprises"), "ajuster"), "envoyer")
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
    cast_votes(store, session, make_points("entreprises", 100, 0, 0))
    app = press(press(sit(session), "ajuster"), "envoyer")
    assert "Ce groupe est complet (1 votes)" in read_text(app)
    assert app.number_input(key="points_0").value == 35
    press(app, "autre_college")
    press(press(press(app, "college_lien_social"), "ajuster"), "envoyer")
    assert len(store.list_votes(session)) == 2


@pytest.mark.parametrize("is_closed", [True, False])
def test_once_over_nobody_votes_and_everybody_sees_what_may_be_seen(
    store: ConsultationStore, clock: HandClock, *, is_closed: bool
) -> None:
    session, facilitator = open_room(store)
    cast_votes(
        store,
        session,
        *[make_points("entreprises", 60, 0, 40)] * 4,
        *[make_points("lien_social", 0, 100, 0)],
    )
    voting = give_points(sit(session), 100)
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
    cast_votes(store, session, *[make_points("entreprises", 60, 0, 40)] * 3)

    def fail(*_arguments: object) -> None:
        message = "La base de données ne répond pas : réessayez dans un instant."
        raise StoreError(message)

    app = give_points(sit(session), 100)
    with monkeypatch.context() as patch:
        patch.setattr(ConsultationStore, "vote", fail)
        press(app, "envoyer")
        assert "La consultation ne répond pas pour l'instant" in read_text(app)
        assert app.number_input(key="points_0").value == 100
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
    others = [make_points("entreprises", 0, 20, 80), make_points("entreprises", 10, 0, 90)] * 2
    pairs = [
        (make_points("lien_social", 100, 0, 0), make_points("lien_social", 0, 50, 50)),
        (make_points("lien_social", 0, 50, 50), make_points("lien_social", 100, 0, 0)),
        (make_points("lien_social", 20, 20, 60), make_points("lien_social", 0, 0, 100)),
    ]
    newcomer = make_points("lien_social", 0, 100, 0)
    before, after = [], []
    for pair in (None, *pairs):
        session, _ = open_room(store)
        cast_votes(store, session, *others, make_points("chambres_consulaires", 0, 0, 100), *(pair or ()))
        before.append(read_text(open_page(PAGE, session=session, ecran="salle")).replace(session, ""))
        if pair:
            cast_votes(store, session, newcomer)
            after.append(read_text(open_page(PAGE, session=session, ecran="salle")).replace(session, ""))
    assert len(set(before)) == 1, "two votes, other votes or none: the page is the same, totals included"
    assert after[0] == after[1], "once three, which of the two gave which vote shows nowhere"
    assert after[0] != after[2], "the page does answer, once there are three"


def test_who_leads_enters_corrects_and_withdraws_ballots_cast_on_paper(store: ConsultationStore) -> None:
    session, facilitator = open_room(store)
    cast_votes(store, session, *[make_points("entreprises", 60, 0, 40)] * 2)
    app = press(open_page(PAGE, session=session, animation=facilitator), "papier")
    app.radio(key="papier_groupe").set_value("entreprises")
    for typed in ("40 30 30", "10/10/80"):
        app.text_input(key="papier_nombres").set_value(typed).run()
        assert app.text_input(key="papier_nombres").value == ""
    assert "Bulletin compté, n° 2 : Entreprises, 10 · 10 · 80 points." in read_text(app).replace("\u00a0", " ")
    app.text_input(key="papier_nombres").set_value("50 20").run()
    assert "ne donne pas 3 nombres entiers" in read_text(app)
    assert app.text_input(key="papier_nombres").value == "50 20"
    app.text_input(key="papier_nombres").set_value("50 20 20").run()
    assert "Les points font 90 en tout" in read_text(app)
    app.selectbox(key="papier_numero").select(1)
    press(app, "papier_corriger")
    assert app.text_input(key="papier_nombres").value == "40 30 30"
    app.radio(key="papier_facon").set_value("ranking")
    app.text_input(key="papier_nombres").set_value("2 1 3").run()
    assert "4 votes comptés (dont 2 sur papier)" in read_text(open_page(PAGE, session=session, ecran="salle"))
    (first, vote), (second, _) = store.list_paper(session, facilitator, NOBODY)
    assert (first, vote.method, [*vote.answers.values()]) == (1, "ranking", [2, 1, 3])
    app.selectbox(key="papier_numero").select(second)
    press(app, "papier_retirer")
    assert [number for number, _vote in store.list_paper(session, facilitator, NOBODY)] == [1]
    assert "3 votes comptés (dont 1 sur papier)" in read_text(open_page(PAGE, session=session, ecran="salle"))
