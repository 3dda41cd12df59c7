"""The command line: everything the dashboard does, without a browser."""

from __future__ import annotations

import io
import math
import os
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from alpsat_geo import HOME
from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.commands.backtest import backtest_document, backtest_text, run_backtest
from alpsat_geo.commands.compare import comparison_document, comparison_text, parse_prices
from alpsat_geo.commands.compose import (
    Call,
    composition_document,
    composition_text,
    parse_ceiling,
    parse_certainty,
    parse_payer,
)
from alpsat_geo.commands.compose import compose as run_compose
from alpsat_geo.commands.documents import Json, dump
from alpsat_geo.commands.evaluate import evaluate_scenarios, evaluation_text, parse_bearer, scenarios_document
from alpsat_geo.commands.indicators import indicators_document, indicators_text
from alpsat_geo.commands.site import parse_kind, parse_objective, parse_seasons, site_document, site_text
from alpsat_geo.commands.travel_times import travel_times_document, travel_times_text
from alpsat_geo.commands.usage import FrenchCommand, FrenchGroup, explain_usage_error
from alpsat_geo.compute.draws import DRAW_COUNT, SEED
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.measured import PORTFOLIO_DRAW_COUNT
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.siting.request import SitingRequest
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import AlpSatError, InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project, Registries, open_project
from alpsat_geo.report.blanks import tell_awaited
from alpsat_geo.report.figures import format_number
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY, TERRITORY_VARIABLE
from alpsat_geo.sources.published_counts import read_published_counts
from alpsat_geo.sources.scenarios import read_scenario, read_scenarios

if TYPE_CHECKING:
    from alpsat_geo.report.plots.sheet import ChartSheet

DONE, NOT_GOOD, WRONG_CALL = 0, 1, 2
MAX_DRAWS = 100_000  # beyond, an ordinary machine runs out of memory

app = typer.Typer(
    name="alpsat_geo",
    cls=FrenchGroup,
    help="AlpSat Geo : décider de l'action publique pour le travail à distance en montagne.",
    add_completion=False,
    pretty_exceptions_enable=False,
)

roads_app = typer.Typer(cls=FrenchGroup, help="Le réseau routier d'un territoire : l'importer, le comparer.")
app.add_typer(roads_app, name="roads")
territory_app = typer.Typer(cls=FrenchGroup, help="Les territoires : en ouvrir un autre, sans réseau, ou les lister.")
app.add_typer(territory_app, name="territory")

Territory = Annotated[
    str,
    typer.Option(
        "--territory",
        envvar=TERRITORY_VARIABLE,
        show_envvar=False,
        help=f"Clé du territoire ; sinon celui de {TERRITORY_VARIABLE}.",
    ),
]
BorneBy = Annotated[
    str, typer.Option("--borne-by", help="Qui porte les coûts, par lieu : host (commune d'accueil), epci ou petr.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Un document JSON sur la sortie standard, et rien d'autre.")]
SeasonName = Annotated[str, typer.Option("--season", help="summer, winter ou closure_day.")]
Minutes = Annotated[float, typer.Option("--minutes", help="T, temps où la moitié des usagers viennent encore.")]
DrawCount = Annotated[int, typer.Option("--draws", help="Nombre de tirages.")]
Seed = Annotated[int, typer.Option("--seed", help="Graine : la même redonne les mêmes octets.")]
Chart = Annotated[
    Path | None, typer.Option("--chart", help="Écrire aussi le graphique de la page : fichier .png ou .svg.")
]
Prices = Annotated[
    list[str] | None,
    typer.Option("--price", help="Effort accepté par an : inhabitant=EUR, user=EUR, neighbour=EUR, tonne=EUR."),
]
FarFactor = Annotated[
    float, typer.Option("--far-factor", help="Ce que compte un résultat à plus de 30 min d'un espace, de 1 à 3.")
]
Corrections = Annotated[
    Path | None,
    typer.Option("--corrections", help="Corrections aux données, .csv ou .xlsx ; sinon les données telles quelles."),
]
ScenarioNames = Annotated[
    list[str], typer.Argument(help="Clés des scénarios du territoire ou chemins de fichiers YAML.")
]


