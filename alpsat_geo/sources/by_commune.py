"""An indicator by commune as a source: one table with a row a commune, ``insee_code,value``."""

from __future__ import annotations

import math

from alpsat_geo.domain.arrays import freeze_floats
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.indicator import Indicator, MeasuredIndicator
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.commune_keys import check_one_row_each
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.fields import InseeCode, MaybeNumber, Row
from alpsat_geo.sources.source import Source, TerritoryPart


class ValueRow(Row):
    """A line of the table; a blank value is missing."""

    insee_code: InseeCode
    value: MaybeNumber


def declare_indicator(
    indicator: Indicator, producer: str, *, least: float = -math.inf, most: float = math.inf
) -> Source:
    """Declare a source that brings one indicator.

    Its file is ``data/<territory>/<key>.csv``, with its origin beside it, unless the manifest names another; a
    territory without that file does without the indicator.

    Parameters
    ----------
    indicator : Indicator
    producer : str
        Who publishes it.
    least, most : float
        Values that are possible, both included.

    Returns
    -------
    Source
        Its key and label are those of the indicator.
    """

    def check(contents: PackContents) -> list[Finding]:
        """Find what is wrong with the table: codes, communes without a row, values that are not possible."""
        if not contents.has(indicator.key):
            return []
        table = contents.table(indicator.key, ValueRow)
        findings = list(table.findings)
        if table.rows:
            findings += check_one_row_each(table.column("insee_code"), contents.manifest, table.path)
        for line, row in table.numbered():
            if row.value is not None and not least <= row.value <= most:
                message = remark(
                    N_("{value} est hors de [{least} ; {most}] : corrigez cette valeur ou son unité."),
                    value=f"{row.value:g}",
                    least=f"{least:g}",
                    most=f"{most:g}",
                )
                findings.append(Finding("error", table.path, message, line, "value", f"{row.value:g}"))
        return findings

    def build(contents: PackContents) -> TerritoryPart:
        """Return the indicator of the territory, if it has one; see `Source.build`."""
        if not contents.has(indicator.key):
            return {}
        table = contents.table(indicator.key, ValueRow)
        by_code = {row.insee_code: math.nan if row.value is None else row.value for row in table.rows}
        origin, _findings = contents.read_origin(table.path)
        measured = MeasuredIndicator(
            indicator,
            freeze_floats([by_code[code] for code in contents.manifest.insee_codes]),
            producer if origin is None else origin.producer,
            "" if origin is None else origin.vintage,
        )
        return {"indicators": (measured,)}

    return Source(indicator.key, indicator.label, producer, (indicator.key,), check, build, (indicator,))
