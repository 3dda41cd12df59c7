"""A room that votes: twelve votes, a cut line, a change of mind, a closing, minutes that match the database."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from alpsat_geo.store.consultations import ConsultationStore
from tests.app.pages.consultation.rooms import ASKED, cast_votes, make_prices, open_room
from tests.browser.visits import DESK, PHONE, Visit
from tests.browser.voting import LinePhone, Room, answer, read_count, read_support, send, sit
from tests.pdf_text import read_pdf_text

pytestmark = pytest.mark.browser

NOTHING, MUCH, UNKNOWN = "rien", "8\u202f000\u00a0€", "je ne sais pas"
CUT_S = 20
STOP_CLOCKS = "() => { for (let clock = setInterval(() => {}); clock > 0; clock -= 1) clearInterval(clock); }"


def open_leader(room: Room, size: tuple[int, int] = DESK) -> tuple[str, Visit]:
    session, facilitator = open_room(room.store)
    leader = room.visit(f"/concertation?session={session}&animation={facilitator}", size, has_map=False)
    assert facilitator not in leader.page.url
    leader.page.locator(".ag-qr").wait_for()
    return session, leader


def download(page: Page, button: str) -> bytes:
    with page.expect_download() as waited:
        page.get_by_role("button", name=button).click()
    return Path(waited.value.path()).read_bytes()


def vote(phone: Page, college: str, inhabitant: str) -> None:
    sit(phone, college)
    answer(phone, inhabitant, NOTHING)
    send(phone)


# What eight others of the room send, whose phones are not drawn here.
SAVERS, WELCOMERS = [make_prices("collectivites", 0, 0)] * 4, [make_prices("entreprises", 8_000, 0)] * 4


def test_twelve_vote_and_the_minutes_match_the_database(room: Room) -> None:
    session, leading = open_leader(room)
    leader = leading.page
    path = f"/concertation?session={session}"
    # One of the twelve answers, then loses its line before it sends.
    cut = LinePhone.open(room, path)
    sit(cut.page, "Entreprises")
    answer(cut.page, MUCH, NOTHING)
    cut.cut()
    began_s = time.monotonic()

    phones = [room.visit(path, PHONE, has_map=False) for _number in range(3)]
    for phone in phones[:2]:
        vote(phone.page, "Collectivités", NOTHING)
    cast_votes(room.store, session, *SAVERS)
    expect(leader.locator(".ag-counts p b").first).to_have_text("6")
    assert read_support(leader)[0] == "Ne rien faire"
    vote(phones[2].page, "Entreprises", MUCH)
    cast_votes(room.store, session, *WELCOMERS)
    expect(cut.page.get_by_role("button", name="Envoyer mon vote")).to_be_disabled()
    cut.page.wait_for_timeout(max(0.0, CUT_S - (time.monotonic() - began_s)) * 1000)
    assert len(room.store.list_votes(session)) == 11
    cut.mend()
    # The page reconnects by itself, with what was entered.
    expect(cut.page.get_by_role("button", name="Envoyer mon vote")).to_be_enabled()
    send(cut.page)
    cut.page.reload()
    expect(cut.page.get_by_text("Votre vote est enregistré.")).to_be_visible()
    cut.close()
    expect(leader.locator(".ag-counts p b").first).to_have_text("12")
    expect(leader.get_by_text("Pas de consensus", exact=True)).to_be_visible()
    assert len(room.store.list_votes(session)) == 12

    changed = phones[0].page
    changed.get_by_role("button", name="Changer mon vote").click()
    answer(changed, MUCH, UNKNOWN)
    send(changed)
    votes = room.store.list_votes(session)
    assert len(votes) == 12
    assert sum(vote.answers["inhabitant"] == 8_000 for vote in votes) == 7

    late = phones[1].page
    with phones[1].asking():
        late.get_by_role("button", name="Changer mon vote").click()
    # Its own clock would tell the phone within ten seconds: the vote that is late is sent before it does.
    late.evaluate(STOP_CLOCKS)
    leader.get_by_role("button", name="Clore le vote").click()
    leader.get_by_role("button", name="Clore maintenant").click()
    leading.wait_until(lambda: room.store.get(session).closed_at is not None, "the vote is not closed")
    late.get_by_role("button", name="Envoyer mon vote").click()
    expect(late.get_by_text("Le vote est terminé")).to_be_visible()
    leader.get_by_role("button", name="Télécharger le compte rendu (PDF)").wait_for()
    assert room.store.list_votes(session) == votes
    check_minutes(leader, room.store, session)


def check_minutes(leader: Page, store: ConsultationStore, session: str) -> None:
    """Compare both files with the votes of the database, counted otherwise."""
    votes = store.list_votes(session)
    table = pd.DataFrame([{**vote.answers, "college": vote.college} for vote in votes])
    rows = list(
        csv.reader(io.StringIO(download(leader, "Télécharger les chiffres (CSV)").decode("utf-8-sig")), delimiter=";")
    )
    told = {(row[1], row[2], row[3]): row[4] for row in rows}
    text = read_pdf_text(download(leader, "Télécharger le compte rendu (PDF)"))
    assert "Que soutenir d'abord ?" in text
    for label, college in (("Collectivités", "collectivites"), ("Entreprises", "entreprises")):
        prices = table.loc[table.college == college, list(ASKED)].astype(float)
        assert told[label, "", "votes"] == "6"
        assert told[label, "Un habitant de plus", "médiane, € par an"] == f"{prices.inhabitant.median():g}"
        assert told[label, "Un usager de plus", "je ne sais pas"] == str(prices.user.isna().sum())
        assert f"{label} 6" in text
    assert "Toute la salle 12" in text


def test_the_room_moves_without_flicker_and_keeps_its_place(room: Room) -> None:
    session, opened = open_leader(room)
    page = opened.page
    votes = [make_prices("entreprises", 500, 1_000), make_prices("entreprises", 4_000, None)]
    cast_votes(room.store, session, *votes, *votes)
    expect(page.locator(".ag-counts p b").first).to_have_text("4")
    opened.settle()
    top = page.evaluate("""() => {
        const main = document.querySelector('[data-testid="stMain"]');
        main.scrollTo(0, 180);
        window.changes = 0;
        new MutationObserver(list => {
            const seen = list.filter(one => !one.target.closest || !one.target.closest('[data-testid="stHeader"]'));
            window.changes += seen.filter(one => one.type !== 'attributes').length;
        }).observe(main, { subtree: true, childList: true, characterData: true });
        return main.scrollTop;
    }""")
    assert top > 0
    ended = opened.runs.ended_count
    opened.wait_until(lambda: opened.runs.ended_count >= ended + 3, "the room is not refreshed")
    assert page.evaluate("window.changes") == 0, "three refreshes that bring nothing new touch nothing"
    cast_votes(room.store, session, *votes)
    expect(page.locator(".ag-counts p b").first).to_have_text("6")
    assert page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollTop") == top


def test_two_leaders_share_a_room_and_no_address_carries_their_token(room: Room) -> None:
    session, leading = open_leader(room)
    first = leading.page
    assert "animation" not in first.url
    first.reload()
    first.locator(".ag-qr").wait_for()
    leading.settle()
    first.locator("summary", has_text="Animer à plusieurs").click()
    shared = first.locator(".ag-links code").inner_text()
    assert "animation=" in shared
    second = room.visit(shared.removeprefix(room.address), has_map=False).page
    second.get_by_role("button", name="Clore le vote").wait_for()
    assert "animation" not in second.url
    history = second.context.new_cdp_session(second).send("Page.getNavigationHistory")
    assert not [entry for entry in history["entries"] if "animation" in entry["url"]]
    with leading.asking():
        first.get_by_role("link", name="Comparer").click()
    expect(first.get_by_role("heading", name="Que change chaque scénario")).to_be_visible()
    expect(first).not_to_have_url(room.address + "/concertation")
    assert not [name for name in ("session=", "animation=", "place=") if name in first.url]
    with leading.asking():
        first.get_by_role("link", name="Consultation").click()
    first.get_by_role("button", name="Clore le vote").click()
    first.get_by_role("button", name="Clore maintenant").click()
    expect(second.get_by_text("Le vote est clos.")).to_be_visible()
    second.get_by_role("button", name="Télécharger les chiffres (CSV)").wait_for()
    assert room.store.get(session).closed_at is not None


def test_a_phone_finds_its_own_vote_which_no_crafted_link_reads_or_changes(room: Room) -> None:
    session, leader = open_leader(room)
    phone = room.visit(f"/concertation?session={session}", PHONE, has_map=False).page
    sit(phone, "Lien social")
    answer(phone, NOTHING, MUCH)
    send(phone)
    assert "place=" not in phone.url
    scanned = phone.context.new_page()
    scanned.goto(f"{room.address}/concertation?session={session}")
    expect(scanned.get_by_text("Votre vote est enregistré.")).to_be_visible()
    assert len(room.store.list_votes(session)) == 1
    assert read_count(leader.page) == "0", "a college of one is neither shown nor counted"
    device = next(cookie["value"] for cookie in phone.context.cookies() if cookie["name"] == "alpsat_appareil")
    votes = room.store.list_votes(session)
    trap = f"/concertation?session={session}&place={device}&college=lien-social&reponse=6.6"
    stranger = room.visit(trap, PHONE, has_map=False).page
    stranger.get_by_role("button", name="Envoyer mon vote").click()
    expect(stranger.get_by_text("il est enregistré")).to_be_visible()
    assert device not in stranger.url
    assert room.store.find_vote(session, device) == votes[0]
    assert len(room.store.list_votes(session)) == 2
    # The same trap on the phone that voted: its own vote, as it was sent.
    phone.goto(f"{room.address}/concertation?session={session}&place={'x' * 22}&reponse=6.6")
    expect(phone.get_by_text("Votre vote est enregistré.")).to_be_visible()
    expect(phone.locator(".ag-own li").first).to_contain_text("rien")
    assert len(room.store.list_votes(session)) == 2