@app.command(cls=FrenchCommand)
def check(
    *, corrections: Corrections = None, territory: Territory = EMBEDDED_TERRITORY, as_json: AsJson = False
) -> None:
    """Vérifier les données du territoire : empreintes, colonnes, codes, totaux, géométries ; et des corrections."""
    from alpsat_geo.commands.check import run_check  # noqa: PLC0415 - geometry takes longer to load than to compare

    def correct() -> tuple[Project, Project]:
        pack = open_project(territory, Registries(ACTION_TYPES, CRITERIA)).add_scenarios(read_scenarios(territory))
        return pack, _correct(pack, corrections)

    text, code = run_check(territory, as_json=as_json, correct=correct if corrections else None)
    _say(text)
    raise typer.Exit(code)


@app.command(cls=FrenchCommand)
def translate() -> None:
    """Mettre à jour les catalogues de langue, et dire ce qui reste à traduire."""
    from alpsat_geo.commands.translate import run_translate  # noqa: PLC0415 - Babel's own command line, for this alone

    text, code = run_translate()
    _say(text)
    raise typer.Exit(code)


@app.command(cls=FrenchCommand)
def indicators(
    *,
    season: SeasonName = "winter",
    minutes: Minutes = 20.0,
    draws: DrawCount = DRAW_COUNT,
    seed: Seed = SEED,
    corrections: Corrections = None,
    territory: Territory = EMBEDDED_TERRITORY,
    as_json: AsJson = False,
) -> None:
    """Entonnoir et profil de faisabilité de chaque commune."""
    project, settings = _open(territory, corrections), _settings(season, minutes)
    draws = _draw_count(draws)
    _answer(
        project, indicators_document(project, settings, draws, seed) if as_json else indicators_text(project, settings)
    )


@app.command(cls=FrenchCommand)
def travel_times(
    *, season: SeasonName = "winter", territory: Territory = EMBEDDED_TERRITORY, as_json: AsJson = False
) -> None:
    """Temps de trajet en voiture entre communes, estimés sur le réseau routier du territoire."""
    project, chosen = _open(territory), _settings(season, 20.0).season
    _answer(project, travel_times_document(project, chosen) if as_json else travel_times_text(project, chosen))


@app.command(cls=FrenchCommand)
def evaluate(
    scenarios: ScenarioNames,
    *,
    season: SeasonName = "winter",
    minutes: Minutes = 20.0,
    draws: DrawCount = DRAW_COUNT,
    seed: Seed = SEED,
    borne_by: BorneBy = "host",
    corrections: Corrections = None,
    territory: Territory = EMBEDDED_TERRITORY,
    as_json: AsJson = False,
) -> None:
    """Critères et coûts de chaque scénario, avec leurs intervalles."""
    named, bearer = _read_scenarios(scenarios, territory), parse_bearer(borne_by)
    project = _open(territory, corrections)
    problem = project.redraw(_draw_count(draws), seed).pose(_settings(season, minutes))
    outcomes, central = evaluate_scenarios(named, problem)
    _answer(
        project,
        {"scenarios": scenarios_document(problem, outcomes, central, bearer)}
        if as_json
        else evaluation_text(project.territory, problem, outcomes),
    )


@app.command(cls=FrenchCommand)
def compare(
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(help="Clés des scénarios du territoire ou chemins de fichiers YAML ; sinon tous."),
    ] = None,
    *,
    price: Prices = None,
    far_factor: FarFactor = 1.0,
    chart: Chart = None,
    criterion: Annotated[str, typer.Option("--criterion", help="Du graphique ; sinon tous les critères.")] = "",
    season: SeasonName = "winter",
    minutes: Minutes = 20.0,
    draws: DrawCount = DRAW_COUNT,
    seed: Seed = SEED,
    corrections: Corrections = None,
    territory: Territory = EMBEDDED_TERRITORY,
    as_json: AsJson = False,
) -> None:
    """Ce que coûte un résultat, de quel prix chaque scénario vaut son coût, et ce qui changerait la réponse."""
    prices, write_chart = parse_prices(price or []), _open_chart(chart)
    named = _read_scenarios(scenarios, territory) if scenarios else read_scenarios(territory)
    project = _open(territory, corrections).redraw(_draw_count(draws), seed)
    comparison = project.compare(named, _settings(season, minutes), prices, far_factor=far_factor)
    write_chart(lambda command: command.describe_comparison(comparison, named, criterion, project))
    _answer(
        project,
        comparison_document(comparison) if as_json else comparison_text(comparison, project.territory),
    )


