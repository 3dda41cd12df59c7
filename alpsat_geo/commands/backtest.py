"""The ``backtest`` command: our users beside those that were counted elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from alpsat_geo.commands.documents import Json, interval_document, number_or_null
from alpsat_geo.commands.text import align_columns
from alpsat_geo.compute.backtest import Backtest, hold_against_counts
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.domain.published_count import PublishedCount
from alpsat_geo.report.backtest import tell_rate
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.figures import format_estimate, format_number


def run_backtest(problem: DecisionProblem, counts: Sequence[PublishedCount]) -> Backtest:
    """Evaluate doing nothing and hold it against published counts."""
    today = evaluate(DO_NOTHING, problem.baseline, problem.draws, problem.action_types, settings=problem.settings)
    return hold_against_counts(today, counts)


def backtest_document(backtest: Backtest) -> dict[str, Json]:
    """Build the JSON document of the command."""
    published: list[Json] = [
        {
            "place": count.place,
            "year": count.year,
            "per_1000": None if count.per_1000 is None else number_or_null(count.per_1000),
            "compared": count in backtest.compared,
        }
        for count in (*backtest.compared, *backtest.apart)
    ]
    predicted: list[Json] = [
        {
            "place": prediction.count.place,
            "counted": prediction.count.users_count,
            "what": prediction.count.counted,
            "users": interval_document(prediction.users),
        }
        for prediction in backtest.predictions
    ]
    return {
        "per_1000": interval_document(backtest.per_1000),
        "published": published,
        "inside": backtest.inside_count,
        "predicted": predicted,
    }


def backtest_text(backtest: Backtest) -> str:
    """Write in French where the model stands among the published counts."""
    compared = sorted(backtest.compared, key=lambda count: count.per_1000 or 0.0)
    lines = [
        f"Usagers servis aujourd'hui pour 1 000 habitants, d'après le modèle : {tell_rate(backtest.per_1000)}.",
        f"Calculé d'après {len(compared)} comptages publiés, dont {backtest.inside_count} dans cet intervalle.",
        "",
    ]
    rows = [("Lieu", "Année", "Compté", "Pour 1 000 habitants")]
    rows += [_write_row(count) for count in compared]
    lines += [*align_columns(rows), "", "Prédits, sans servir au calcul"]
    lines += [
        f"  {prediction.count.place} : {format_number(prediction.count.users_count)} {prediction.count.counted}"
        f" publiés ; usagers d'après le modèle, espace ouvert : {write_interval(prediction.users)}"
        for prediction in backtest.predictions
    ]
    lines += ["", "À part : communes seules, membres, entreprises, places"]
    lines += align_columns([_write_row(count) for count in backtest.apart])
    return "\n".join(lines)


def _write_row(count: PublishedCount) -> tuple[str, str, str, str]:
    year = "non daté" if count.year is None else str(count.year)
    per_1000 = "" if count.per_1000 is None else format_estimate(count.per_1000)
    return count.place, year, f"{format_number(count.users_count)} {count.counted}", per_1000
