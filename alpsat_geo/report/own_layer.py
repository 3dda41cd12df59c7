"""A layer of one's own in words, classes, files, and beside an indicator of the territory."""

from __future__ import annotations

import itertools
import json
import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.domain.territory import Territory
from alpsat_geo.domain.text import N_
from alpsat_geo.report.atlas.layers import Layer
from alpsat_geo.report.classes import SEQUENTIAL, Classes, spread_colours
from alpsat_geo.report.csv_file import write_csv_table
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.language import _
from alpsat_geo.report.map_sheet import MapSheet, Panel
from alpsat_geo.report.punctuation import NO_BREAK_SPACE
from alpsat_geo.sources.layers.joining import COUNTED, COVERED, LENGTH
from alpsat_geo.sources.layers.record import OwnIndicator, OwnLayer

FISHER, QUANTILES = "fisher", "quantiles"
SCHEMES = {FISHER: N_("Seuils naturels (Fisher-Jenks)"), QUANTILES: N_("Effectifs égaux (quantiles)")}
OWN_KEY = "vos-donnees"

_DIGITS_SHOWN, _DECIMALS_AT_MOST = 4, 4
_SHAPE_NAMES = frozenset({COUNTED, LENGTH, COVERED})
_FEW = 10


def name_indicator(indicator: OwnIndicator) -> str:
    """Name an indicator: as the file does, or in the reader's language when it was measured from shapes."""
    name = _(indicator.label) if indicator.label in _SHAPE_NAMES else indicator.label
    return name if indicator.unit in {"", SHARE_UNIT} else f"{name} ({indicator.unit})"


def choose_writing(indicator: OwnIndicator) -> Callable[[float], str]:
    """Return how one value of an indicator is written: with as many digits as tell its values apart, and its unit."""
    if indicator.unit == SHARE_UNIT:
        return lambda value: format_share(value, 1)
    found = indicator.values[np.isfinite(indicator.values)]
    largest = float(np.abs(found).max(initial=0.0))
    measured = max(_DIGITS_SHOWN - 1 - math.floor(math.log10(largest)), 0) if largest else 0
    # What a person wrote with few decimals is written so.
    decimals = next((d for d in range(_DECIMALS_AT_MOST) if (found == found.round(d)).all()), measured)
    unit = f"{NO_BREAK_SPACE}{indicator.unit}" if indicator.unit else ""
    return lambda value: format_number(value, decimals) + (unit if math.isfinite(value) else "")


def classify(indicator: OwnIndicator, scheme: str) -> Classes:
    """Return the classes of an indicator: the groups of mapclassify, their limits rounded within the gap between two.

    Parameters
    ----------
    indicator : OwnIndicator
        At least one value.
    scheme : str
        A key of `SCHEMES`.

    Returns
    -------
    Classes
        As many as the values allow, six at most; each value is in the class where mapclassify puts it.
    """
    bounds = find_limits(indicator.values[np.isfinite(indicator.values)], scheme)
    write = choose_writing(indicator)
    colours = spread_colours(len(bounds) + 1) if bounds else (SEQUENTIAL[2],)
    names = () if bounds else (write(float(np.nanmin(indicator.values))),)
    return Classes(bounds, colours, _write_limits(bounds, indicator.unit), names)


def find_limits(values: FloatArray, scheme: str) -> tuple[float, ...]:
    """Return the limits between the groups of mapclassify, each the roundest number of the gap between two groups.

    Parameters
    ----------
    values : float array (k,)
        Finite.
    scheme : str
    """
    distinct = np.unique(values)
    count = min(len(SEQUENTIAL), len(distinct))
    if count < 2:  # noqa: PLR2004 - one value makes one class
        return ()
    import mapclassify  # noqa: PLC0415 - two seconds to load: only who brings a layer waits for it

    with warnings.catch_warnings():
        # It says that it could be faster: a territory has too few communes to notice.
        warnings.simplefilter("ignore")
        made = (mapclassify.FisherJenks if scheme == FISHER else mapclassify.Quantiles)(values, k=count)
    groups = [values[made.yb == group] for group in np.unique(made.yb)]
    return tuple(_round_between(float(low.max()), float(high.min())) for low, high in itertools.pairwise(groups))


def _round_between(low: float, high: float) -> float:
    """Return the number above one and up to another that is written with the fewest digits."""
    for digits in range(-math.ceil(math.log10(max(abs(low), abs(high)))), 18):
        step = 10.0**-digits
        rounded = round(math.floor(high / step) * step, max(digits, 0))
        if low < rounded <= high:
            return rounded
    return high