@app.command(cls=FrenchCommand)
def backtest(
    *,
    season: SeasonName = "winter",
    minutes: Minutes = 20.0,
    draws: DrawCount = DRAW_COUNT,
    seed: Seed = SEED,
    corrections: Corrections = None,
    territory: Territory = EMBEDDED_TERRITORY,
    as_json: AsJson = False,
) -> None:
    """Nos usagers d'aujourd'hui à côté de ceux qui ont été comptés ailleurs."""
    project = _open(territory, corrections)
    project.require_whole(needs_spaces=True)
    problem = project.redraw(_draw_count(draws), seed).pose(_settings(season, minutes))
    found = run_backtest(problem, read_published_counts())
    _answer(project, backtest_document(found) if as_json else backtest_text(found))


@app.command(cls=FrenchCommand)
def compose(
    *,
    budget: Annotated[float, typer.Option("--budget", help="Coût public net par an, au plus, en euros.")],
    investment: Annotated[
        float | None, typer.Option("--investment", help="Investissement, au plus, en euros ; sinon sans plafond.")
    ] = None,
    certainty: Annotated[
        int, typer.Option("--certainty", help="Part des simulations où les plafonds tiennent : 50, 80 ou 95.")
    ] = 80,
    payer: Annotated[str, typer.Option("--payer", help="all (tous les financeurs publics) ou petr.")] = "all",
    places: Annotated[str, typer.Option("--places", help="Communes où proposer un espace : INSEE,INSEE.")] = "",
    require: Annotated[list[str] | None, typer.Option("--require", help="Action exigée ; à répéter.")] = None,
    refuse: Annotated[list[str] | None, typer.Option("--refuse", help="Action refusée ; à répéter.")] = None,
    one_per_epci: Annotated[bool, typer.Option("--one-per-epci", help="Au moins une action placée par EPCI.")] = False,
    season: SeasonName = "winter",
    minutes: Minutes = 20.0,
    price: Prices = None,
    draws: DrawCount = PORTFOLIO_DRAW_COUNT,
    seed: Seed = SEED,
    corrections: Corrections = None,
    territory: Territory = EMBEDDED_TERRITORY,
    as_json: AsJson = False,
) -> None:
    """Avec tant d'argent public par an, qu'obtient-on."""
    call = Call(
        question=Question(
            budget_eur_per_year=parse_ceiling("Le budget", budget),
            investment_eur=parse_ceiling("L'investissement", investment),
            certainty_share=parse_certainty(certainty),
            payer=parse_payer(payer),
            required=frozenset(require or ()),
            refused=frozenset(refuse or ()),
            is_one_per_epci=one_per_epci,
        ),
        settings=_settings(season, minutes),
        places=tuple(code.strip() for code in places.split(",")) if places else (),
        prices=parse_prices(price or ()),
        draw_count=_draw_count(draws),
        seed=seed,
    )
    project = _open(territory, corrections)
    found = run_compose(project, call)
    _answer(project, composition_document(found) if as_json else composition_text(project, found))


@app.command(cls=FrenchCommand)
def site(
    *,
    count: Annotated[int | None, typer.Option("--count", help="Nombre d'espaces à ouvrir.")] = None,
    budget: Annotated[float | None, typer.Option("--budget", help="Investissement total, en euros.")] = None,
    season: Annotated[str, typer.Option("--season", help="summer, winter, closure_day ou both.")] = "winter",
    minutes: Minutes = 20.0,
    objective: Annotated[str, typer.Option("--objective", help="coverage, mean ou worst.")] = "coverage",
    kind: Annotated[str, typer.Option("--kind", help="frugal ou standard : fixe le coût d'un lieu.")] = "frugal",
    one_per_epci: Annotated[bool, typer.Option("--one-per-epci", help="Au moins un par EPCI.")] = False,
    no_existing: Annotated[bool, typer.Option("--no-existing", help="Ignorer les espaces existants.")] = False,
    hard: Annotated[bool, typer.Option("--hard", help="Couverture par seuil plutôt que progressive.")] = False,
    test: Annotated[str, typer.Option("--test", help="Commune à essayer comme lieu d'un espace : INSEE.")] = "",
    chart: Chart = None,
    corrections: Corrections = None,
    territory: Territory = EMBEDDED_TERRITORY,
    as_json: AsJson = False,
) -> None:
    """Où ouvrir des espaces, s'il faut en ouvrir : l'optimum et les plans presque aussi bons."""
    request = SitingRequest(
        # Whoever tries one commune sees it beside the best one.
        count=1 if test and count is None and budget is None else count,
        budget_eur=budget,
        seasons=parse_seasons(season),
        catchment_min=_positive_minutes(minutes),
        objective=parse_objective(objective),
        is_hard=hard,
        one_per_epci=one_per_epci,
        keeps_existing=not no_existing,
        kind=parse_kind(kind),
    )
    write_chart, project = _open_chart(chart), _open(territory, corrections)
    answer = site_document(project, request, test) if as_json else site_text(project, request, test)
    write_chart(lambda command: command.describe_siting(project, request))
    _answer(project, answer)


