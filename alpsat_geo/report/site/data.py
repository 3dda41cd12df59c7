"""The page of what the figures rest on: sources, corrections, limits, assumptions, words, and what this site is."""

from __future__ import annotations

from alpsat_geo.report.blanks import tell_awaited
from alpsat_geo.report.dossier.blocks import Paragraph
from alpsat_geo.report.dossier.references import list_parameters, tell_grades, write_corrections, write_sources
from alpsat_geo.report.dossier.screen import write_blocks, write_sections
from alpsat_geo.report.dossier.wording import SEASON_LABELS
from alpsat_geo.report.figures import format_minutes, format_number
from alpsat_geo.report.language import _, join_names
from alpsat_geo.report.lexicon import write_lexicon
from alpsat_geo.report.limits import list_limits
from alpsat_geo.report.markup import Markup, join_parts, write_list, write_tag
from alpsat_geo.report.site.frame import Page, fold, write_answer
from alpsat_geo.report.site.plan import DATA, SitePlan


def write_data(plan: SitePlan) -> Page:
    """Write the page."""
    project = plan.project
    territory, table = project.territory, project.table
    sources = {origin.title for origin in territory.origins.values()}
    answer = _(
        "De {sources} jeux de données ouverts et de {count} hypothèses, chacune avec sa source et sa fiabilité."
    ).format(sources=format_number(len(sources)), count=format_number(len(table)))
    title = _("Les hypothèses et leur fiabilité")
    parts = (
        ("limits", _("Ce que cet outil ne dit pas"), write_list([*tell_awaited(territory), *list_limits(project)])),
        ("lexicon", _("Les mots de cet outil"), write_lexicon()),
        ("about", _("À propos de ce site"), write_list(_tell_site(plan))),
    )
    limits, lexicon, about = (
        write_tag("section", (write_tag("h2", heading), content), id=key) for key, heading, content in parts
    )
    return Page(
        key=DATA,
        file=f"{DATA}.html",
        question=_("D'où viennent les chiffres ?"),
        settings=plan.steps[0],
        answer=write_answer(answer),
        rest=join_parts(
            write_sections((write_sources(territory), *write_corrections(territory))),
            limits,
            fold(title, write_blocks((Paragraph(tell_grades(), "note"), list_parameters(title, table.values())))),
            lexicon,
            about,
        ),
    )


def _tell_site(plan: SitePlan) -> list[str | Markup]:
    """Say what the site holds and what it does not, what it keeps of its reader, and under which licences it is."""
    seasons = join_names([_(SEASON_LABELS[season]) for season in dict.fromkeys(step.season for step in plan.steps)])
    minutes = join_names([format_minutes(end) for end in sorted({step.catchment_min for step in plan.steps})])
    return [
        _(
            "Ces pages ont été écrites une fois, par la commande « publish » d'AlpSat Geo : saisons {seasons} ; trajet"
            " accepté {minutes} ; {draws} simulations, graine {seed}. Ici, rien ne se recalcule."
        ).format(
            seasons=seasons,
            minutes=minutes,
            draws=format_number(plan.project.draw_count),
            seed=plan.project.seed,
        ),
        _("Aucun compte, aucun témoin de connexion, aucun script, aucune demande à un autre site."),
        _(
            "Chaque jeu de données garde la licence de son producteur, dite plus haut ; les routes viennent"
            " d'OpenStreetMap et les gares de la SNCF, sous licence ODbL. AlpSat Geo est libre, sous licence MIT."
        ),
        _("Qui met ces pages en ligne en répond, et y joint ses mentions légales et son contact."),
    ]
