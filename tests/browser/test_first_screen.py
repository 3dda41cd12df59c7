"""The first screen holds the answer and the maps, and each name on a map is tied to its own commune."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from alpsat_geo.domain.territory import Territory
from tests.browser.visits import DESK, PHONE, OpenVisit, Visit

pytestmark = pytest.mark.browser

# What an address asks for, and what its answer must hold in each language: an answer of that question, not of another.
QUESTIONS = {
    "territoire?saison=hiver&minutes=25": {"fr": "25 min", "de": "25 min"},
    "composer?exigees=shared_platform&budget-annuel=150000": {"fr": "150 000 €", "de": "150.000 €"},
    "comparer?scenarios=ne-rien-faire,plateforme-et-accueil,espaces-frugaux,animer-existant": {
        "fr": "vaut son coût",
        "de": "1.900 €",
    },
    "implanter?espaces=2": {"fr": "2 espaces", "de": "eröffnet 2 "},
}
COMPARISON_HEIGHT_PX = 2600

# Of each map: how many names it shows, then those that cover another thing written there, and those that lie mostly
# over other communes than their own without a line from their dot.
_FAULTS = """(maps, order) => maps.map(map => {
    const shapes = [...map.querySelectorAll('path.alpsat-commune')];
    const ends = [...map.querySelectorAll('path.alpsat-lead')].map(line => {
        const matrix = line.getScreenCTM(), length = line.getTotalLength();
        return [0, length].map(at => line.getPointAtLength(at).matrixTransform(matrix));
    });
    const written = [...map.querySelectorAll('.alpsat-label')]
        .map(node => ({ node, box: node.getBoundingClientRect() }));
    const names = written.filter(({ node }) => node.getAttribute('role') === 'button');
    const covers = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const holds = (box, point, room) => point.x >= box.left - room && point.x <= box.right + room
        && point.y >= box.top - room && point.y <= box.bottom + room;
    const isAtHome = ({ node, box }) => {
        const shape = shapes[order.indexOf(node.textContent)], point = shape.ownerSVGElement.createSVGPoint();
        const inverse = shape.getScreenCTM().inverse(), inside = [];
        for (let i = 0; i <= 20; i += 1) for (let j = 0; j <= 4; j += 1) {
            point.x = box.left + box.width * i / 20;
            point.y = box.top + box.height * j / 4;
            inside.push(shape.isPointInFill(point.matrixTransform(inverse)));
        }
        return 2 * inside.filter(Boolean).length >= inside.length;
    };
    return [
        names.length,
        names.filter(a => written.some(b => b !== a && covers(a.box, b.box))).map(({ node }) => node.textContent),
        names.filter(a => !isAtHome(a) && !ends.some(pair => pair.some(end => holds(a.box, end, 3))))
            .map(({ node }) => node.textContent),
    ];
})"""


def judge(opened: Visit, size: tuple[int, int], territory: Territory, least_names: int) -> None:
    page = opened.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    opened.settle()
    # The page and the map are drawn anew for their new size.
    bottoms: list[float] = []

    def is_in_sight() -> bool:
        parts = (".ag-verdict, .ag-answer", 'iframe[src*="folium"]')
        boxes = [page.locator(one).first.bounding_box() for one in parts]
        bottoms[:] = [box["y"] + box["height"] for box in boxes if box]
        is_seen = len(bottoms) == len(parts) and bottoms[0] < bottoms[1] <= size[1]
        return is_seen and page.evaluate("document.scrollingElement.scrollWidth") <= size[0]

    found: list[list[object]] = []

    def are_drawn() -> bool:
        found[:] = opened.map.locator(".alpsat-map").evaluate_all(_FAULTS, list(territory.communes.names))
        return all(int(str(count)) >= least_names and faults == [[], []] for count, *faults in found)

    opened.wait_until(is_in_sight, "the answer and the map are not on the first screen", bottoms)
    opened.wait_until(are_drawn, "too few names, or names at fault", found)


@pytest.mark.parametrize("language", ["fr", "de"])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.partition("?")[0])
def test_the_answer_and_the_maps_are_the_first_screen(
    visit: OpenVisit, territory: Territory, question: str, language: str
) -> None:
    # What is said of a commune takes nothing from the first screen.
    opened = visit(f"/{question}&langue={language}&commune=05026", DESK)
    expect(opened.page.locator(".ag-verdict, .ag-answer").first).to_contain_text(QUESTIONS[question][language])
    is_comparing = question.startswith("comparer")
    judge(opened, DESK, territory, 8 if is_comparing else 24)
    judge(opened, PHONE, territory, 3 if is_comparing else 14)
    if is_comparing and language == "fr":
        height = opened.page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
        assert height <= COMPARISON_HEIGHT_PX