@app.command(cls=FrenchCommand)
def dossier(
    scenarios: ScenarioNames,
    *,
    out: Annotated[
        Path,
        typer.Option("--out", help="Fichier à écrire : .pdf, .html, .gpkg, .xlsx, .ods, .docx, .odt, .csv ou .yaml."),
    ],
    price: Prices = None,
    far_factor: FarFactor = 1.0,
    season: SeasonName = "winter",
    minutes: Minutes = 20.0,
    draws: DrawCount = DRAW_COUNT,
    seed: Seed = SEED,
    address: Annotated[str, typer.Option("--address", help="Adresse du tableau de bord, pour le lien.")] = "",
    borne_by: BorneBy = "host",
    commune: Annotated[str, typer.Option("--commune", help="Code INSEE de la commune qui lit ; sinon les EPCI.")] = "",
    two_pages: Annotated[bool, typer.Option("--two-pages", help="Les deux pages seules, sans les annexes.")] = False,
    corrections: Corrections = None,
    territory: Territory = EMBEDDED_TERRITORY,
    as_json: AsJson = False,
) -> None:
    """Le dossier pour décider du premier scénario, comparé aux autres."""
    # Geometry and paper take longer to load than to compare.
    from alpsat_geo.commands import dossier as command  # noqa: PLC0415
    from alpsat_geo.report.link import LOCAL_ADDRESS  # noqa: PLC0415

    command.check_target(out)
    question = command.Question(
        scenarios=_read_scenarios(scenarios, territory),
        settings=_settings(season, minutes),
        prices=parse_prices(price or []),
        far_factor=far_factor,
        draw_count=_draw_count(draws),
        seed=seed,
        address=address or LOCAL_ADDRESS,
        bearer=parse_bearer(borne_by),
        commune_code=commune.strip(),
        is_short=two_pages,
    )
    project = _open(territory, corrections)
    subject = command.build_subject(project, question)
    paths = command.write_dossier(subject, out)
    _answer(project, command.dossier_document(subject, paths) if as_json else command.dossier_text(subject, paths))


@app.command(cls=FrenchCommand)
def publish(
    folder: Annotated[Path, typer.Argument(help="Dossier du site, à déposer chez n'importe quel hébergeur.")],
    *,
    scenarios: Annotated[
        str, typer.Option("--scenarios", help="Clés ou fichiers, séparés par des virgules ; sinon tous.")
    ] = "",
    languages: Annotated[str, typer.Option("--languages", help="fr, de, it, en ; la première à la racine.")] = "fr",
    seasons: Annotated[str, typer.Option("--seasons", help="Saisons des pages.")] = "winter,summer",
    minutes: Annotated[str, typer.Option("--minutes", help="T des pages, en minutes.")] = "15,20,30,45",
    force: Annotated[bool, typer.Option("--force", help="Remplacer un dossier que « publish » n'a pas écrit.")] = False,
    draws: DrawCount = DRAW_COUNT,
    seed: Seed = SEED,
    corrections: Corrections = None,
    territory: Territory = EMBEDDED_TERRITORY,
    as_json: AsJson = False,
) -> None:
    """Un site sans serveur : le territoire et ses scénarios en pages, à chaque saison et chaque trajet accepté."""
    # Geometry takes longer to load than to compare.
    from alpsat_geo.commands import publish as command  # noqa: PLC0415
    from alpsat_geo.commands import saved_corrections  # noqa: PLC0415 - the library of databases
    from alpsat_geo.sources.site_folder import check_site_folder  # noqa: PLC0415

    check_site_folder(folder, is_forced=force)
    names = [name.strip() for name in scenarios.split(",")] if scenarios else []
    chosen_seasons, chosen_minutes = command.parse_steps(seasons, minutes)
    question = command.Question(
        scenarios=_read_scenarios(names, territory) if names else read_scenarios(territory),
        languages=command.parse_languages(languages),
        seasons=chosen_seasons,
        minutes=chosen_minutes,
        draw_count=_draw_count(draws),
        seed=seed,
    )
    command.check_scenarios(question.scenarios)
    project = _open(territory, corrections)
    if corrections is None:
        # What is published for all says what the pages of this machine say to all.
        project = project.correct([kept for _number, kept in saved_corrections.list_saved(project.territory)])
    done = command.publish(project, question, folder)
    _answer(project, command.publication_document(done) if as_json else command.publication_text(done))


