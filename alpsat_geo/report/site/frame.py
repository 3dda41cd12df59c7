"""What stands around every page of the site: its head, the way to the other pages, to the other steps, and its foot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.territory import Season
from alpsat_geo.report.address.app_state import SEASON_WORDS
from alpsat_geo.report.corrections.told import tell_corrections
from alpsat_geo.report.dossier.wording import SEASON_LABELS
from alpsat_geo.report.figures import format_minutes, format_vintage
from alpsat_geo.report.language import LANGUAGE_NAMES, _, begin_upper
from alpsat_geo.report.lexicon import mark_terms
from alpsat_geo.report.maps import HATCH
from alpsat_geo.report.markup import (
    Markup,
    hide_drawing,
    join_parts,
    put_in_notice,
    share_paths,
    write_html_page,
    write_list,
    write_style,
    write_tag,
)
from alpsat_geo.report.site.plan import COMMUNES, COMPARISON, DATA, TERRITORY, SitePlan, name_step

_STYLE = Path(__file__).with_name("site.css").read_text(encoding="utf-8")
# Nothing is asked of anybody, whatever a name typed by a person holds.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

_NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site, before what stands around it.

    Attributes
    ----------
    key : str
        Of the entry of the menu that it belongs to.
    file : str
        Its name, the same in each language.
    question : str
        Its title.
    settings : Settings
        Its step.
    answer : Markup
        What answers in one sentence.
    picture : Markup
        What shows it; empty: none.
    steps : Markup
        The way to its other steps; empty: it has one.
    beside : Markup
        What stands under the steps, beside the picture where there is room.
    rest : Markup
        Everything else.
    is_wide : bool
        Whether the picture takes the whole width.
    has_every_step : bool
        Whether it holds every step, of which its address shows one; see `put_at_step`.
    """

    key: str
    file: str
    question: str
    settings: Settings
    answer: Markup
    picture: Markup = _NOTHING
    steps: Markup = _NOTHING
    beside: Markup = _NOTHING
    rest: Markup = _NOTHING
    is_wide: bool = False
    has_every_step: bool = False


def put_at_step(settings: Settings, content: Markup) -> Markup:
    """Write what a page that holds every step shows at one of them alone."""
    return write_tag("div", content, f"site-at at-{name_step(settings)}")


def put_at_season(season: Season, content: Markup) -> Markup:
    """Write what a page that holds every step shows at those of a season."""
    return write_tag("div", content, f"site-at at-{SEASON_WORDS[season]}")


def _follow_address(plan: SitePlan) -> str:
    """Return the style that shows the step that the address names, the first without any; all where none is known."""
    first, *others = plan.steps
    rules = [".site-at { display: none; }", f"{_select_step(first)} {{ display: block; }}"]
    for step in others:
        at = f":root:has(#{name_step(step)}:target)"
        rules += [f"{at} .site-at {{ display: none; }}", f"{at} {_select_step(step)} {{ display: block; }}"]
    return f"@supports selector(:has(*)) {{ {' '.join(rules)} }}"


def _select_step(step: Settings) -> str:
    return f":is(.at-{name_step(step)}, .at-{SEASON_WORDS[step.season]})"


def write_answer(sentence: str, more: str = "") -> Markup:
    """Write the sentence that answers a page, and what is said after it in a plainer way."""
    told: set[str] = set()
    parts = [mark_terms(sentence, told)]
    if more:
        parts += [Markup(" "), write_tag("span", mark_terms(more, told), "site-more")]
    return write_tag("p", parts, "ag-answer")


def fold(title: str, *parts: Markup) -> Markup:
    """Write what is read on demand, under its title: a phone shows what there is before it shows all of it."""
    return write_tag("details", (write_tag("summary", write_tag("h2", title)), *parts), "site-fold")


def write_steps(plan: SitePlan, settings: Settings, address: Callable[[Settings], str]) -> Markup:
    """Write the way to the other steps of a page: the seasons at the same T, then the T of the same season.

    Parameters
    ----------
    plan : SitePlan
    settings : Settings
        The step of the page.
    address : function of a step
        Where the page is at another step.
    """
    if len(plan.steps) == 1:
        return Markup()
    order = list(SEASON_LABELS)
    steps = sorted(plan.steps, key=lambda step: (step.catchment_min, order.index(step.season)))
    seasons = [step for step in steps if step.catchment_min == settings.catchment_min]
    minutes = [step for step in steps if step.season == settings.season]
    lines = (
        (_("Saison"), [(_(SEASON_LABELS[step.season]), step) for step in seasons]),
        (_("Trajet accepté en voiture (T)"), [(format_minutes(step.catchment_min), step) for step in minutes]),
    )
    written = (
        write_tag(
            "div",
            (
                write_tag("span", label, "site-label"),
                write_list(
                    (
                        write_tag("a", name, href=address(step), aria_current="true" if step == settings else None)
                        for name, step in choices
                    ),
                    "site-choice",
                ),
            ),
        )
        for label, choices in lines
    )
    return write_tag("nav", written, "site-steps", aria_label=_("Saison et trajet accepté"))