def _write_limits(bounds: Sequence[float], unit: str) -> Callable[[float], str]:
    if unit == SHARE_UNIT:
        decimals = max((_count_decimals(100 * bound) for bound in bounds), default=0)
        return lambda value: format_share(value, decimals)
    decimals = max((_count_decimals(bound) for bound in bounds), default=0)
    shown = f"{NO_BREAK_SPACE}{unit}" if unit else ""
    return lambda value: format_number(value, decimals) + shown


def _count_decimals(bound: float) -> int:
    return len(f"{bound:.10f}".rstrip("0").partition(".")[2])


def build_own_layer(layer: OwnLayer, place: int, scheme: str) -> Layer:
    """Return an indicator of a layer as a layer of the map."""
    indicator = layer.indicators[place]
    name, write = name_indicator(indicator), choose_writing(indicator)
    texts = tuple(write(float(value)) for value in indicator.values)
    return Layer(
        f"{OWN_KEY}-{place}",
        name,
        _("{name}, selon {file}").format(name=name, file=layer.name),
        tell_origin(layer, scheme),
        indicator.values,
        texts,
        classify(indicator, scheme),
    )


def tell_origin(layer: OwnLayer, scheme: str) -> str:
    """Say where the figures come from, and how their classes were cut."""
    told = _("Données apportées ({file}), non vérifiées ici ; classes : {scheme}, seuils arrondis")
    return told.format(file=layer.name, scheme=_(SCHEMES[scheme]))


def describe_own_sheet(layer: OwnLayer, place: int, scheme: str, day: date) -> MapSheet:
    """Describe the map of an indicator to take away, with the shapes of the layer over it."""
    shown = build_own_layer(layer, place, scheme)
    panel = Panel("", shown.classes.digits(shown.values))
    note = _("{note} ; en rouge, les objets du fichier").format(note=shown.note) if layer.shapes else shown.note
    return MapSheet(shown.title, shown.classes, (panel,), is_winter=False, note=note, day=day, drawn=layer.shapes)


def write_own_csv(layer: OwnLayer, territory: Territory) -> bytes:
    """Write the indicators of a layer by commune; an empty cell is missing."""
    headings = [_("Code INSEE"), _("Commune"), *(name_indicator(one) for one in layer.indicators)]
    names = zip(territory.insee_codes, territory.communes.names, strict=True)
    rows = ([code, name, *(float(one.values[i]) for one in layer.indicators)] for i, (code, name) in enumerate(names))
    return write_csv_table(headings, rows)


def write_own_geojson(layer: OwnLayer, territory: Territory, shapes: Sequence[BaseGeometry]) -> bytes:
    """Write the communes with the indicators of a layer, in degrees; null is missing."""
    features = []
    for i, (code, name) in enumerate(zip(territory.insee_codes, territory.communes.names, strict=True)):
        values = {name_indicator(one): float(one.values[i]) for one in layer.indicators}
        known = {label: value if math.isfinite(value) else None for label, value in values.items()}
        features.append(
            {
                "type": "Feature",
                "properties": {"insee_code": code, "name": name, **known},
                "geometry": json.loads(shapely.to_geojson(shapes[i])),
            }
        )
    document: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()


@dataclass(frozen=True, slots=True)
class Link:
    """How two indicators go together over the communes that have both.

    Attributes
    ----------
    count : int
    pearson, spearman : float
        Between -1 and 1; NaN when one of them does not vary, or below three communes.
    """

    count: int
    pearson: float
    spearman: float


def measure_link(first: FloatArray, second: FloatArray) -> Link:
    """Measure how two indicators go together (Pearson's and Spearman's coefficients, scipy)."""
    from scipy import stats  # noqa: PLC0415 - a second to load: only who asks waits for it

    both = np.isfinite(first) & np.isfinite(second)
    x, y = first[both], second[both]
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:  # noqa: PLR2004 - two points are always in line
        return Link(len(x), math.nan, math.nan)
    return Link(len(x), float(stats.pearsonr(x, y).statistic), float(stats.spearmanr(x, y).statistic))


def tell_link(link: Link) -> str:
    """Say how two indicators go together, and what it does not prove."""
    if math.isnan(link.pearson):
        return _(
            "Communes qui ont les deux : {count}. C'est trop peu, ou l'un ne varie pas, pour dire s'ils vont ensemble."
        ).format(count=link.count)
    told = _(
        "Communes qui ont les deux : {count}. Coefficient de Pearson : {pearson} ; de Spearman, sur les rangs :"
        " {spearman} (1 : ils vont ensemble ; 0 : sans lien ; moins de 0 : en sens contraire)."
    ).format(count=link.count, pearson=format_number(link.pearson, 2), spearman=format_number(link.spearman, 2))
    caveat = _("Aller ensemble ne dit pas lequel cause l'autre, ni si un troisième, comme la taille, cause les deux.")
    few = _("Avec si peu de communes, une seule peut changer le chiffre.") if link.count < _FEW else ""
    return " ".join(part for part in (told, caveat, few) if part)