@app.command("map", cls=FrenchCommand)
def draw_map(
    scenarios: Annotated[
        list[str] | None, typer.Argument(help="Scénarios à montrer, jusqu'à quatre ; sans : le territoire aujourd'hui.")
    ] = None,
    *,
    out: Annotated[Path, typer.Option("--out", help="Fichier à écrire : .png ou .svg.")],
    layer: Annotated[str, typer.Option("--layer", help="Ce que montre la carte du territoire.")] = "portee",
    measure: Annotated[str, typer.Option("--measure", help="Des scénarios : reach, users ou inhabitants.")] = "reach",
    difference: Annotated[bool, typer.Option("--difference", help="L'écart avec ne rien faire.")] = False,
    season: SeasonName = "winter",
    minutes: Minutes = 20.0,
    corrections: Corrections = None,
    territory: Territory = EMBEDDED_TERRITORY,
    as_json: AsJson = False,
) -> None:
    """Une carte à emporter, avec son titre, sa légende, sa source et sa date."""
    # Geometry and paper take longer to load than to compare.
    from alpsat_geo.commands import map as command  # noqa: PLC0415

    command.check_target(out)
    project, settings = _open(territory, corrections), _settings(season, minutes)
    if scenarios:
        chosen = _read_scenarios(scenarios, territory)
        sheet = command.describe_comparison(project, chosen, measure, settings, is_difference=difference)
    else:
        sheet = command.describe_today(project, layer, settings)
    command.write_map(project, sheet, out)
    _answer(project, command.map_document(sheet, out) if as_json else command.map_text(sheet, out))


@app.command("layer", cls=FrenchCommand)
def show_layer(
    file: Annotated[Path, typer.Argument(help="Fichier CSV ou XLSX par code INSEE, GeoJSON ou GeoPackage.")],
    *,
    out: Annotated[Path | None, typer.Option("--out", help="Fichier à écrire : .png, .svg, .csv ou .geojson.")] = None,
    indicator: Annotated[str, typer.Option("--indicator", help="Indicateur de la carte ; sinon le premier.")] = "",
    part: Annotated[str, typer.Option("--part", help="Couche du GeoPackage ou feuille du classeur.")] = "",
    classes: Annotated[str, typer.Option("--classes", help="fisher (seuils naturels) ou quantiles.")] = "fisher",
    territory: Territory = EMBEDDED_TERRITORY,
    as_json: AsJson = False,
) -> None:
    """Vos données par commune : lues, réparées et dites, en carte ou en tableau ; rien n'en est gardé."""
    # Geometry takes longer to load than to compare.
    from alpsat_geo.commands import layer as command  # noqa: PLC0415

    if out is not None:
        command.check_target(out)
    scheme, project = command.check_scheme(classes), _open(territory)
    layer = command.open_layer(project, file, part)
    place = command.find_indicator(layer, indicator)
    if out is not None:
        command.write_layer(project, layer, place, scheme, out)
    _say(
        dump(command.layer_document(project, layer, scheme))
        if as_json
        else command.layer_text(project, layer, place, scheme)
    )


