"""The draft of a deliberation, and the dossier that it stands on, as a document that an officer edits.

The act is French in every language of the screen: a French council votes it, and a translation would be no act. The
dossier behind it is in the reader's language. What nobody has stated is left blank, and looks it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from alpsat_geo.compute.financing import PARTS, finance_scenario
from alpsat_geo.compute.own_figures import SUBSIDIES_AT_MOST_SHARE
from alpsat_geo.domain.own_figures import Paid
from alpsat_geo.domain.provenance import GRADE_LABELS
from alpsat_geo.report.corrections.told import tell_corrections
from alpsat_geo.report.decision import list_signposts
from alpsat_geo.report.dossier.blocks import Block, Bullets, Paragraph, Section
from alpsat_geo.report.dossier.document import write_document
from alpsat_geo.report.dossier.doubts import list_dangers
from alpsat_geo.report.dossier.editable import EditableDocument, EditablePart
from alpsat_geo.report.dossier.gains import list_first
from alpsat_geo.report.dossier.prices import tell_worth, write_verdict
from alpsat_geo.report.dossier.references import list_limits, write_link
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.wording import name_places, write_change, write_with_unit
from alpsat_geo.report.figures import format_share, format_vintage
from alpsat_geo.report.financing import write_euros_of, write_plan
from alpsat_geo.report.labels import name_scenario
from alpsat_geo.report.language import FRENCH, LOCALES, _, get_language, speak
from alpsat_geo.report.punctuation import bind_punctuation
from alpsat_geo.sources.scenarios import read_scenarios

TO_COMPLETE = "…… à compléter"
_PART_NAMES: Mapping[Paid, str] = {"investment": "investissement", "running": "fonctionnement, cinq ans"}


def write_editable(subject: Subject) -> EditableDocument:
    """Write the act, then the dossier in the reader's language, its maps included."""
    dossier = write_document(subject)
    annex = EditablePart(_tag(get_language()), dossier.title, dossier.sections)
    with speak(FRENCH):
        act = _write_act(_speak_french(subject))
    title = bind_punctuation(f"Projet de délibération : {subject.scenario.name}", FRENCH)
    return EditableDocument(title, dossier.author, _tag(get_language()), subject.day, (act, annex))


def _tag(language: str) -> str:
    return LOCALES[language].replace("_", "-")


def _speak_french(subject: Subject) -> Subject:
    """Return the same subject with French names, and nothing kept of what another language wrote."""
    compared = [outcome.scenario for outcome in subject.comparison.outcomes]
    known = {scenario.key: name_scenario(scenario) for scenario in (*read_scenarios(subject.territory.key), *compared)}
    return dataclasses.replace(subject, project_names={**subject.project_names, **known})


def _write_act(subject: Subject) -> EditablePart:
    sections = (
        _section("Ce document", _write_notice(subject)),
        _section("L'assemblée", _write_assembly(subject)),
        _section("Vu", _write_references(subject)),
        _section("Considérant", _write_reasons(subject)),
        _section(
            "Décide",
            [
                Paragraph(
                    f"Après en avoir délibéré, le conseil, par {TO_COMPLETE} voix pour, "
                    f"{TO_COMPLETE} contre et {TO_COMPLETE} abstentions :"
                )
            ],
        ),
        *_write_articles(subject),
        _section("Signatures", _write_signatures()),
        _section("Annexe : où retrouver ces chiffres", [write_link(subject)]),
    )
    return EditablePart(_tag(FRENCH), "", sections)


def _section(title: str, blocks: list[Block]) -> Section:
    return Section("act", _bind(title), tuple(_bind_block(block) for block in blocks))


def _write_notice(subject: Subject) -> list[Block]:
    day = format_vintage(str(subject.day))
    return [
        Paragraph(
            f"Projet à relire et à compléter : il ne vaut pas décision. Les chiffres viennent d'AlpSat Geo, d'après des"
            f" données lues au plus tard le {day} ; sauf les montants saisis, ce sont des estimations, données avec la"
            f" fourchette de neuf simulations sur dix. Ce que l'outil ne sait pas est marqué « {TO_COMPLETE} ».",
            "note",
        ),
        *(Paragraph(sentence, "lead") for sentence in tell_corrections(subject.territory)),
    ]


def _write_assembly(subject: Subject) -> list[Block]:
    lines = (
        f"Collectivité : {TO_COMPLETE} ({subject.territory.name})",
        f"Séance du {TO_COMPLETE}, sous la présidence de {TO_COMPLETE}",
        f"Membres en exercice : {TO_COMPLETE} ; présents : {TO_COMPLETE} ; votants : {TO_COMPLETE}",
        f"Secrétaire de séance : {TO_COMPLETE}",
        f"Objet : « {subject.name} », approbation du projet et de son plan de financement",
    )
    return [Bullets(lines)]


def _write_references(subject: Subject) -> list[Block]:
    lines = [
        f"le code général des collectivités territoriales, notamment ses articles {TO_COMPLETE} ;",
        f"les statuts et compétences de la collectivité : {TO_COMPLETE} ;",
        "l'étude AlpSatellites (HAL hal-04524061) et le dossier pour décider établi avec AlpSat Geo, joint ;",
    ]
    if any(not choice.figures.is_empty for _action, choice in subject.choices):
        lines.append(
            f"les devis et engagements des financeurs dont les montants sont repris ici, joints : {TO_COMPLETE} ;"
        )
    lines.append(f"l'avis de {TO_COMPLETE}.")
    return [Bullets(tuple(lines))]


