"""A room in a real browser: who leads it, and phones that vote, lose their network and come back."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from alpsat_geo.store.consultations import ConsultationStore
from tests.browser.visits import PATIENCE_S, PHONE, OpenVisit

STREAM = "**/_stcore/stream"


@dataclass(frozen=True)
class Room:
    """The common server, its store, and a way to visit it."""

    address: str
    store: ConsultationStore
    visit: OpenVisit
    browser: Browser


def sit(page: Page, college: str) -> None:
    """Choose a college."""
    page.get_by_role("button", name=college, exact=True).click()
    page.get_by_role("button", name="Envoyer mon vote").wait_for()


def answer(page: Page, inhabitant: str, user: str) -> None:
    """Tap one answer a question."""
    for question, told in enumerate((inhabitant, user)):
        page.locator(f".st-key-reponse_{question}").get_by_role("radio", name=told, exact=True).click()
    expect(page.get_by_text("Chaque question a sa réponse")).to_be_visible()


def send(page: Page) -> None:
    """Send a complete ballot."""
    page.get_by_role("button", name="Envoyer mon vote").click()
    expect(page.get_by_text("il est enregistré")).to_be_visible()


def read_count(page: Page) -> str:
    """Return how many votes the room sees."""
    return page.locator(".ag-counts p b").first.inner_text()


def read_support(page: Page) -> list[str]:
    """Return the programmes, the most supported first."""
    return page.locator(".ag-results tbody th").all_inner_texts()


@dataclass
class LinePhone:
    """A phone whose line can be cut: no request and no socket passes until it is mended."""

    page: Page
    is_cut: bool = False
    sockets: list[WebSocketRoute] = field(default_factory=list)

    @classmethod
    def open(cls, room: Room, path: str) -> LinePhone:
        context = room.browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, locale="fr-FR")
        context.set_default_timeout(1000 * PATIENCE_S)
        phone = cls(context.new_page())

        def connect(socket: WebSocketRoute) -> None:
            if phone.is_cut:
                socket.close()
                return
            phone.sockets += [socket, socket.connect_to_server()]

        phone.page.route_web_socket(STREAM, connect)
        phone.page.goto(room.address + path)
        phone.page.get_by_role("heading", level=1).wait_for()
        return phone

    def cut(self) -> None:
        self.is_cut = True
        self.page.context.set_offline(True)
        for socket in self.sockets:
            socket.close()
        self.sockets.clear()

    def mend(self) -> None:
        self.is_cut = False
        self.page.context.set_offline(False)

    def close(self) -> None:
        self.page.context.close()