@app.command(cls=FrenchCommand)
def refresh(
    sources: Annotated[list[str] | None, typer.Argument(help="Sources à rafraîchir ; sans : toutes.")] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Dire ce qui changerait, sans rien écrire.")] = False,
    heavy: Annotated[bool, typer.Option("--heavy", help="Permettre les fichiers de plus d'un gigaoctet.")] = False,
    signed: Annotated[str, typer.Option("--by", help="Qui rafraîchit : noté dans l'origine des fichiers.")] = "",
    territory: Territory = EMBEDDED_TERRITORY,
    as_json: AsJson = False,
) -> None:
    """Aller chercher les données les plus récentes de chaque source, dire ce qui change, et l'écrire."""
    # The libraries of the network, for this alone.
    from alpsat_geo.commands import refresh as command  # noqa: PLC0415
    from alpsat_geo.sources.portals.client import Client  # noqa: PLC0415
    from alpsat_geo.sources.portals.refresh import choose_portals, find_awaited, refresh_pack  # noqa: PLC0415

    tell = None if as_json else lambda one: _say(command.tell_source(one, is_dry=dry_run))
    chosen = choose_portals(sources or (), () if sources else find_awaited(territory))
    with closing(Client()) as client:
        done = refresh_pack(territory, chosen, client, is_dry=dry_run, is_heavy=heavy, signed=signed.strip(), say=tell)
    if as_json:
        _say(dump(command.refresh_document(territory, done, is_dry=dry_run)))
    raise typer.Exit(command.find_code(done))


@app.command(cls=FrenchCommand)
def serve(
    *,
    port: Annotated[int, typer.Option("--port", min=1, max=65_535, help="Port du tableau de bord.")] = 8501,
    address: Annotated[str, typer.Option("--address", help="Adresse où il écoute ; sinon cette machine seule.")] = (
        "127.0.0.1"
    ),
) -> None:
    """Ouvrir le tableau de bord, jusqu'à ce qu'on l'arrête."""
    # Whoever watches this process watches the server.
    command = [sys.executable, "-m", "streamlit", "run", str(HOME / "serve.py")]
    os.execv(sys.executable, [*command, f"--server.port={port}", f"--server.address={address}"])  # noqa: S606 - our own program


@app.command(cls=FrenchCommand)
def migrate(*, as_json: AsJson = False) -> None:
    """Amener la base de données aux tables de cette version."""
    from alpsat_geo.commands import database as command  # noqa: PLC0415 - who only computes opens no database

    done = command.migrate()
    _say(dump(done) if as_json else command.migration_text(done))


