"""No sentence of a page escapes the catalogues, whatever the language; no number changes with it."""

from __future__ import annotations

import calendar
import gettext
import re
from functools import cache
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from alpsat_geo.app.core.wiring import load_embedded
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.report import language
from alpsat_geo.report.memory import Memory
from alpsat_geo.sources.scenario_code import encode_scenario
from tests.app.test_every_page import OF_A_COMPARISON
from tests.app.visits import open_page

OWN = encode_scenario(Scenario("essai", "Guillestre", actions=(ActionChoice("open_space", ("05065",)),)))
BUILDING = {"perso": OWN, "scenario": "essai"}

pytestmark = pytest.mark.usefixtures("in_project")

PAGES: dict[str, tuple[dict[str, str], ...]] = {
    "pages/territoire.py": ({}, {"commune": "05065"}, {"commune": "05101", "dimension": "services", "saison": "ete"}),
    "pages/actions.py": (
        {},
        {"perso": OWN, "scenario": "essai"},
        {"perso": OWN, "scenario": "essai", "volet": "carte"},
    ),
    "pages/comparer.py": (
        {"scenarios": "ne-rien-faire,plateforme-et-accueil,espaces-frugaux,navette-vers-guillestre"},
        {"scenarios": "plateforme-seule,animer-existant", "prix": "inhabitant=2000,tonne=250", "ecart": "oui"},
    ),
    "pages/composer.py": (
        {"taux": "1500", "payeur": "petr"},
        {"budget-annuel": "200000", "exigees": "shared_platform", "investissement": "400000", "un-par-epci": "oui"},
    ),
    "pages/implanter.py": ({}, {"objectif": "minutes", "espaces": "2"}),
    "pages/concertation.py": ({},),
    "pages/s_installer.py": ({},),
    "pages/dossier.py": ({}, {"scenarios": "plateforme-et-accueil,espaces-frugaux"}),
    "pages/suivi.py": ({},),
    "pages/donnees.py": ({},),
}
OPENED = (
    "territoire",
    "epci",
    "commune",
    "implanter",
    "plans",
    "courbe",
    "composer",
    *OF_A_COMPARISON,
    "raisons",
    "tranches",
    "trace_composer",
)
TAGS = re.compile(r"<style>.*?</style>|<svg.*?</svg>|<[^>]+>", re.DOTALL)
MARK = "¤"
FIELD_OR_WORD = re.compile(r"\{[^{}]*\}|[A-Za-zÀ-ÿ]{3,}")
# An acronym is a name.
UNMARKED_WORD = re.compile(rf"(?<![{MARK}A-Za-zÀ-ÿ])(?![A-Z]+\b)[A-Za-zÀ-ÿ]{{3,}}")
# Addresses, and what Babel writes: units, months and days.
MONTHS = "|".join(calendar.month_name[1:])
NO_SENTENCE = re.compile(rf"https?://\S+|\S+@\S+|www\.\S+|\bmin\b|\b(?:{MONTHS})(?= 20\d\d\b)|\b[A-Z][a-z]+day\b")


