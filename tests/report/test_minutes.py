"""The minutes say what the votes say, to a person, to a screen reader and to a spreadsheet, and name nobody."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pikepdf
import pytest

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.consultation import College, summarise_answers
from alpsat_geo.compute.deliberation import place_answers
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.report.consultation.asked import list_asked, name_asked
from alpsat_geo.report.consultation.by_weights import name_weighed, summarise_weights
from alpsat_geo.report.consultation.room import write_counts, write_priorities, write_results
from alpsat_geo.report.decision import tell_scenario_line, write_answer
from alpsat_geo.report.minutes import Minutes, list_medians, list_supports, write_minutes_csv, write_minutes_pdf
from alpsat_geo.report.minutes_words import say_agreement, write_median
from alpsat_geo.report.punctuation import loosen_punctuation
from alpsat_geo.store.ballot import Vote
from tests.embedded import open_embedded
from tests.pdf_text import read_pdf_text

KEYS = ("plateforme-et-accueil", "espaces-frugaux")
ASKED = ("inhabitant", "user")
LABELS = ("Un habitant de plus", "Un usager de plus")
SEATS: dict[College, int] = {"collectivites": 6, "entreprises": 4, "lien_social": 2}
COLLEGES: list[College] = [college for college, count in SEATS.items() for _ in range(count)]
OFFERED = (0.0, 500.0, 1_000.0, 2_000.0, 4_000.0, 8_000.0, 20_000.0, float("nan"))


@pytest.fixture(name="comparison", scope="module")
def compare() -> Comparison:
    project = open_embedded()
    scenarios = [scenario for key in KEYS for scenario in project.scenarios if scenario.key == key]
    return project.compare(scenarios, Settings(), {})


def draw_answers(seed: int = 4) -> np.ndarray:
    """Draw answers among those offered, one row a participant; the shown colleges know enough."""
    answers = np.random.default_rng(seed).choice(OFFERED, (len(COLLEGES), 2))
    answers[:3], answers[6:9] = 2_000.0, [8_000.0, 0.0]
    return answers


def make_minutes(
    comparison: Comparison,
    answers: np.ndarray,
    colleges: Sequence[College] = COLLEGES,
    paper_by_college: Mapping[College, int] | None = None,
    asked: tuple[str, ...] = ASKED,
) -> Minutes:
    territory = open_embedded().territory
    names = {scenario.key: scenario.name for scenario in comparison.scenarios}
    return Minutes(
        question="Que soutenir d'abord ?",
        opened_at=datetime(2026, 11, 24, 17, 5, tzinfo=UTC),
        ended_at=datetime(2026, 11, 24, 23, 30, tzinfo=UTC),
        scenario_names=tuple(names.values()),
        asked=tuple((name_asked(price), price) for price in list_asked(asked)),
        summary=summarise_answers(answers, colleges),
        support=place_answers(comparison.appraisal, asked, answers, colleges),
        names=("Ne rien faire", *names.values()),
        answer=write_answer(comparison, names),
        lines=tuple(tell_scenario_line(comparison, key, territory) for key in names),
        territory=territory,
        paper_by_college=paper_by_college or {},
    )


@pytest.fixture
def minutes(comparison: Comparison) -> Minutes:
    return make_minutes(comparison, draw_answers())


def read_csv(minutes: Minutes) -> dict[tuple[str, str, str, str], str]:
    rows = list(csv.reader(io.StringIO(write_minutes_csv(minutes).decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Rubrique", "Groupe consulté", "Objet", "Mesure", "Valeur"]
    found = {(row[0], row[1], row[2], row[3]): row[4] for row in rows[1:]}
    assert len(found) == len(rows) - 1
    return found


def test_the_figures_are_those_of_pandas(minutes: Minutes) -> None:
    table = pd.DataFrame(draw_answers(), columns=list(LABELS)).assign(college=COLLEGES)
    shown = {
        "Collectivités": table[table.college == "collectivites"],
        "Entreprises": table[table.college == "entreprises"],
        "Toute la salle": table[table.college.isin(["collectivites", "entreprises"])],
    }
    found = read_csv(minutes)
    for label, group in shown.items():
        assert found["participation", label, "", "votes"] == str(len(group))
        for name in LABELS:
            median = found["priorités", label, name, "médiane, € par an"]
            assert float(median.replace(",", ".")) == group[name].median()
            assert found["priorités", label, name, "je ne sais pas"] == str(group[name].isna().sum())
    counted = [int(value) for key, value in found.items() if key[3] == "réponses"]
    assert sum(counted) == 10


def test_a_small_college_appears_by_its_name_alone(comparison: Comparison, minutes: Minutes) -> None:
    found = read_csv(minutes)
    assert {key: value for key, value in found.items() if key[1] in {"Lien social", "Chambres consulaires"}} == {
        ("participation", "Chambres consulaires", "", "votes"): "moins de 3 votes",
        ("participation", "Lien social", "", "votes"): "moins de 3 votes",
    }
    other = draw_answers()
    other[-2:] = [[20_000.0, 0.0], [0.0, 20_000.0]]
    for hidden in (make_minutes(comparison, other), make_minutes(comparison, other[:-2], COLLEGES[:-2])):
        assert write_minutes_csv(hidden) == write_minutes_csv(minutes)
        assert write_minutes_pdf(hidden) == write_minutes_pdf(minutes)
        assert write_results(hidden) == write_results(minutes)
    # A dot each for the two that are shown.
    assert write_results(minutes).count("<circle") == 2


def test_the_pdf_says_the_same_as_the_tables(minutes: Minutes) -> None:
    text = read_pdf_text(write_minutes_pdf(minutes)).replace("\u202f", " ")
    for row in list_medians(minutes):
        assert " ".join(row).replace("\u00a0", " ").replace("\u202f", " ") in text
    for name, count in list_supports(minutes):
        assert f"{name} {count}" in text
    for expected in (
        "Que soutenir d'abord ?",
        "24 novembre 2026 à 18:05",
        "25 novembre 2026 à 00:30",
        "Jusqu'à combien par an, pour un habitant de plus ?",
        "vaut son coût",
        "coût public par an, recettes déduites : environ 120 000 €",
    ):
        assert expected in text


def test_the_pdf_is_accessible_french_and_always_the_same(minutes: Minutes) -> None:
    content = write_minutes_pdf(minutes)
    assert content == write_minutes_pdf(minutes)
    assert content != write_minutes_pdf(replace(minutes, question="Autre ?"))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert str(pdf.docinfo.Title) == "Compte rendu de la consultation"
        assert str(pdf.open_metadata()["pdfuaid:part"]) == "1"
        # The vote ended after midnight, in Paris.
        assert str(pdf.docinfo.CreationDate).startswith("D:20261125")


@pytest.mark.parametrize(
    ("answers", "answer", "sentence"),
    [
        ([[8_000, 0]] * 7 + [[0, 0]] * 5, "« Plateforme et accueil »", "7 réponses sur 12 soutiennent « Plateforme et"),
        ([[8_000, 0]] * 4 + [[0, 0]] * 8, "« Ne rien faire »", "8 réponses sur 12 soutiennent « Ne rien faire »."),
        (
            [[8_000, 0]] * 6 + [[0, 0]] * 6,
            "Pas de consensus",
            "À égalité, « Ne rien faire » et « Plateforme et accueil »",
        ),
        ([[8_000, 0]] * 5 + [[np.nan, 0]] * 7, "Pas de consensus", "5 réponses sur 12 soutiennent « Plateforme et"),
        ([[np.nan, 0]] * 12, "Pas de consensus", "Aucune réponse ne donne un effort pour chaque résultat"),
    ],
)
def test_what_the_answers_support_is_said_and_half_of_them_is_no_consensus(
    comparison: Comparison, answers: list[list[float]], answer: str, sentence: str
) -> None:
    minutes = make_minutes(comparison, np.array(answers, dtype=float), ["entreprises"] * 12)
    said = say_agreement(minutes.support, minutes.names)
    assert loosen_punctuation(said.answer) == answer
    assert loosen_punctuation(said.sentence).startswith(sentence)
    told = write_results(minutes)
    assert ("pas de consensus" in told) is (answer == "Pas de consensus")
    assert "ag-decided" not in told


def test_without_an_axis_of_the_map_there_are_medians_only(comparison: Comparison) -> None:
    minutes = make_minutes(comparison, np.array([[10.0]] * 3), ["entreprises"] * 3, asked=("neighbour",))
    assert write_results(minutes) == ""
    ((label, median),) = list_medians(minutes)
    assert (label, median.replace("\u00a0", " ")) == ("Un habitant de plus près d'un espace", "10 €")
    assert not [key for key in read_csv(minutes) if key[0] == "soutien"]
    assert "Programme" not in read_pdf_text(write_minutes_pdf(minutes))


def test_a_median_reads_as_the_answers_that_were_offered() -> None:
    (price,) = list_asked(("inhabitant",))
    told = [write_median(price, median).replace("\u00a0", " ").replace("\u202f", " ") for median in (0, 750, 14_000)]
    assert told == ["rien", "750 €", "plus de 8 000 €"]
    assert write_median(price, float("nan"), 2) == "moins de 3 réponses (2 ne savent pas)"


def test_one_college_alone_is_told_once(comparison: Comparison) -> None:
    alone = make_minutes(comparison, draw_answers()[:4], ["entreprises"] * 4)
    assert {key[1] for key in read_csv(alone) if key[0] == "priorités"} == {"Entreprises"}
    assert "Toute la salle" not in write_priorities(alone)


def test_a_room_too_small_has_minutes_too(comparison: Comparison) -> None:
    empty = make_minutes(comparison, draw_answers()[:2], COLLEGES[:2])
    assert list_supports(empty) == []
    assert "Les résultats d'un groupe s'affichent à partir de 3 votes." in read_pdf_text(write_minutes_pdf(empty))
    assert {value for key, value in read_csv(empty).items() if key[3] == "votes"} == {"moins de 3 votes"}
    assert "à combien par an, pour un habitant de plus" in write_results(empty)


def test_what_was_voted_in_points_is_told_in_points(comparison: Comparison) -> None:
    keys = ("access", "welcome", "money")
    votes = [
        Vote("collectivites", dict(zip(keys, given, strict=True)), method="points")
        for given in ((60.0, 10.0, 30.0), (20.0, 20.0, 60.0))
    ]
    votes.append(Vote("collectivites", dict(zip(keys, (2.0, 3.0, 1.0), strict=True)), method="ranking"))
    former = replace(
        make_minutes(comparison, draw_answers()),
        asked=tuple((label, None) for label in name_weighed(keys)),
        summary=summarise_weights(keys, votes),
        support=None,
        names=(),
        answer="",
        lines=(),
    )
    assert list_medians(former) == [
        ["Servir ceux qui sont ici", "27,8"],
        ["Faire venir et rester", "11,1"],
        ["Dépenser moins d'argent public", "60"],
    ]
    found = read_csv(former)
    assert found["priorités", "Collectivités", "Dépenser moins d'argent public", "médiane des points"] == "60"
    assert found["participation", "Collectivités", "", "votes"] == "3"
    text = read_pdf_text(write_minutes_pdf(former))
    assert "Ce que l'on pesait" in text
    assert "Dépenser moins d'argent public 60" in text
    assert write_results(former) == ""
    assert "Points sur 100" in write_priorities(former)


def test_a_spreadsheet_runs_nothing_that_a_person_typed(minutes: Minutes) -> None:
    typed = replace(minutes, question="=HYPERLINK(1)", scenario_names=("@a", "-b"), names=("+c", "@a", "-b"))
    values = [*read_csv(typed), *((value,) for value in read_csv(typed).values())]
    assert not [cell for row in values for cell in row if cell[:1] in {"=", "@", "+"} or cell[:2] == "-b"]


def test_votes_on_paper_are_counted_apart_on_screen_and_in_the_minutes(comparison: Comparison) -> None:
    minutes = make_minutes(comparison, draw_answers(), paper_by_college={"collectivites": 4, "entreprises": 2})
    found = read_csv(minutes)
    for label, count in (("Toute la salle", "6"), ("Collectivités", "4"), ("Entreprises", "2")):
        assert found["participation", label, "", "dont votes sur papier"] == count
    assert ("participation", "Lien social", "", "dont votes sur papier") not in found
    assert "Toute la salle 10 (dont 6 sur papier)" in read_pdf_text(write_minutes_pdf(minutes))
    assert "10</b> votes comptés (dont 6 sur papier)" in write_counts(minutes, "")
    assert "papier" not in write_counts(make_minutes(comparison, draw_answers()), "")
