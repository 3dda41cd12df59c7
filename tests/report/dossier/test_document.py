from __future__ import annotations

import re

import numpy as np
import pytest

from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.report.decision import write_sureness
from alpsat_geo.report.dossier.blocks import Bullets, Canvas, Document, Figures, Paragraph, Table, Verdict
from alpsat_geo.report.dossier.document import write_document
from alpsat_geo.report.dossier.screen import write_sections
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.language import speak
from tests.report.dossier.conftest import GatherDossier


def read_section(document: Document, key: str) -> str:
    """Return the HTML of one section."""
    found = next(section for section in document.sections if section.key == key)
    return write_sections((found,))


@pytest.fixture(scope="module")
def document(subject: Subject) -> Document:
    return write_document(subject)


def test_sections_follow_the_order_of_a_decision(document: Document) -> None:
    keys = [section.key for section in document.sections]
    assert keys == [
        "summary",
        "stakes",
        "proposal",
        "feasibility",
        "benefits",
        "winners",
        "maps",
        "costs",
        "balances",
        "risks",
        "prices",
        "canvas",
        "duplication",
        "communes",
        "sources",
        "parameters",
        "limits",
    ]
    assert all(section.title and section.blocks for section in document.sections)


def test_first_page_says_what_is_paid_for_at_what_price_how_sure_and_when_to_stop(document: Document) -> None:
    summary = document.sections[0]
    (verdict,) = (block for block in summary.blocks if isinstance(block, Verdict))
    figures = next(block for block in summary.blocks if isinstance(block, Figures))
    points = next(block for block in summary.blocks if isinstance(block, Bullets)).items
    assert "vaut son coût" in verdict.headline
    assert not verdict.is_decided
    assert "coût public par an, recettes déduites" in verdict.detail
    assert "4 nouveaux espaces, dont aucun ne couvre ses frais" in verdict.detail
    assert "par usager" in verdict.detail
    assert len(figures.items) == 6
    inhabitants = next(figure for figure in figures.items if "à cinq ans" in figure.label)
    assert inhabitants.value == "0"
    assert any("si l'on s'arrête au bout de deux ans" in figure.label for figure in figures.items)
    assert any("n'est le meilleur à aucun prix ; ce qui fait mieux : « " in point for point in points)
    assert any(point.startswith("Pour un usager de plus : il vaut son coût une fois sur deux dès ") for point in points)
    assert any(point.startswith("Quand s'arrêter. ") for point in points)
    assert any(point.startswith("À vérifier d'abord. ") for point in points)


def test_at_set_prices_the_first_page_says_what_is_chosen_and_how_sure(gather: GatherDossier) -> None:
    subject = gather("plateforme-seule", "ne-rien-faire", prices={"inhabitant": 2200.0})
    choice = subject.whole.choice
    assert choice is not None
    assert choice.best == subject.row
    summary = write_document(subject).sections[0]
    verdict = next(block for block in summary.blocks if isinstance(block, Verdict))
    assert verdict.is_decided == choice.is_sure
    assert verdict.headline.startswith("À ces prix (2\u202f200\u00a0€ pour un habitant de plus), « Plateforme seule »")
    points = next(block for block in summary.blocks if isinstance(block, Bullets)).items
    worth = write_sureness(choice.sureness.worth_its_cost or 0)
    assert any(point.startswith(f"Aux prix choisis, il vaut son coût dans {worth}") for point in points)
    told = next(block for block in summary.blocks if isinstance(block, Paragraph) and block.style == "note").text
    assert "Choix de lecture : 2\u202f200\u00a0€ pour un habitant de plus." in told


def test_entry_prices_are_those_of_every_scenario_of_the_project(gather: GatherDossier) -> None:
    few, many = gather("animer-existant", "ne-rien-faire"), gather("animer-existant", "espaces-frugaux")
    tables = [
        [block.rows for block in section.blocks if isinstance(block, Table)]
        for subject in (few, many)
        for section in write_document(subject).sections
        if section.key == "prices"
    ]
    assert tables[0] == tables[1]
    entries = {(row[0], row[1]) for row in tables[0][1]}
    assert ("un habitant de plus", "Plateforme seule") in entries


def test_commune_annex_has_a_row_a_commune_and_counts_winners_alike(subject: Subject, document: Document) -> None:
    annex = next(section for section in document.sections if section.key == "communes")
    table = next(block for block in annex.blocks if isinstance(block, Table))
    assert [row[0] for row in table.rows] == list(subject.territory.communes.names)
    reference = subject.outcome.reference
    assert reference is not None
    gained = subject.outcome.served_users_by_commune - reference.served_users_by_commune
    winners = int((np.median(gained, axis=0) >= 0.5).sum())
    assert winners > 0
    told = "commune y gagne" if winners == 1 else "communes y gagnent"
    assert f"Usagers réguliers des espaces : {winners} {told}" in read_section(document, "winners")


