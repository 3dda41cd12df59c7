"""The ``dossier`` command: the file that a council decides on."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from alpsat_geo.commands.choices import require_target
from alpsat_geo.commands.documents import Json
from alpsat_geo.compute.bearers import Bearer
from alpsat_geo.compute.evaluation import DO_NOTHING
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import BEARER_WORDS, SEASON_WORDS, VERSION, VERSION_KEY
from alpsat_geo.report.corrections.code import encode_corrections
from alpsat_geo.report.dossier.formats import DICTIONARY_ENDING, FORMATS
from alpsat_geo.report.dossier.subject import Subject, gather_subject
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import FRENCH, speak
from alpsat_geo.report.link import warn_of_reach, write_link
from alpsat_geo.sources.boundaries import read_boundaries
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY
from alpsat_geo.sources.scenario_code import encode_scenario, write_key
from alpsat_geo.sources.scenarios import read_scenarios
from alpsat_geo.sources.whole_file import write_files

SCENARIOS_AT_MOST = 4
PAGE = "dossier"
_ENDINGS = tuple(ending for ending in FORMATS if ending != DICTIONARY_ENDING)
_KILOBYTE = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """What a dossier is asked for.

    Attributes
    ----------
    scenarios : tuple of Scenario
        The one proposed first, then those it is compared to.
    settings : Settings
    prices : mapping of result key to euros a year
        Empty: nothing is chosen.
    draw_count, seed : int
    address : str
        Of the dashboard that the link leads to.
    far_factor : float
        What a result counts in a commune that is far from an open space.
    bearer : Bearer
        Who bears the costs, in what is told by place.
    commune_code : str
        The commune that reads; empty: all the EPCI.
    is_short : bool
        Whether the two pages go without their annexes.
    """

    scenarios: tuple[Scenario, ...]
    settings: Settings
    prices: Mapping[str, float]
    draw_count: int
    seed: int
    address: str
    far_factor: float = 1.0
    bearer: Bearer = "host"
    commune_code: str = ""
    is_short: bool = False


def check_target(target: Path) -> None:
    """Refuse a file whose ending is none of the formats, or whose folder is not there, before anything is computed.

    Raises
    ------
    InputError
    """
    require_target(target, "Le dossier", _ENDINGS)


def build_subject(project: Project, question: Question) -> Subject:
    """Compare the scenarios and gather what the dossier tells; a scenario alone is compared to doing nothing.

    Raises
    ------
    InputError
        Too many scenarios, doing nothing alone, or a commune that the territory has not.
    """
    if question.commune_code and question.commune_code not in project.territory.insee_codes:
        raise InputError(
            f"La commune « {question.commune_code} » n'est pas de ce territoire : donnez un de ses codes INSEE, tels"
            " que la commande « indicators » les liste."
        )
    scenarios, offered = question.scenarios, read_scenarios(project.territory.key)
    if len(scenarios) > SCENARIOS_AT_MOST:
        raise InputError(
            f"Un dossier compare au plus {SCENARIOS_AT_MOST} scénarios (reçus : {len(scenarios)}) : retirez-en."
        )
    if len(scenarios) == 1:
        if scenarios[0].key == DO_NOTHING.key:
            raise InputError("« Ne rien faire » se lit à côté d'un autre scénario : nommez-en un second.")
        scenarios = (*scenarios, *(s for s in offered if s.key == DO_NOTHING.key))
    scenarios = _name_apart(scenarios, offered)
    drawn = project.redraw(question.draw_count, question.seed)
    return gather_subject(
        project.territory,
        list(read_boundaries(project.territory.key).geometry),
        drawn.compare(scenarios, question.settings, question.prices, far_factor=question.far_factor),
        scenarios[0].key,
        projects=offered,
        seed=question.seed,
        link=write_link(question.address, PAGE, write_query(scenarios, question, project.territory, offered)),
        bearer=question.bearer,
        commune_code=question.commune_code,
        is_short=question.is_short,
    )


def _name_apart(scenarios: Sequence[Scenario], offered: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """Give another key to a file's scenario that has that of one the territory offers, as the page would."""
    embedded = {scenario.key: scenario for scenario in offered}
    return tuple(
        scenario
        if embedded.get(scenario.key, scenario) == scenario
        else dataclasses.replace(scenario, key=write_key(scenario.key, embedded))
        for scenario in scenarios
    )


def write_query(
    scenarios: Sequence[Scenario], question: Question, territory: Territory, offered: Sequence[Scenario]
) -> dict[str, str]:
    """Write what the page of the dossier needs to show the same, as the address holds it."""
    embedded = {scenario.key: scenario for scenario in offered}
    default, settings = Settings(), question.settings
    own = [scenario for scenario in scenarios if embedded.get(scenario.key) != scenario]
    query = {
        VERSION_KEY: str(VERSION),
        "dossier": scenarios[0].key,
        "scenarios": ",".join(scenario.key for scenario in scenarios),
        "saison": SEASON_WORDS[settings.season] if settings.season != default.season else "",
        "minutes": f"{settings.catchment_min:g}" if settings.catchment_min != default.catchment_min else "",
        "prix": ",".join(f"{key}={price:.0f}" for key, price in question.prices.items()),
        "loin": f"{100 * question.far_factor:.0f}" if question.far_factor != 1 else "",
        "qui-porte": BEARER_WORDS[question.bearer] if question.bearer != "host" else "",
        "commune": question.commune_code,
        "deux-pages": "oui" if question.is_short else "",
        "perso": ",".join(map(encode_scenario, own)),
        "corrections": encode_corrections(territory.corrections) if territory.corrections else "",
        "territoire": territory.key if territory.key != EMBEDDED_TERRITORY else "",
    }
    return {key: text for key, text in query.items() if text}


def write_dossier(subject: Subject, target: Path) -> tuple[Path, ...]:
    """Write the dossier in the format of the ending; a table comes with its dictionary.

    Raises
    ------
    WriteError
        If the file cannot be written there.
    """
    files = {target: FORMATS[target.suffix.lower()]}
    if target.suffix.lower() == ".csv":
        files[target.with_suffix(DICTIONARY_ENDING)] = FORMATS[DICTIONARY_ENDING]
    # A dossier is read by people, in the language and with the spaces of a page.
    with speak(FRENCH):
        written = {path: chosen.write(subject) for path, chosen in files.items()}
    write_files(written)
    return tuple(files)


def dossier_document(subject: Subject, paths: Sequence[Path]) -> dict[str, Json]:
    """Build the JSON document: each file with its size, and the link that restores the dossier."""
    return {
        "path": str(paths[0]),
        "size_bytes": paths[0].stat().st_size,
        "files": [{"path": str(path), "size_bytes": path.stat().st_size} for path in paths],
        "scenario": subject.chosen_key,
        "link": subject.link,
    }


def dossier_text(subject: Subject, paths: Sequence[Path]) -> str:
    """Write each file with its size, then the link."""
    lines = [f"{path} ({format_number(path.stat().st_size / _KILOBYTE)} ko)" for path in paths]
    lines.append(f"Pour le retrouver à l'écran : {subject.link}")
    return "\n".join(filter(None, [*lines, warn_of_reach(subject.link)]))
