"""The tutorial, followed to the letter: its commands are run, its steps are done in a browser."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from alpsat_geo.domain.territory import Territory
from tests.browser.visits import OpenVisit, Visit

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
STEP = re.compile(r"^\d+\. (.+)$", re.MULTILINE)
START, PYTHON = "python3 start.py", ".venv/bin/python"


class Reader:
    """Somebody who does what each step says."""

    def __init__(self, visit: Visit, territory: Territory) -> None:
        self.visit = visit
        self.page = visit.page
        self.territory = territory
        self.taken: dict[str, bytes] = {}

    def open_page(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).click()

    def read(self, words: str) -> None:
        # A person reads a space, whatever its width.
        pattern = re.compile(r"\s".join(re.escape(word) for word in words.split(" ")))
        expect(self.page.get_by_text(pattern).locator("visible=true").first).to_be_visible()

    def choose(self, label: str) -> None:
        self.page.get_by_text(label, exact=True).locator("visible=true").first.click()

    def choose_in(self, option: str, label: str) -> None:
        self.page.get_by_label(label, exact=True).first.click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def touch(self, name: str) -> None:
        self.visit.wait_for_map()
        self.page.locator('iframe[src*="folium"]').scroll_into_view_if_needed()
        signs = self.visit.map.locator(".alpsat-symbol-opened")
        before = signs.count()
        self.visit.click_commune(self.territory.communes.names.index(name))
        if self.page.get_by_text("Votre scénario").count() or self.page.locator(".ag-step").count():
            expect(signs).to_have_count(before + 1)

    def click(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click()

    def click_in(self, label: str, card: str) -> None:
        heading = self.page.get_by_role("heading", name=card, exact=True)
        found = self.page.locator('[class*="st-key-fiche_"]', has=heading)
        found.get_by_role("button", name=label, exact=True).click()

    def write(self, text: str, label: str) -> None:
        self.page.get_by_role("textbox", name=label).fill(text)
        self.page.keyboard.press("Enter")

    def unfold(self, label: str) -> None:
        self.page.locator("summary", has_text=label).click()
        expect(self.page.locator("details[open]", has_text=label)).to_be_visible()

    def take(self, label: str) -> None:
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=re.compile(f"^{re.escape(label)}")).click()
        self.taken[download.value.suggested_filename] = Path(download.value.path()).read_bytes()


BOLD = r"\*\*(.+?)\*\*"
GESTURES: tuple[tuple[str, Callable[..., None]], ...] = (
    (rf"Ouvrez la page {BOLD}", Reader.open_page),
    (rf"Vérifiez que vous lisez {BOLD}", Reader.read),
    (rf"Choisissez {BOLD} dans {BOLD}", Reader.choose_in),
    (rf"Choisissez {BOLD}", Reader.choose),
    (rf"Touchez {BOLD} sur la carte", Reader.touch),
    (rf"Cliquez sur {BOLD} dans la fiche {BOLD}", Reader.click_in),
    (rf"Cliquez sur {BOLD}", Reader.click),
    (rf"Écrivez {BOLD} dans {BOLD}", Reader.write),
    (rf"Dépliez {BOLD}", Reader.unfold),
    (rf"Emportez {BOLD}", Reader.take),
)
# The others may ask nothing of the server: a tab, a part that unfolds, the page that is open already.
ASKING = {Reader.choose_in, Reader.touch, Reader.click, Reader.click_in, Reader.write}


def do_step(reader: Reader, step: str) -> None:
    for pattern, gesture in GESTURES:
        found = re.match(pattern, step)
        if found:
            # What the next step looks for may stand on the screen already, about to be drawn again.
            with reader.visit.asking() if gesture in ASKING else contextlib.nullcontext():
                gesture(reader, *found.groups())
            reader.visit.settle()
            return
    pytest.fail(f"no gesture for « {step} »")


def list_commands() -> list[str]:
    blocks = re.findall(r"^```\n(.*?)^```$", TUTORIAL, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def test_the_steps_are_numbered_without_a_gap() -> None:
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", TUTORIAL, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_clicks_end_with_the_dossier_of_one_s_own_scenario(visit: OpenVisit, territory: Territory) -> None:
    # The first command is what the fixture does: it serves the dashboard.
    assert list_commands()[0] == START
    reader = Reader(visit("/territoire"), territory)
    for step in STEP.findall(TUTORIAL):
        do_step(reader, step)
    assert [Path(name).suffix for name in reader.taken] == [".pdf", ".gpkg"]
    paper, shapes = reader.taken.values()
    cover = PdfReader(io.BytesIO(paper)).pages[0].extract_text()
    assert "Deux espaces et un accueil" in re.sub(r"\s+", " ", cover)
    assert shapes.startswith(b"SQLite format 3")


@pytest.mark.parametrize("command", list_commands()[1:])
def test_the_commands_do_what_they_say(command: str, tmp_path: Path) -> None:
    assert command.startswith(PYTHON)
    done = subprocess.run(
        [sys.executable, *command.removeprefix(PYTHON).split()],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    asked = re.findall(r"--out (\S+)", command)
    assert [path.name for path in tmp_path.iterdir()] == asked