def test_costs_tell_all_funders_and_the_petr_apart(gather: GatherDossier) -> None:
    granted = Scenario(
        "aide",
        "Espaces aidés",
        actions=(ActionChoice("open_space", ("05065",), {"kind": "frugal", "grant_eur": 9000}),),
    )
    subject = gather(granted, "ne-rien-faire")
    costs = next(section for section in write_document(subject).sections if section.key == "costs")
    rows = {str(row[0]): row for row in next(block for block in costs.blocks if isinstance(block, Table)).rows}
    assert str(rows["dont subventions d'investissement"][1]).startswith("9\u202f000")
    assert rows["Coût net, tous financeurs publics"][1] != rows["Coût net, collectivités du territoire"][1]


def test_space_that_cannot_pay_is_named_beside_the_warning_case(subject: Subject, document: Document) -> None:
    balances = read_section(document, "balances")
    for code in ("05065", "05003", "05101", "05174"):
        assert subject.territory.communes.names[subject.territory.insee_codes.index(code)] in balances
    assert "Lamure-sur-Azergues" in balances
    assert "ne couvre pas ses frais" in balances
    assert "Lamure-sur-Azergues" in read_section(document, "risks")


def test_canvas_has_its_nine_cards_from_the_registries(subject: Subject, document: Document) -> None:
    section = next(section for section in document.sections if section.key == "canvas")
    cards = next(block for block in section.blocks if isinstance(block, Canvas)).cards
    assert len(cards) == 9
    by_title = {card.title: card.items for card in cards}
    action = subject.action_types["open_space"]
    assert by_title["Porteurs et partenaires"] == (action.owner,)
    assert by_title["Proposition de valeur"] == (action.summary,)
    assert "le catalogue ne la décrit pas" in by_title["Relation avec les usagers"][0]
    assert all(card.items for card in cards)


def test_action_outside_the_study_says_so(gather: GatherDossier) -> None:
    document = write_document(gather("navette-vers-guillestre", "ne-rien-faire"))
    assert "(hors étude)" in document.title
    assert "Hors étude dans ce scénario" in read_section(document, "limits")


def test_doing_nothing_is_told_without_a_number_for_what_it_has_not(gather: GatherDossier) -> None:
    text = write_sections(write_document(gather("ne-rien-faire", "espaces-frugaux")).sections)
    assert "sans objet" in text
    assert "aucune action" in text
    assert not re.search(r"\b(nan|None|inf|NaN)\b", text)


def test_moved_assumption_is_told(gather: GatherDossier, subject: Subject) -> None:
    key = "space_price_month_eur"
    moved = type(subject)(
        **{
            **{name: getattr(subject, name) for name in subject.__dataclass_fields__},
            "moved_keys": (key,),
        }
    )
    assert "Hypothèse changée par le lecteur" in read_section(write_document(moved), "limits")
    assert "Hypothèse changée" not in read_section(write_document(gather("espaces-frugaux", "ne-rien-faire")), "limits")


def test_every_parameter_is_listed_with_its_grade(subject: Subject, document: Document) -> None:
    section = next(section for section in document.sections if section.key == "parameters")
    rows = [row for block in section.blocks if isinstance(block, Table) for row in block.rows]
    grades = sorted(str(row[3]) for row in rows)
    assert grades == sorted(row.grade for row in subject.table.values())


def test_services_are_counted_alike_wherever_they_are_counted(document: Document) -> None:
    told = re.findall(r"Services : [^.]*?(\d+) lieux sur (\d+) à leur position", write_sections(document.sections))
    assert len(told) > 1
    assert len(set(told)) == 1


def test_every_danger_begins_as_a_sentence_does(gather: GatherDossier) -> None:
    section = next(
        section
        for section in write_document(gather("plateforme-et-accueil", "ne-rien-faire")).sections
        if section.key == "risks"
    )
    dangers = [str(item) for block in section.blocks if isinstance(block, Bullets) for item in block.items]
    assert any("habitants de plus à cinq ans" in danger for danger in dangers)
    assert [danger for danger in dangers if danger[0].islower()] == []


def test_every_block_is_laid_out_on_screen(document: Document) -> None:
    kinds = {type(block) for section in document.sections for block in section.blocks}
    assert {Bullets, Paragraph, Table, Canvas} <= kinds
    assert write_sections(document.sections).count("<h2>") == len(document.sections)


@pytest.mark.parametrize("language", ["en", "it", "de"])
def test_dossier_speaks_the_reader_language(gather: GatherDossier, language: str) -> None:
    subject = gather("espaces-frugaux", "ne-rien-faire")
    with speak(language):
        sections = write_document(subject).sections
    french = write_document(subject).sections
    assert all(one.title != other.title for one, other in zip(sections, french, strict=True))
