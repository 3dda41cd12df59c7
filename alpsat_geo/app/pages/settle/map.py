"""The map of the answer, its legend, and the same answer as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import streamlit as st

from alpsat_geo.app.parts.maps import show_basemap_choice, show_maps
from alpsat_geo.app.parts.place_table import show_place_table
from alpsat_geo.compute.settlement import CONFIRM, FITS, NEARLY, NO, UNKNOWN, Answer
from alpsat_geo.compute.settlement_needs import NEEDS_BY_KEY, Evidence, Need
from alpsat_geo.domain.arrays import FloatArray, IntArray
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.atlas.folium_map import PanelStyle
from alpsat_geo.report.atlas.legend import write_legend
from alpsat_geo.report.classes import SEQUENTIAL, Classes
from alpsat_geo.report.figures import MISSING, format_number
from alpsat_geo.report.language import _, begin_upper, choose_plural
from alpsat_geo.report.place_columns import Column
from alpsat_geo.report.settle.facts import LEVEL_LABELS, list_facts, say_season_times, write_measure

VERDICT_LABELS = {
    FITS: N_("convient"),
    CONFIRM: N_("convient, à confirmer"),
    NEARLY: N_("presque"),
    NO: N_("ne convient pas"),
}
_LEGEND_LABELS = tuple(VERDICT_LABELS[verdict] for verdict in (NO, NEARLY, CONFIRM, FITS))
_CLASSES = Classes(
    (NO + 0.5, NEARLY + 0.5, CONFIRM + 0.5),
    (SEQUENTIAL[0], SEQUENTIAL[1], SEQUENTIAL[3], SEQUENTIAL[5]),
    str,
    _LEGEND_LABELS,
)
_CLOSEST = N_("parmi celles qui s'en approchent le plus")
COMPROMISES = 3
_MAP_HEIGHT_PX = 470


def show_answer_map(
    project: Project, current: AppState, found: Answer | None, on_commune: Callable[[str], None]
) -> None:
    """Show the map; without needs every commune waits, hatched.

    Parameters
    ----------
    project : Project
    current : AppState
    found : Answer or None
        None when nothing was asked.
    on_commune : function of a code
        What a click on a commune does.
    """
    count = len(project.territory.insee_codes)
    verdicts = np.full(count, np.nan) if found is None else _hide_unknown(found, mark_compromises(found))
    texts = tuple(_("dites d'abord un besoin") if found is None else say_verdict(found, i) for i in range(count))
    panel = PanelStyle("", _CLASSES.digits(verdicts), texts)
    title = _("Les communes qui conviennent")
    show_maps(project, current, title, (panel,), classes=_CLASSES, height_px=_MAP_HEIGHT_PX, on_commune=on_commune)
    if found is not None:
        # Where nothing is known, no commune is drawn as one to confirm: that class keeps its own name.
        names = tuple(name_verdict(found, verdict) for verdict in (NO, NEARLY, CONFIRM, FITS))
        classes = _CLASSES if found.is_blank else replace(_CLASSES, names=names)
        season = current.season
        note = begin_upper(say_season_times(project.territory.roads, season))
        st.html(write_legend(title, note, classes, season, has_missing=found.is_blank, territory=project.territory))
    show_basemap_choice()


def show_answer_table(project: Project, found: Answer) -> None:
    """Offer the whole answer in a table; it is made only when somebody opens it."""
    show_place_table(
        "installer",
        _("Chaque commune et chaque besoin"),
        project.territory,
        f"{project.territory.key}-s-installer-{found.season}",
        lambda: _list_columns(project, found),
    )


def has_answer(found: Answer) -> bool:
    """Tell whether some commune fits, or nearly does."""
    return bool((found.verdicts != NO).any())


def mark_compromises(found: Answer) -> IntArray:
    """Return the verdicts; where nothing fits, the communes that are the least far stand out, as `NEARLY` would."""
    if has_answer(found):
        return found.verdicts
    marked = found.verdicts.copy()
    marked[found.ranking[:COMPROMISES]] = NEARLY
    return marked


def name_verdict(found: Answer, verdict: int) -> str:
    """Return the name of a verdict in this answer."""
    if verdict == CONFIRM and found.is_blank:
        return _(LEVEL_LABELS[UNKNOWN])
    return _(_CLOSEST) if verdict == NEARLY and not has_answer(found) else _(VERDICT_LABELS[verdict])


def _hide_unknown(found: Answer, values: IntArray) -> FloatArray:
    """Return values by commune as numbers, missing where nothing that was asked is known of any."""
    shown = values.astype(np.float64)
    return np.where(found.verdicts == CONFIRM, np.nan, shown) if found.is_blank else shown


def say_verdict(found: Answer, position: int) -> str:
    """Return what a commune is, and how many needs it misses."""
    text = name_verdict(found, int(mark_compromises(found)[position]))
    missed = int(found.missed_counts[position])
    if not missed:
        return text
    return (
        text
        + " · "
        + choose_plural(("{count} besoin non satisfait"), ("{count} besoins non satisfaits"), missed).format(
            count=format_number(missed)
        )
    )


def _list_columns(project: Project, found: Answer) -> list[Column]:
    communes = project.territory.communes
    epcis = tuple(project.territory.epcis[int(e)].name for e in communes.epci_index)
    positions = range(len(communes.names))
    order = np.empty(len(communes.names), dtype=np.int64)
    order[found.ranking] = np.arange(1, len(order) + 1)
    rank = _hide_unknown(found, order)
    facts = [list_facts(project, found, i) for i in positions]
    columns = [
        Column(_("Commune"), np.array(communes.names), communes.names),
        Column(_("Communauté de communes"), np.array(epcis), epcis),
        Column(_("Rang"), rank, tuple(_(MISSING) if np.isnan(value) else format_number(value) for value in rank)),
        Column(
            _("Réponse"),
            _hide_unknown(found, found.verdicts),
            tuple(name_verdict(found, int(verdict)) for verdict in found.verdicts),
        ),
        Column(
            _("Besoins manqués"),
            found.missed_counts.astype(np.float64),
            tuple(format_number(count) for count in found.missed_counts),
        ),
    ]
    for k, (key, _limit) in enumerate(found.limits):
        need, evidence = NEEDS_BY_KEY[key], found.evidence[k]
        levels = [facts[i][k].level for i in positions]
        columns.append(_list_need(need, evidence, tuple(_(LEVEL_LABELS[level]) for level in levels)))
    return columns


def _list_need(need: Need, evidence: Evidence, levels: tuple[str, ...]) -> Column:
    """Return a need by commune: what is listed, and what is sure where the two differ."""
    possible, sure = evidence.possible, evidence.sure
    differs = ~((possible == sure) | (np.isnan(possible) & np.isnan(sure)))
    texts = tuple(
        _("{measure}, ou {sure} en ne comptant que le sûr ({level})").format(
            measure=write_measure(need, float(possible[i])), sure=write_measure(need, float(sure[i])), level=level
        )
        if differs[i]
        else f"{write_measure(need, float(possible[i]))} ({level})"
        for i, level in enumerate(levels)
    )
    if not differs.any():
        return Column(_(need.label), possible, texts)
    low, high = np.fmin(possible, sure), np.fmax(possible, sure)
    return Column(_(need.label), possible, texts, low, high, (N_("minimum"), N_("maximum")))
