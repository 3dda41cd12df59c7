"""A meeting that others follow: thirty devices in Streamlit's own protocol, a presenter and a phone in a browser."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest
from playwright.sync_api import Route, expect

from alpsat_geo.app.core.limits import GUESSES_PER_MIN
from alpsat_geo.app.core.revision_watch import MEETING_PATH
from alpsat_geo.store.database import Database
from alpsat_geo.store.meetings import MeetingStore
from tests.browser.accessibility import find_faults_everywhere, walk_by_keyboard
from tests.browser.conftest import run_server
from tests.browser.visits import PHONE, OpenVisit, Visit, wait_for
from tests.ports import find_free_port
from tests.wire import PATIENCE_S, WireVisit, fetch_cookies

pytestmark = pytest.mark.browser

FOLLOWERS = 30
COMPOSING, COMPARISON = "Avec tant d'argent par an, qu'obtient-on ?", "Que change chaque scénario, et pour qui ?"
DEVICES, OPEN, HEAR = "Autres appareils", "Ouvrir aux autres appareils", "Vous suivez la réunion"


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = find_free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALPSAT_MODE", "shared")
        with run_server(port, tmp_path_factory.mktemp("meeting")):
            yield f"http://127.0.0.1:{port}"


def open_presenter(address: str, cookies: dict[str, str]) -> tuple[WireVisit, str]:
    """Open a meeting to other devices; return its code too, read where the presenter's reload would."""
    presenter = WireVisit.open(address, "/territoire?reunion=oui", cookies)
    presenter.open_box(DEVICES)
    presenter.press(OPEN)
    return presenter, re.findall(r"animer=([a-z2-9]{8})", presenter.query)[0]


def hear_until(visit: WireVisit, title: str) -> None:
    """Ask again, as a browser does by itself, until a page shows a question."""
    deadline = time.monotonic() + PATIENCE_S
    while visit.title != title:
        assert time.monotonic() < deadline, f"{visit.title!r} instead of {title!r}"
        visit.press(HEAR)
        time.sleep(0.2)


def test_thirty_devices_see_each_step_and_none_of_them_moves_it(hosted: str) -> None:
    cookies = fetch_cookies(hosted, "/concertation")
    presenter, code = open_presenter(hosted, cookies)
    with ThreadPoolExecutor(FOLLOWERS) as threads:
        opened = threads.map(lambda _number: WireVisit.open(hosted, f"/?suivre={code.upper()}", {}), range(FOLLOWERS))
        followers = list(opened)
        for step, title in (("Composer", COMPOSING), ("Comparer", COMPARISON)):
            presenter.press(f"Suivant : {step}")
            assert presenter.title == title
            list(threads.map(lambda follower, awaited=title: hear_until(follower, awaited), followers))
    assert "Vous suivez la réunion 3 sur 6 Comparer" in re.sub(r"\s+", " ", followers[0].read())
    # Whatever a follower sends of the presenter's own buttons, and whoever takes the presenter's link, moves nothing.
    for widget, _fragment in presenter.buttons.values():
        followers[0].trigger(widget)
    thief = WireVisit.open(hosted, f"/composer?{presenter.query}", fetch_cookies(hosted, "/concertation"))
    assert "Vous suivez la réunion" in thief.read()
    assert thief.title == COMPARISON
    followers[1].press(HEAR)
    assert (presenter.title, followers[1].title) == (COMPARISON, COMPARISON)
    # A reload of the presenter finds the line where it was, and goes on.
    again = WireVisit.open(hosted, f"/comparer?{presenter.query}", cookies)
    again.press("Précédent")
    hear_until(followers[2], COMPOSING)
    for visit in (presenter, again, thief, *followers):
        visit.close()


def ask_door(address: str, code: str) -> int:
    try:
        with urllib.request.urlopen(f"{address}/{MEETING_PATH}/{code}", timeout=PATIENCE_S) as answer:  # noqa: S310 - our own server
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_codes_that_open_nothing_are_held_back(hosted: str) -> None:
    guess = WireVisit.open(hosted, "/donnees?suivre=aaaaaaaa", {})
    assert "Aucune réunion n'est ouverte sous ce code" in guess.read()
    guess.close()
    # The page and the door count together; one by one, for several asked at once are all judged before any is counted.
    asked = [ask_door(hosted, "aaaaaaaa") for _time in range(GUESSES_PER_MIN)]
    assert asked == [*[HTTPStatus.NOT_FOUND] * (GUESSES_PER_MIN - 1), HTTPStatus.TOO_MANY_REQUESTS]
    presenter, code = open_presenter(hosted, fetch_cookies(hosted, "/concertation"))
    late = WireVisit.open(hosted, f"/donnees?suivre={code}", {})
    assert "Trop de codes inconnus" in late.read()
    for visit in (presenter, late):
        visit.close()


