"""The minutes say what the votes say, to a person, to a screen reader and to a spreadsheet, and name nobody."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import numpy as np
import pandas as pd
import pikepdf
import pytest
from scipy.stats import friedmanchisquare

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.consultation import College
from alpsat_geo.compute.decision import Decision
from alpsat_geo.compute.deliberation import deliberate
from alpsat_geo.compute.mcda.weights import normalise_points
from alpsat_geo.compute.readings import Reading, judge_readings
from alpsat_geo.compute.summary import Interval
from alpsat_geo.compute.viability import Viability
from alpsat_geo.report.consultation.room import write_counts, write_priorities, write_results
from alpsat_geo.report.consultation.weighed import Weighed
from alpsat_geo.report.minutes import Minutes, list_priorities, list_supports, write_minutes_csv, write_minutes_pdf
from alpsat_geo.report.minutes_words import say_agreement
from alpsat_geo.report.punctuation import loosen_punctuation
from tests.embedded import open_embedded
from tests.pdf_text import read_pdf_text

# Two specialists and a scenario in between.
VALUES = np.repeat(np.array([[0.9, 0.0, 0.2], [0.0, 0.9, 0.4], [0.6, 0.6, 0.3]])[:, None, :], 200, axis=1)
NAMES = ("Espaces", "Plateforme", "Les deux")
KEYS = ("espaces", "plateforme", "les-deux")
WEIGHED = tuple(Weighed(label, "de 0 à 1") for label in ("Servir", "Accueillir", "Dépenser moins"))
SEATS: dict[College, int] = {"collectivites": 6, "entreprises": 4, "lien_social": 2}
COLLEGES: list[College] = [college for college, count in SEATS.items() for _ in range(count)]


def draw_points(seed: int = 4) -> np.ndarray:
    """Draw points by fives that make 100, one row a participant."""
    return 5 * np.random.default_rng(seed).multinomial(20, [0.5, 0.3, 0.2], size=len(COLLEGES))


def make_minutes(
    points: np.ndarray,
    colleges: Sequence[College] = COLLEGES,
    paper_by_college: Mapping[College, int] | None = None,
) -> Minutes:
    return Minutes(
        question="Que soutenir d'abord ?",
        opened_at=datetime(2026, 11, 24, 17, 5, tzinfo=UTC),
        ended_at=datetime(2026, 11, 24, 23, 30, tzinfo=UTC),
        scenario_names=NAMES,
        level="objectives",
        weighed=WEIGHED,
        answer=deliberate(VALUES, points, colleges, seed=1),
        # Only actions without effect are named from them, and there are none.
        problem=cast("DecisionProblem", None),
        territory=open_embedded().territory,
        decision=judge_without_votes(),
        project_names=dict(zip(KEYS, NAMES, strict=True)),
        paper_by_college=paper_by_college or {},
    )


def judge_without_votes() -> Decision:
    """Return a decision in which the first scenario leads by objective only, and loses money in all its spaces."""
    shares = {"by_objective": [0.7, 0.2, 0.1], "every_criterion": [0.3, 0.6, 0.1]}
    readings = tuple(
        Reading(key, "", is_required=True, keys=KEYS, first=np.array(first), leader=KEYS[int(np.argmax(first))])  # type: ignore[arg-type]
        for key, first in shares.items()
    )
    costs = (Interval(40_000.0, 50_000.0, 60_000.0), Interval(0.0, 0.0, 0.0), Interval(0.0, 0.0, 0.0))
    lives = tuple(Viability(0, 0, 2 * (cost.value > 0), (), cost) for cost in costs)
    return Decision(readings, judge_readings(readings), {}, lives)


@pytest.fixture
def minutes() -> Minutes:
    return make_minutes(draw_points())


def read_csv(minutes: Minutes) -> dict[tuple[str, str, str, str], str]:
    rows = list(csv.reader(io.StringIO(write_minutes_csv(minutes).decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Rubrique", "Groupe consulté", "Objet", "Mesure", "Valeur"]
    found = {(row[0], row[1], row[2], row[3]): row[4] for row in rows[1:]}
    assert len(found) == len(rows) - 1
    return found


def to_number(text: str) -> float:
    return float(text.replace(",", "."))


def test_the_file_gives_points_as_they_were_given() -> None:
    given = np.array([[0, 0, 100], [50, 50, 0], [40, 0, 60]])
    found = read_csv(make_minutes(normalise_points(given), ["collectivites"] * 3))
    medians = [found["priorités", "Collectivités", label.label, "médiane des points"] for label in WEIGHED]
    assert medians == ["40", "0", "60"]


def test_the_figures_are_those_of_pandas_and_scipy(minutes: Minutes) -> None:
    table = pd.DataFrame(draw_points(), columns=list(minutes.labels)).assign(college=COLLEGES)
    shown = {
        "Collectivités": table[table.college == "collectivites"],
        "Entreprises": table[table.college == "entreprises"],
        "Toute la salle": table[table.college.isin(["collectivites", "entreprises"])],
    }
    found = read_csv(minutes)
    for label, group in shown.items():
        points = group.drop(columns="college")
        assert to_number(found["participation", label, "", "votes"]) == len(group)
        agreement = friedmanchisquare(*points.to_numpy().T).statistic / (len(group) * (points.shape[1] - 1))
        assert to_number(found["participation", label, "", "accord (W de Kendall)"]) == pytest.approx(
            agreement, abs=1e-5
        )
        for criterion in points:
            key = ("priorités", label, str(criterion))
            assert to_number(found[*key, "médiane des points"]) == pytest.approx(points[criterion].median())
            if len(group) >= 5:
                assert to_number(found[*key, "premier quartile"]) == pytest.approx(points[criterion].quantile(0.25))
                assert to_number(found[*key, "troisième quartile"]) == pytest.approx(points[criterion].quantile(0.75))
            else:
                assert (*key, "premier quartile") not in found


def test_a_small_college_appears_by_its_name_alone(minutes: Minutes) -> None:
    found = read_csv(minutes)
    assert {key: value for key, value in found.items() if key[1] in {"Lien social", "Chambres consulaires"}} == {
        ("participation", "Chambres consulaires", "", "votes"): "moins de 3 votes",
        ("participation", "Lien social", "", "votes"): "moins de 3 votes",
    }
    other = draw_points()
    other[-2:] = [[100, 0, 0], [0, 0, 100]]
    assert write_minutes_csv(make_minutes(other)) == write_minutes_csv(minutes)
    assert write_minutes_pdf(make_minutes(other)) == write_minutes_pdf(minutes)
    assert write_minutes_pdf(make_minutes(other[:-2], COLLEGES[:-2])) == write_minutes_pdf(minutes)


def test_the_pdf_says_the_same_as_the_table(minutes: Minutes) -> None:
    text = read_pdf_text(write_minutes_pdf(minutes))
    for row in list_priorities(minutes):
        assert " ".join(row).replace("\u00a0", " ") in text
    for place, _shares in list_supports(minutes):
        assert NAMES[place] in text
    for expected in ("Que soutenir d'abord ?", "24 novembre 2026 à 18:05", "25 novembre 2026 à 00:30", "non montré"):
        assert expected in text


def test_nobody_arrives_first_without_the_other_readings_and_what_it_costs(minutes: Minutes) -> None:
    verdict = "« Espaces » arrive premier par objectif, pas si chaque critère compte seul : c'est alors « Plateforme »."
    lives = "Espaces : coût public par an, recettes déduites : environ 50 000 € (40 000 à 60 000) ; 2 nouveaux espaces"
    found = read_csv(minutes)
    assert found["verdict", "", "", "toutes les lectures"] == verdict
    told = found["verdict", "", "Espaces", "coût et espaces"]
    assert told.replace("\u202f", " ").replace("\u00a0", " ").startswith(lives)
    measure = "part des simulations où il arrive premier"
    assert found["lecture : chaque critère seul", "", "Plateforme", measure] == "0,6"
    text = read_pdf_text(write_minutes_pdf(minutes))
    assert verdict in text
    assert lives in text.replace("\u202f", " ")
    assert not minutes.decision.is_success


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


def test_one_college_alone_is_told_once_and_totals_that_are_not_a_hundred_are_said() -> None:
    points = np.array([[60, 30, 10], [20, 60, 20], [10, 30, 60], [40, 0, 60]])
    four: list[College] = ["entreprises"] * 4
    alone = make_minutes(points, four)
    found = read_csv(alone)
    assert {key[1] for key in found if key[0] in {"priorités", "soutien"}} == {"Entreprises"}
    medians = pd.DataFrame(points).median()
    assert medians.sum() == 100
    uneven = make_minutes(np.array([[60, 30, 10], [20, 60, 20], [10, 30, 60]]), four[:3])
    said = "ensemble elles ne font pas 100 (Entreprises : 70)"
    for minutes, is_said in ((alone, False), (uneven, True)):
        for text in (write_priorities(minutes), read_pdf_text(write_minutes_pdf(minutes))):
            assert (said in text) is is_said
            assert "Toute la salle" not in text
        assert "Le scénario le plus soutenu" in write_results(minutes)


# Two scenarios that nothing tells apart, and one that nobody would choose.
LEVEL = np.repeat(np.array([[0.6, 0.6, 0.3], [0.6, 0.6, 0.3], [0.1, 0.1, 0.1]])[:, None, :], 200, axis=1)


@pytest.mark.parametrize(
    ("colleges", "heading"),
    [
        (["entreprises"] * 6, "Les scénarios les plus soutenus, à égalité"),
        (["entreprises"] * 3 + ["collectivites"] * 3, "Les meilleurs compromis entre les groupes, à égalité"),
    ],
)
def test_two_scenarios_of_equal_support_are_both_named(colleges: list[College], heading: str) -> None:
    minutes = replace(make_minutes(draw_points()), answer=deliberate(LEVEL, [[50, 30, 20]] * 6, colleges, seed=1))
    shown = loosen_punctuation(write_results(minutes))
    assert heading in shown
    assert "<strong>« Espaces » et « Plateforme »</strong>" in shown
    assert "« Espaces » et « Plateforme » arrivent premiers, chacun dans" in shown
    assert "pour « Espaces » : rien à déplacer" in shown
    # Both are marked in the table too, in each group and for everyone.
    assert shown.count('<td class="ag-leads">') == 2 * (1 if len(set(colleges)) == 1 else 3)
    found = {key[2] for key in read_csv(minutes) if key[3] == "meilleur compromis entre les groupes"}
    assert found == {"Espaces", "Plateforme"}


def test_two_scenarios_that_read_the_same_percents_are_level_and_one_percent_apart_are_not() -> None:
    (college, stance) = next(
        (college, stance) for college, stance in make_minutes(draw_points()).answer.stances if stance is not None
    )
    for support, is_level in (([0.504, 0.496, 0.0], True), ([0.51, 0.49, 0.0], False)):
        shares = np.array(support)
        alone = ((college, replace(stance, support=shares)),)
        answer = replace(make_minutes(draw_points()).answer, stances=alone, support=shares, unrejected=0)
        said = say_agreement(answer, NAMES)
        assert ("« Plateforme »" in loosen_punctuation(said.answer)) is is_level
        assert ("50" in said.sentence) is is_level


def test_a_room_torn_between_two_scenarios_names_neither_before_the_other() -> None:
    votes = np.array([[100, 0, 0]] * 3 + [[0, 100, 0]] * 3)
    colleges: list[College] = ["entreprises", "entreprises", "entreprises", *COLLEGES[:3]]
    said = say_agreement(deliberate(VALUES, votes, colleges, seed=1), NAMES)
    assert not said.is_consensus
    assert "à égalité, sont « Espaces » et « Plateforme »" in loosen_punctuation(said.sentence)


def test_a_room_that_is_divided_reads_no_consensus_and_no_colour_of_success() -> None:
    votes = np.array([[100, 0, 0]] * 3 + [[0, 100, 0]] * 3)
    colleges = [college for college in COLLEGES if college != "lien_social"][3:-1]
    divided, agreed = make_minutes(votes, colleges), make_minutes(np.array([[45, 45, 10]] * 6), colleges)
    for minutes, is_said in ((divided, True), (agreed, False)):
        shown = write_results(minutes) + write_priorities(minutes)
        assert ("<strong>Pas de consensus</strong>" in shown) is is_said
        assert ("Un scénario qui convienne à tous" in shown) is is_said
        assert ("Le meilleur compromis entre les groupes" in shown) is not is_said
        assert ("0,25, pas de consensus" in shown) is is_said
        assert "ag-decided" not in shown
        assert ("Pas de consensus. Aucun compromis" in read_pdf_text(write_minutes_pdf(minutes))) is is_said


def test_a_room_too_small_has_minutes_too() -> None:
    empty = make_minutes(draw_points()[:2], COLLEGES[:2])
    assert list_supports(empty) == []
    assert "Les résultats d'un groupe s'affichent à partir de 3 votes." in read_pdf_text(write_minutes_pdf(empty))
    votes: Mapping[tuple[str, str, str, str], str] = read_csv(empty)
    assert {value for key, value in votes.items() if key[3] == "votes"} == {"moins de 3 votes"}


def test_a_spreadsheet_runs_nothing_that_a_person_typed(minutes: Minutes) -> None:
    typed = replace(minutes, question="=HYPERLINK(1)", scenario_names=("@a", "-b", "+c"))
    values = [*read_csv(typed), *((value,) for value in read_csv(typed).values())]
    assert not [cell for row in values for cell in row if cell[:1] in {"=", "@", "+"} or cell[:2] == "-b"]


def test_votes_on_paper_are_counted_apart_on_screen_and_in_the_minutes() -> None:
    minutes = make_minutes(draw_points(), paper_by_college={"collectivites": 4, "entreprises": 2})
    found = read_csv(minutes)
    for label, count in (("Toute la salle", "6"), ("Collectivités", "4"), ("Entreprises", "2")):
        assert found["participation", label, "", "dont votes sur papier"] == count
    assert ("participation", "Lien social", "", "dont votes sur papier") not in found
    text = read_pdf_text(write_minutes_pdf(minutes))
    assert "Toute la salle 10 (dont 6 sur papier)" in text
    assert "10</b> votes comptés (dont 6 sur papier)" in write_counts(minutes, "")
    assert "papier" not in write_counts(make_minutes(draw_points()), "")