def _write_reasons(subject: Subject) -> list[Block]:
    others = ", ".join(f"« {name} »" for name in subject.names if name != subject.name)
    blocks: list[Block] = [
        Paragraph("que le projet comprend les actions suivantes, dont l'effet est plus ou moins sûr :"),
        Bullets(_list_actions(subject)),
        Paragraph(f"que, comparé à {others}, l'étude conclut ainsi :"),
        write_verdict(subject),
        *([Bullets(tell_worth(subject))] if subject.choices else []),
        Paragraph("que l'étude en attend, avec sa fourchette :"),
        Bullets(_list_gains(subject)),
        Paragraph("que cela peut mal tourner, et comment :"),
        Bullets(tuple(list_dangers(subject))),
        Paragraph("que l'étude ne dit pas tout :"),
        Bullets(tuple(list_limits(subject))),
    ]
    return blocks


def _list_actions(subject: Subject) -> tuple[str, ...]:
    if not subject.choices:
        return ("aucune action : la situation d'aujourd'hui se poursuit.",)
    baseline = subject.outcome.baseline
    return tuple(
        f"{_(action.label)} ({name_places(subject.territory, baseline, action, choice)}) ; fiabilité"
        f" {action.evidence_grade} : {_(GRADE_LABELS[action.evidence_grade])}"
        + (" ; hors de l'étude" if action.is_outside_study else "")
        for action, choice in subject.choices
    )


def _list_gains(subject: Subject) -> tuple[str, ...]:
    return tuple(
        f"{_(benefit.criterion.label)} : {write_with_unit(benefit.value, benefit.criterion.unit)} ; par rapport à ne"
        f" rien faire : {write_change(benefit.change, benefit.criterion.unit)}"
        for benefit in list_first(subject)
    )


def _write_articles(subject: Subject) -> tuple[Section, ...]:
    articles: tuple[tuple[str, list[Block]], ...] = (
        ("Objet", [Paragraph(f"Le projet « {subject.name} » est approuvé tel que décrit ci-dessus.")]),
        (
            "Plan de financement",
            [
                Paragraph("Le plan de financement prévisionnel suivant est approuvé."),
                *write_plan(subject.outcome, subject.territory, subject.bearer),
            ],
        ),
        ("Subventions", _write_subsidies(subject)),
        (
            "Budget",
            [
                Paragraph(
                    f"Les crédits sont inscrits au budget {TO_COMPLETE}, chapitres {TO_COMPLETE} ; la part des autres"
                    f" collectivités fait l'objet de {TO_COMPLETE}."
                )
            ],
        ),
        ("Suivi", _write_follow_up(subject)),
        (
            "Exécution",
            [Paragraph(f"{TO_COMPLETE} est autorisé à signer les actes nécessaires, notamment {TO_COMPLETE}.")],
        ),
    )
    return tuple(
        _section(f"Article {rank} : {title}", blocks) for rank, (title, blocks) in enumerate(articles, start=1)
    )


def _write_subsidies(subject: Subject) -> list[Block]:
    """Ask each funder that was stated for what the plan counts of it."""
    plan = finance_scenario(subject.outcome, subject.bearer).plan
    stated = {funder.name: funder.is_local for _action, choice in subject.choices for funder in choice.figures.funders}
    asked = tuple(
        f"{_(payer.key)} : {write_euros_of(sum(cents), has_cents=bool(sum(cents) % 100))} € ({_PART_NAMES[part]})"
        for part in PARTS
        for payer, cents in plan.by_payer(part).items()
        if payer.kind == "funder" and not stated.get(payer.key, False)
    )
    if not asked:
        return [Paragraph(f"Les subventions suivantes sont demandées : {TO_COMPLETE} (aucun financeur n'a été saisi).")]
    blocks: list[Block] = [
        Paragraph("Les subventions suivantes, que rien n'accorde encore, sont demandées :"),
        Bullets(asked),
    ]
    investment = sum(plan.total_cost("investment"))
    given = sum(
        sum(cents)
        for payer, cents in plan.by_payer("investment").items()
        if payer.kind == "grant" or (payer.kind == "funder" and not stated.get(payer.key, False))
    )
    if investment and given / investment > SUBSIDIES_AT_MOST_SHARE:
        blocks.append(
            Paragraph(
                f"À vérifier avant le vote : ces subventions paieraient {format_share(given / investment)} de"
                " l'investissement, quand une collectivité qui construit en paie en principe au moins 20 % elle-même"
                " (article L. 1111-10 du code général des collectivités territoriales)."
            )
        )
    return blocks


def _write_follow_up(subject: Subject) -> list[Block]:
    found = list_signposts(subject.outcome, subject.territory.communes.names)
    told = tuple(f"{where} : {when}" for where, when in found)
    first = Paragraph(f"Le projet est suivi par {TO_COMPLETE}, qui rend compte au conseil le {TO_COMPLETE}.")
    if not told:
        return [first]
    return [
        first,
        Paragraph("Le conseil réexamine chaque nouvel espace aux dates et aux seuils que l'étude calcule :"),
        Bullets(told),
    ]


def _write_signatures() -> list[Block]:
    return [
        Bullets(
            (
                f"Fait à {TO_COMPLETE}, le {TO_COMPLETE}",
                f"La présidente ou le président, la ou le maire : {TO_COMPLETE}",
                f"Publié le {TO_COMPLETE} ; transmis au représentant de l'État le {TO_COMPLETE}",
                f"Voies et délais de recours : {TO_COMPLETE}",
            )
        )
    ]


def _bind(text: str) -> str:
    return bind_punctuation(text, FRENCH)


def _bind_block(block: Block) -> Block:
    """Keep French signs on the line of their word, in what is not already so."""
    if isinstance(block, Paragraph):
        return dataclasses.replace(block, text=_bind(block.text))
    if isinstance(block, Bullets):
        return Bullets(tuple(map(_bind, block.items)))
    return block