@app.command(cls=FrenchCommand)
def backup(
    file: Annotated[Path, typer.Argument(help="Fichier à écrire ; celui d'avant est remplacé.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Copier dans un fichier tout ce qui a été enregistré, pendant que d'autres écrivent."""
    from alpsat_geo.commands import database as command  # noqa: PLC0415 - see migrate

    done = command.back_up(file)
    _say(dump(done) if as_json else command.backup_text(done))


@app.command(cls=FrenchCommand)
def restore(
    file: Annotated[Path, typer.Argument(help="Fichier que « backup » a écrit.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Remplacer ce qui est enregistré, copié d'abord.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remettre dans la base de données ce qu'une sauvegarde a gardé."""
    from alpsat_geo.commands import database as command  # noqa: PLC0415 - see migrate

    done = command.restore(file, is_forced=force)
    _say(dump(done) if as_json else command.restore_text(done))


@app.command(cls=FrenchCommand)
def journal(
    *,
    since: Annotated[str | None, typer.Option("--since", help="Premier jour : 2026-01-31.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Dernier jour, compris.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Un tableau, rien d'autre.")] = False,
    as_json: AsJson = False,
) -> None:
    """Qui a changé quoi, quand, ce que c'était avant et après."""
    from alpsat_geo.commands import journal as command  # noqa: PLC0415 - see migrate

    if as_csv and as_json:
        raise InputError("--csv et --json ne vont pas ensemble : gardez l'un des deux.")
    first = command.read_day(since, "--since") if since else None
    last = command.read_day(until, "--until") if until else None
    lines = command.read_journal(first, last)
    if as_csv:
        _say(command.journal_csv(lines))
    else:
        _say(dump(command.journal_document(lines)) if as_json else command.journal_text(lines))


@app.command(cls=FrenchCommand)
def purge(
    *,
    before: Annotated[str, typer.Option("--before", help="Jour avant lequel rien n'est plus à garder : 2026-01-31.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Compter sans rien effacer.")] = False,
    as_json: AsJson = False,
) -> None:
    """Effacer pour de bon ce qui a fini avant un jour : journal, consultations, corbeille, réunions."""
    from alpsat_geo.commands import journal as command  # noqa: PLC0415 - see migrate

    done = command.purge(command.read_day(before, "--before"), is_trial=dry_run)
    _say(dump(done) if as_json else command.purge_text(done))


@app.command(cls=FrenchCommand)
def export(
    target: Annotated[Path, typer.Argument(help="Dossier à faire, ou fichier .zip à écrire.")],
    *,
    territory: Territory = EMBEDDED_TERRITORY,
    as_json: AsJson = False,
) -> None:
    """Écrire en fichiers simples tout ce qui a été enregistré pour un territoire."""
    from alpsat_geo.commands import export as command  # noqa: PLC0415 - see migrate

    done = command.export(_open(territory).territory, target)
    _say(dump(done) if as_json else command.export_text(done))


@app.command("corrections", cls=FrenchCommand)
def keep_corrections(
    *,
    apply: Annotated[
        Path | None, typer.Option("--apply", help="Enregistrer les corrections d'un fichier, .csv ou .xlsx.")
    ] = None,
    undo: Annotated[int | None, typer.Option("--undo", help="Annuler la correction de ce numéro.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Fichier à écrire : .csv ou .xlsx.")] = None,
    template: Annotated[bool, typer.Option("--template", help="Avec --out : un modèle vide à remplir.")] = False,
    territory: Territory = EMBEDDED_TERRITORY,
    as_json: AsJson = False,
) -> None:
    """Les corrections aux données que cette machine garde pour le territoire, et que suivent les pages."""
    from alpsat_geo.commands import saved_corrections as command  # noqa: PLC0415 - the library of databases

    pack = _open(territory).territory
    if apply is not None:
        command.apply_saved(pack, apply)
    if undo is not None:
        command.undo_saved(pack, undo)
    if out is not None:
        command.write_saved(pack, out, is_template=template)
    _say(dump(command.saved_document(pack)) if as_json else command.saved_text(pack))


Elevation = Annotated[Path | None, typer.Option("--elevation", help="Dossier de dalles SRTM (.hgt), pour les pentes.")]


@roads_app.command("import", cls=FrenchCommand)
def import_roads(
    file: Annotated[Path, typer.Argument(help="Extrait d'OpenStreetMap (.osm.pbf) ou de la BD TOPO (.geojson).")],
    *,
    elevation: Elevation = None,
    territory: Territory = EMBEDDED_TERRITORY,
) -> None:
    """Faire des routes d'un fichier le réseau du territoire."""
    from alpsat_geo.commands import roads as command  # noqa: PLC0415 - the reader of extracts

    _say(command.import_roads(territory, file, elevation, datetime.now(tz=UTC).date()))


@roads_app.command("access", cls=FrenchCommand)
def import_access(
    file: Annotated[Path, typer.Argument(help="Temps d'accès aux équipements d'une région, de l'INSEE (.parquet).")],
    *,
    territory: Territory = EMBEDDED_TERRITORY,
) -> None:
    """Garder les temps d'accès que l'INSEE publie, et dire de combien les nôtres s'en écartent."""
    from alpsat_geo.commands import roads as command  # noqa: PLC0415 - see import

    command.import_access(territory, file, datetime.now(tz=UTC).date())
    _say(command.errors_text(_open(territory)))


@roads_app.command("compare", cls=FrenchCommand)
def compare_roads(
    file: Annotated[
        Path | None, typer.Argument(help="Routes à comparer (.osm.pbf, .geojson) ; sinon le réseau livré.")
    ] = None,
    *,
    elevation: Elevation = None,
    territory: Territory = EMBEDDED_TERRITORY,
    as_json: AsJson = False,
) -> None:
    """Mettre en regard le réseau en service et un autre, trajet par trajet."""
    from alpsat_geo.commands import roads as command  # noqa: PLC0415 - see import

    compared = command.compare_roads(territory, file, elevation)
    _say(dump(command.comparison_document(compared)) if as_json else command.comparison_text(compared))


@territory_app.command("new", cls=FrenchCommand)
def create_territory(
    name: Annotated[str, typer.Argument(help="Nom du territoire : petites lettres, chiffres, traits d'union.")],
    more: Annotated[list[str] | None, typer.Argument(help="Autres codes, après celui de l'option.")] = None,
    *,
    epci: Annotated[list[str] | None, typer.Option("--epci", help="EPCI, par numéro SIREN.")] = None,
    department: Annotated[list[str] | None, typer.Option("--departement", help="Départements, par code.")] = None,
    communes: Annotated[list[str] | None, typer.Option("--communes", help="Communes, par code INSEE.")] = None,
    title: Annotated[str, typer.Option("--title", help="Nom à l'écran ; sinon celui des EPCI.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Refaire un territoire qui existe.")] = False,
    as_json: AsJson = False,
) -> None:
    """Écrire un autre territoire de France, sans réseau, depuis les feuilles nationales embarquées."""
    from alpsat_geo.commands import territory as command  # noqa: PLC0415 - geometry takes long to load

    made = command.create_territory(
        name,
        {"epci": epci or (), "department": department or (), "communes": communes or ()},
        more or (),
        title=title,
        today=datetime.now(tz=UTC).date(),
        replaces=force,
    )
    _say(dump(command.territory_document(made)) if as_json else command.territory_text(made))


@territory_app.command("list", cls=FrenchCommand)
def list_known_territories(*, as_json: AsJson = False) -> None:
    """Lister les territoires que l'on peut ouvrir."""
    from alpsat_geo.commands import territory as command  # noqa: PLC0415 - see above

    _say(dump(command.list_document()) if as_json else command.list_text())


def main() -> None:
    """Run the command line; what goes wrong is one French sentence on standard error."""
    for stream in (sys.stdout, sys.stderr):
        # The narrow space of French numbers is in few other encodings, and JSON is UTF-8.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        # Called so, typer returns the code of an exit instead of raising it.
        code = app(standalone_mode=False)
    except InputError as error:
        _stop(str(error), WRONG_CALL)
    except AlpSatError as error:
        _stop(str(error), NOT_GOOD)
    except TyperException as error:
        _stop(explain_usage_error(error), WRONG_CALL)
    except (typer.Abort, KeyboardInterrupt):
        _stop("Interrompu.", WRONG_CALL)
    else:
        if code:
            sys.exit(code)


def _open(territory: str, corrections: Path | None = None) -> Project:
    return _correct(open_project(territory, Registries(ACTION_TYPES, CRITERIA)), corrections)


def _read_scenarios(names: list[str], territory: str) -> tuple[Scenario, ...]:
    return tuple(read_scenario(name, territory) for name in names)


def _correct(project: Project, corrections: Path | None) -> Project:
    if corrections is None:
        return project
    from alpsat_geo.commands.corrections import correct_project  # noqa: PLC0415 - who corrects nothing does not wait

    return correct_project(project, corrections)


def _open_chart(target: Path | None) -> Callable[[Callable[[ModuleType], ChartSheet]], None]:
    """Refuse a chart that cannot be written before anything is computed, and return what writes it."""
    if target is None:
        return lambda _describe: None
    from alpsat_geo.commands import chart as command  # noqa: PLC0415 - who asks for no chart does not wait for it

    command.check_target(target)
    return lambda describe: command.write_chart(describe(command), target)


def _settings(season: str, minutes: float) -> Settings:
    seasons = parse_seasons(season)
    if len(seasons) > 1:
        raise InputError("La saison « both » ne vaut que pour « site » : choisissez summer, winter ou closure_day.")
    return Settings(seasons[0], _positive_minutes(minutes))


def _positive_minutes(minutes: float) -> float:
    if not 0 < minutes < math.inf:
        raise InputError(f"Le temps d'accès T doit être un nombre positif de minutes (reçu : {minutes:g}).")
    return minutes


def _draw_count(draws: int) -> int:
    if not 1 <= draws <= MAX_DRAWS:
        raise InputError(f"Le nombre de tirages doit être entre 1 et {format_number(MAX_DRAWS)} (reçu : {draws}).")
    return draws


def _answer(project: Project, answer: str | dict[str, Json]) -> None:
    """Say an answer, as text or as one JSON document; one that rests on corrections, or on blanks, says so."""
    territory = project.territory
    if territory.awaited:
        if isinstance(answer, str):
            answer = "\n".join((answer, *tell_awaited(territory)))
        else:
            answer = {**answer, "awaited": list(territory.awaited)}
    if territory.corrections:
        from alpsat_geo.commands import corrections as command  # noqa: PLC0415 - see above

        if isinstance(answer, str):
            answer = f"{answer}\n{command.corrections_text(territory)}"
        else:
            answer = {**answer, **command.corrections_document(territory)}
    _say(answer if isinstance(answer, str) else dump(answer))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _stop(sentence: str, code: int) -> None:
    sys.stderr.write(sentence + "\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