def frame_page(plan: SitePlan, language: str, page: Page) -> bytes:
    """Write a whole page.

    Parameters
    ----------
    plan : SitePlan
    language : str
        That is spoken now.
    page : Page
    """
    territory = plan.project.territory
    content = join_parts(
        write_tag("h1", page.question),
        write_tag(
            "div",
            (
                write_tag("div", page.answer, "site-answer"),
                *[write_tag("div", page.picture, "site-picture")] * bool(page.picture),
                *[write_tag("div", (page.steps, page.beside), "site-beside")] * bool(page.steps or page.beside),
            ),
            "site-first site-wide" if page.is_wide else "site-first",
        ),
        page.rest,
    )
    brand = write_tag("a", territory.name, "site-brand", href=plan.name_page(TERRITORY, plan.steps[0]))
    body = (
        *(write_tag("span", "", id=name_step(step)) for step in plan.steps if page.has_every_step),
        write_tag("a", _("Aller au contenu"), "site-skip", href="#contenu"),
        write_tag("header", (brand, _write_menu(plan, page), _write_languages(plan, language, page))),
        write_tag(
            "main",
            (
                *(put_in_notice("note", sentence) for sentence in tell_corrections(territory)),
                *[hide_drawing(HATCH)] * ("url(#hatch)" in content),
                share_paths(content),
            ),
            id="contenu",
            tabindex="-1",
        ),
        _write_foot(plan),
    )
    head = (
        write_tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        write_tag("meta", name="color-scheme", content="light dark"),
        write_tag("meta", name="description", content=f"{page.question} {territory.name}"),
        write_style(_STYLE),
        *[write_style(_follow_address(plan))] * page.has_every_step,
    )
    title = page.question
    if page.steps and not page.has_every_step:
        title += f" ({_(SEASON_LABELS[page.settings.season])}, {format_minutes(page.settings.catchment_min)})"
    return write_html_page(language, f"{title} · {territory.name}", head, body).encode("utf-8")


def _write_menu(plan: SitePlan, page: Page) -> Markup:
    """Write the way to the other pages: what depends on a step opens at that of this page."""
    entries = (
        (TERRITORY, _("Territoire"), plan.name_page(TERRITORY, page.settings)),
        (COMPARISON, _("Comparer"), plan.name_page(COMPARISON, page.settings)),
        (COMMUNES, _("Ma commune"), f"{COMMUNES}.html"),
        (DATA, _("Données"), f"{DATA}.html"),
    )
    links = (
        write_tag("a", label, href=address, aria_current=_name_current(page, key, address))
        for key, label, address in entries
    )
    return write_tag("nav", write_list(links, "site-menu"), aria_label=_("Pages du site"))


def _name_current(page: Page, key: str, address: str) -> str | None:
    if page.file == address:
        return "page"
    return "true" if page.key == key else None


def _write_languages(plan: SitePlan, language: str, page: Page) -> Markup:
    if len(plan.languages) == 1:
        return Markup()
    up = "" if language == plan.languages[0] else "../"
    links = (
        write_tag(
            "a",
            LANGUAGE_NAMES[other],
            href=page.file if other == language else f"{up}{name_folder(plan, other)}{page.file}",
            lang=other,
            hreflang=other,
            aria_current="true" if other == language else None,
        )
        for other in plan.languages
    )
    return write_tag("nav", write_list(links, "site-languages"), aria_label=_("Langue"))


def name_folder(plan: SitePlan, language: str) -> str:
    """Return where the pages of a language are: the root for the first one."""
    return "" if language == plan.languages[0] else f"{language}/"


def _write_foot(plan: SitePlan) -> Markup:
    day = format_vintage(str(plan.project.territory.last_read_on))
    sentences = (
        _("Estimations faites avec AlpSat Geo ; données lues au plus tard le {day}.").format(day=day),
        _("Ce site ne garde rien de vous et ne demande rien à un autre site."),
    )
    links: Iterable[Markup] = (
        write_tag("a", begin_upper(label), href=f"{DATA}.html#{part}")
        for part, label in (
            ("sources", _("D'où viennent les chiffres ?")),
            ("limits", _("Ce que cet outil ne dit pas")),
            ("lexicon", _("Les mots de cet outil")),
            ("about", _("À propos de ce site")),
        )
    )
    return write_tag("footer", (write_list(links, "site-links"), write_tag("p", " ".join(sentences))))