def begin(presenting: Visit) -> str:
    """Begin a meeting by the keyboard and open it to other devices; return its code."""
    page = presenting.page
    # The key presses the button, which comes after the page when its own script is late.
    page.get_by_role("button", name="Réunion").wait_for()
    page.keyboard.press("f")
    expect(page.locator(".ag-step b")).to_have_text("1 sur 6")
    wait_for(page, "document.fullscreenElement !== null", "the page does not fill the screen")
    presenting.settle()
    page.get_by_role("button", name=DEVICES).click()
    page.get_by_role("button", name=OPEN).click()
    expect(page).to_have_url(re.compile("animer="))
    page.locator(".ag-qr").wait_for()
    presenting.settle()
    page.keyboard.press("Escape")
    page.locator(".ag-qr").wait_for(state="detached")
    return str(re.findall(r"animer=([a-z2-9]{8})", page.url)[0])


def turn(presenting: Visit, key: str, told: str) -> None:
    presenting.settle()
    presenting.page.keyboard.press(key)
    expect(presenting.page.locator(".ag-step b")).to_have_text(told)


def test_a_presenter_and_a_phone_that_follows_leaves_and_returns(visit: OpenVisit, database: Database) -> None:
    presenting = visit("/territoire")
    page, code = presenting.page, begin(presenting)
    phone = visit(f"/?suivre={code}", PHONE).page
    question, told = phone.get_by_role("heading", level=1), phone.locator(".ag-step")
    expect(told).to_contain_text("1 sur 6 Territoire")
    expect(phone.get_by_role("radiogroup", name="Saison")).to_be_hidden()
    turn(presenting, "PageDown", "2 sur 6")
    expect(question).to_have_text(COMPOSING)
    expect(told).to_contain_text("2 sur 6 Composer")
    phone.get_by_role("button", name="Explorer librement").click()
    expect(phone.get_by_role("button", name="Revenir à la réunion")).to_be_visible()
    turn(presenting, "PageDown", "3 sur 6")
    presenting.wait_for_map()
    expect(question).to_have_text(COMPOSING)
    phone.get_by_role("button", name="Revenir à la réunion").click()
    expect(question).to_have_text(COMPARISON)

    # The presenter's line is cut, then mended; then their browser starts again.
    page.context.set_offline(True)
    page.keyboard.press("PageUp")
    expect(question).to_have_text(COMPARISON)
    # What a page asked while its line was cut leaves with it, and would be sent once the line is mended.
    left = page.url
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(left)
    expect(page.locator(".ag-step b")).to_have_text("3 sur 6")
    presenting.wait_for_map()
    presenting.complaints.clear()
    assert find_faults_everywhere(page) == []
    stops = walk_by_keyboard(page)
    assert [stop for stop in stops if not stop.is_seen] == []
    page.get_by_role("button", name="Précédent").focus()
    turn(presenting, "Enter", "2 sur 6")
    expect(question).to_have_text(COMPOSING)
    assert MeetingStore(database).get(code).shown["page"] == "composer"
    page.keyboard.press("F")
    expect(page.get_by_text("D'autres appareils suivent cette page.")).to_be_visible()


def test_a_phone_that_hears_of_a_step_after_the_next_one_came_goes_on_waiting(
    visit: OpenVisit, database: Database
) -> None:
    presenting = visit("/territoire")
    code, meetings = begin(presenting), MeetingStore(database)
    phone = visit(f"/?suivre={code}", PHONE).page
    asked: list[Route] = []
    phone.route("**/reunion/*", lambda route: route.continue_() if asked else asked.append(route))
    phone.reload()
    presenting.wait_until(lambda: asked != [], "the phone did not ask what is shown")
    numbers = []
    for told in ("2 sur 6", "3 sur 6"):
        turn(presenting, "PageDown", told)
        presenting.settle()
        numbers.append(meetings.read_revision(code))
    with phone.expect_request(re.compile(rf"vu={numbers[1]}$")):
        asked[0].fulfill(json={"revision": numbers[0]})
    expect(phone.locator(".ag-step")).to_contain_text("3 sur 6 Comparer")
