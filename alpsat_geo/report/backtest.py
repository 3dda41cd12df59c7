"""The model beside what was counted elsewhere: where it stands, what it misses, and each count with its page."""

from __future__ import annotations

from collections.abc import Sequence

from alpsat_geo.compute.backtest import Backtest, Prediction
from alpsat_geo.compute.summary import Interval
from alpsat_geo.domain.published_count import PublishedCount
from alpsat_geo.domain.text import N_
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.figures import format_estimate, format_number, tell_range
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.markup import Cell, Markup, join_parts, put_in_card, write_list, write_table, write_tag

COUNTED_LABELS = {
    "usagers": N_("usagers"),
    "membres": N_("membres"),
    "entreprises": N_("entreprises"),
    "places": N_("places"),
}


def write_backtest(backtest: Backtest) -> Markup:
    """Return the back-test as HTML.

    Parameters
    ----------
    backtest : Backtest
    """
    compared = sorted(backtest.compared, key=lambda count: count.per_1000 or 0.0)
    title = write_tag("h2", _("Le modèle devant ce qui a été compté ailleurs"))
    told = (write_tag("p", sentence) for sentence in tell_backtest(backtest))
    predicted = (
        write_tag("h3", _("Prédits, sans servir au calcul")),
        write_list(map(_tell_prediction, backtest.predictions)),
    )
    caption = _("Comptages comparables : usagers, datés, d'une intercommunalité ou plus grand")
    apart = _("À part : communes seules, membres, entreprises, places")
    tables = _write_counts(caption, compared, backtest.per_1000), _write_counts(apart, backtest.apart, None)
    return join_parts(put_in_card(title, *told, *predicted, css="ag-prose"), *tables)


def tell_backtest(backtest: Backtest) -> list[str]:
    """Say where the model stands, on how many counts it is fitted, and which it misses."""
    missed = [count.place for count in backtest.compared if not _is_inside(count, backtest.per_1000)]
    sentences = [
        _("Usagers servis aujourd'hui pour 1 000 habitants, d'après le modèle : {interval}.").format(
            interval=tell_rate(backtest.per_1000)
        ),
        _(
            "Calculé d'après {count} comptages publiés, dont {inside} dans cet intervalle. Un comptage à vous, page"
            " Suivi, les remplace."
        ).format(count=format_number(len(backtest.compared)), inside=format_number(backtest.inside_count)),
    ]
    if missed:
        sentence = choose_plural("Manqué : {places}.", "Manqués : {places}.", len(missed))
        sentences.append(sentence.format(places=_(" ; ").join(missed)))
    return sentences


def tell_rate(per_1000: Interval) -> str:
    """Write users per 1,000 inhabitants with their range: often below one, to a tenth."""
    return tell_range(per_1000.low, per_1000.value, per_1000.high, least=0.1)


def _is_inside(count: PublishedCount, interval: Interval) -> bool:
    return count.per_1000 is not None and interval.low <= count.per_1000 <= interval.high


def _tell_prediction(prediction: Prediction) -> str:
    count, users = prediction.count, prediction.users
    told = _("{place} : {counted} publiés ; usagers d'après le modèle, espace ouvert : {users}").format(
        place=count.place, counted=_write_counted(count), users=write_interval(users)
    )
    if count.counted != "usagers":
        return _("{told} (on n'a pas compté des usagers)").format(told=told)
    return told if users.low <= count.users_count <= users.high else _("{told} : manqué").format(told=told)


def _write_counted(count: PublishedCount) -> str:
    return f"{format_number(count.users_count)} {_(COUNTED_LABELS[count.counted])}"


def _place(count: PublishedCount, interval: Interval | None) -> str:
    if interval is None or count.per_1000 is None:
        return ""
    if _is_inside(count, interval):
        return _("dedans")
    return _("manqué, au-dessus") if count.per_1000 > interval.high else _("manqué, en dessous")


def _write_counts(caption: str, counts: Sequence[PublishedCount], interval: Interval | None) -> Markup:
    headings = [_("Lieu"), _("Année"), _("Compté"), _("Pour 1 000 habitants"), _("Dans l'intervalle"), _("Lu où")]
    return write_table(caption, headings, [_list_cells(count, interval) for count in counts])


def _list_cells(count: PublishedCount, interval: Interval | None) -> list[Cell]:
    link = write_tag("a", count.title, href=count.address, rel="noopener noreferrer", target="_blank")
    return [
        (count.place, count.quote),
        _("non daté") if count.year is None else str(count.year),
        _write_counted(count),
        "" if count.per_1000 is None else format_estimate(count.per_1000),
        _place(count, interval),
        (link, f"{count.publisher}, {count.date}"),
    ]
