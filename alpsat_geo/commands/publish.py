"""The ``publish`` command: a territory and its scenarios as a site without a server, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from alpsat_geo.commands.choices import choose_word
from alpsat_geo.commands.documents import Json
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import SEASONS, Season
from alpsat_geo.project import Project
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import LOCALES
from alpsat_geo.report.site.build import build_site
from alpsat_geo.report.site.plan import SitePlan, list_steps
from alpsat_geo.sources.boundaries import read_boundaries
from alpsat_geo.sources.site_folder import write_site

FIRST_PAGE = "index.html"
SCENARIOS_AT_MOST = 40
STEPS_AT_MOST = 12
_MINUTES_AT_MOST = 120
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Question:
    """What a site is asked for.

    Attributes
    ----------
    scenarios : tuple of Scenario
    languages : tuple of str
        The first one stands at the root.
    seasons : tuple of Season
    minutes : tuple of float
    draw_count, seed : int
    """

    scenarios: tuple[Scenario, ...]
    languages: tuple[str, ...]
    seasons: tuple[Season, ...]
    minutes: tuple[float, ...]
    draw_count: int
    seed: int


@dataclass(frozen=True, slots=True)
class Publication:
    """A site that was written: its folder, what it holds, the names of its pages, and their bytes."""

    target: Path
    plan: SitePlan
    files: tuple[str, ...]
    size_bytes: int


def parse_languages(text: str) -> tuple[str, ...]:
    """Read languages, ``fr,de``.

    Raises
    ------
    InputError
        If one of them has no catalogue.
    """
    return tuple(choose_word("La langue", word, LOCALES) for word in _split(text))


def parse_steps(seasons: str, minutes: str) -> tuple[tuple[Season, ...], tuple[float, ...]]:
    """Read the seasons and the T of the pages, ``winter,summer`` and ``15,20``.

    Raises
    ------
    InputError
        If one of them cannot be read, or if they are too many.
    """
    chosen = tuple(choose_word("La saison", word, SEASONS) for word in _split(seasons))
    found = tuple(map(_parse_minutes, _split(minutes)))
    if len(chosen) * len(found) > STEPS_AT_MOST:
        raise InputError(
            f"{len(chosen)} saisons par {len(found)} trajets font plus de {STEPS_AT_MOST} pages de chaque : retirez-en."
        )
    return chosen, found


def _split(text: str) -> list[str]:
    return list(dict.fromkeys(word.strip() for word in text.split(",")))


def _parse_minutes(word: str) -> float:
    with suppress(ValueError):
        minutes = float(word)
        if 1 <= minutes <= _MINUTES_AT_MOST:
            return minutes
    raise InputError(
        f"Le trajet « {word} » ne se lit pas : donnez des minutes de 1 à {_MINUTES_AT_MOST}, séparées par des virgules."
    )


def check_scenarios(scenarios: Sequence[Scenario]) -> None:
    """Refuse scenarios that are too many, or two of one key: their pages would have one name.

    Raises
    ------
    InputError
    """
    if len(scenarios) > SCENARIOS_AT_MOST:
        raise InputError(
            f"Un site montre au plus {SCENARIOS_AT_MOST} scénarios (reçus : {len(scenarios)}) : retirez-en."
        )
    keys = [scenario.key for scenario in scenarios]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise InputError(f"Deux scénarios ont la clé « {twice} » : changez celle de l'un, elle nomme sa page.")


def publish(project: Project, question: Question, target: Path) -> Publication:
    """Write the site of a territory.

    Parameters
    ----------
    project : Project
        Corrected as it is published, without scenarios.
    question : Question
    target : pathlib.Path
        Its folder, that `check_site_folder` let through: it is replaced whole.

    Raises
    ------
    WriteError
        If the folder cannot be written; what was there before stays.
    """
    drawn = project.redraw(question.draw_count, question.seed).add_scenarios(question.scenarios)
    shapes = tuple(read_boundaries(project.territory.key).geometry)
    plan = SitePlan(drawn, shapes, list_steps(question.seasons, question.minutes), question.languages)
    files = build_site(plan)
    done = Publication(target, plan, tuple(files), sum(map(len, files.values())))
    write_site(target, files, describe_site(done))
    return done


def describe_site(done: Publication) -> dict[str, Json]:
    """Say what a site holds, as its record and the JSON document do."""
    plan = done.plan
    return {
        "territory": plan.project.territory.key,
        "languages": list(plan.languages),
        "scenarios": [scenario.key for scenario in plan.studied],
        "steps": [{"season": step.season, "minutes": step.catchment_min} for step in plan.steps],
        "draws": plan.project.draw_count,
        "seed": plan.project.seed,
    }


def publication_document(done: Publication) -> dict[str, Json]:
    """Build the JSON document: the folder, its first page, its size, and what it holds."""
    return {
        "path": str(done.target),
        "first_page": str(done.target / FIRST_PAGE),
        "pages": len(done.files),
        "size_bytes": done.size_bytes,
        **describe_site(done),
    }


def publication_text(done: Publication) -> str:
    """Write where the site is, how large it is, and how to show it."""
    size = format_number(done.size_bytes / _MEGABYTE, 1)
    return (
        f"{done.target} : {format_number(len(done.files))} pages, {size} Mo.\n"
        f"Ouvrez {done.target / FIRST_PAGE}, ou déposez le dossier tel quel chez n'importe quel hébergeur."
    )