class Marked(gettext.NullTranslations):
    """A language in which every word that was translated is known at sight."""

    def gettext(self, message: str) -> str:
        return FIELD_OR_WORD.sub(lambda found: found[0] if found[0].startswith("{") else MARK + found[0], message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def open_whole(page: str, **query: str) -> AppTest:
    app = open_page(page, **query)
    for name in OPENED:
        app.session_state[f"tableau_{name}"] = True
    for box in app.expander:
        if str(box.key or "").startswith("partie_"):
            app.session_state[str(box.key)] = True
    app.run()
    assert not app.exception
    return app


def list_texts(app: AppTest) -> list[str]:
    """List the texts of a page: those of our blocks, piece by piece, and those of the widgets."""
    # A word that tells its meaning is one of its sentence.
    blocks = [re.sub("</?dfn[^>]*>", "", str(block.proto.body)) for block in app.get("html")]
    texts = [piece for block in blocks for piece in TAGS.split(block)]
    for widget in (*app.selectbox, *app.radio, *app.button_group, *app.multiselect):
        texts += [widget.label, widget.proto.help, *(str(option) for option in widget.options)]
    for widget in (*app.button, *app.slider, *app.toggle, *app.text_input, *app.expander, *app.tabs):
        texts += [widget.label, getattr(widget.proto, "help", "")]
    return [re.sub(r"\s+", " ", unescape(text)).strip() for text in texts if text and text.strip()]


def list_names() -> list[str]:
    """List what is the same in every language: names of places, of bodies, of programmes."""
    territory = load_embedded().territory
    names = [
        "France services",
        "France Tiers-Lieux",
        territory.name,
        *territory.communes.names,
        *(epci.name for epci in territory.epcis),
    ]
    names += [space.name for space in territory.spaces] + [place.name for place in territory.places]
    names += [item.label for item in territory.programmes] + [item.beneficiary for item in territory.programmes]
    names += [hall.address for hall in territory.town_halls] + [hall.website for hall in territory.town_halls]
    names += [origin.producer for origin in territory.origins.values()]
    names += [origin.licence for origin in territory.origins.values()]
    return sorted(filter(None, names), key=len, reverse=True)


@pytest.mark.parametrize("page", list(PAGES))
def test_every_sentence_goes_through_the_catalogue(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    monkeypatch.setattr(language, "read_catalogue", lambda _language: Marked())
    monkeypatch.setattr(language, "_choose_speech", cache(language._choose_speech.__wrapped__))
    # What is remembered in English was not written in this language, and the reverse.
    recall = Memory.recall
    monkeypatch.setattr(Memory, "recall", lambda self, key, make: recall(self, ("marked", key), make))
    # The harness formats options outside of the visit, where the language would be French.
    monkeypatch.setattr(language, "_find_language", [lambda: "en"])
    names = list_names()
    escaped = set()
    for query in PAGES[page]:
        for text in list_texts(open_whole(page, langue="en", **query)):
            rest = text
            for name in names:
                rest = rest.replace(name, " ")
            rest = NO_SENTENCE.sub(" ", rest)
            if UNMARKED_WORD.search(rest):
                escaped.add(text)
    assert sorted(escaped) == []


PARTNER_PAGES = ("pages/territoire.py", "pages/comparer.py", "pages/dossier.py")
GROUPS = {"fr": "\u202f\u00a0 ", "en": ",", "it": ".", "de": "."}
DECIMALS = {"fr": ",", "en": ".", "it": ",", "de": ","}


def read_figures(text: str, spoken: str) -> list[float]:
    """Read the numbers of a text, written as its language does."""
    # The number of a version or of a licence is a name, and a square is no number.
    text = re.sub(r"\b(\d\d)[./](\d\d)[./](\d{4})\b", r"\1 / \2 / \3", text)
    text = re.sub(r"\d+\.\d+\.\d+|(?:Ouverte|ODbL|Licence) \d\.\d|\bm[2²]", " ", text)
    decimal_sign = DECIMALS[spoken]
    groups, decimal = re.escape(GROUPS[spoken]), re.escape(decimal_sign)
    pattern = rf"\d{{1,3}}(?:[{groups}]\d{{3}})+(?!\d)(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?"
    # German writes thousands of euros in full.
    text = re.sub(r"(\d[\d,.]*) (?:puis|poi|then) (\d[\d,.]*\sk€)", r"\1 k€, \2", text)
    kept = re.sub(rf"(?:\d+(?:{decimal}\d+)?)\s?k(?:€|\b)", " ", text)
    thousands = re.findall(rf"(\d+(?:{decimal}\d+)?)\s?k(?:€|\b)", text)
    found = re.findall(pattern, kept)
    return sorted(
        [float(re.sub(rf"[{groups}]", "", one).replace(decimal_sign, ".")) for one in found]
        + [1000 * float(one.replace(decimal_sign, ".")) for one in thousands]
    )


@pytest.mark.parametrize("page", PARTNER_PAGES)
def test_another_language_changes_every_sentence_and_no_number(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    names = list_names()
    kept, moved = set(), set()
    for query in PAGES[page]:
        texts = {}
        for spoken in ("fr", "en", "it", "de"):
            monkeypatch.setattr(language, "_find_language", [lambda spoken=spoken: spoken])
            texts[spoken] = list_texts(open_whole(page, langue=spoken, **query))
        originals = texts.pop("fr")
        for spoken, translated in texts.items():
            assert len(originals) == len(translated)
            for french, other in zip(originals, translated, strict=True):
                if NO_SENTENCE.sub("", french) == NO_SENTENCE.sub("", other) and is_sentence(french, names):
                    kept.add((spoken, french))
                if read_figures(NO_SENTENCE.sub("", french), "fr") != read_figures(NO_SENTENCE.sub("", other), spoken):
                    moved.add((french, other))
    assert sorted(kept) == []
    assert sorted(moved) == []


def is_sentence(text: str, names: list[str]) -> bool:
    """Tell whether a text has more than one word that is no name: one word may be the same in two languages."""
    for name in names:
        text = text.replace(name, " ")
    return len(UNMARKED_WORD.findall(NO_SENTENCE.sub(" ", text))) > 1
