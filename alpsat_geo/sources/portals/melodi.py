"""Long tables of INSEE's Melodi: a ZIP with one observation a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from alpsat_geo.sources.portals.archives import open_member
from alpsat_geo.sources.portals.catalogues import Found, find_melodi
from alpsat_geo.sources.portals.client import Client, PortalError
from alpsat_geo.sources.portals.tables import iterate_rows, read_number

_MOST_BYTES = 1024**3
# K: counted in another commune since they merged; O: not observed.
_MISSING_STATUSES = {"K", "O"}
_SUPPRESSED = "C"
_HEAD_BYTES = 8192
_NO_DIMENSION = ("OBS_", "CONF_", "UNIT_", "FREQ", "DECIMALS", "GEO")

Selection = Mapping[str, str]
"""Value of each dimension that names one figure; the dimensions that it leaves out are totals."""


@dataclass(frozen=True, slots=True)
class Observations:
    """The figures of a territory in one data set.

    Attributes
    ----------
    found : Found
        The product that was read.
    year : int
        The newest period.
    rows : pandas.DataFrame
        Columns GEO, TIME_PERIOD, the dimensions, and ``value``: NaN where secret or absent.
    secret_codes : frozenset of str
        Communes for which a figure is a secret.
    """

    found: Found
    year: int
    rows: pd.DataFrame
    secret_codes: frozenset[str]

    def pick(self, selection: Selection, year: int | None = None) -> dict[str, float]:
        """Return one figure by commune; those without are left out.

        Raises
        ------
        PortalError
            If two lines say the same figure of a commune.
        """
        rows = self.rows[self.rows["TIME_PERIOD"] == str(year or self.year)]
        for name, value in selection.items():
            rows = rows[rows[name] == value]
        if rows["GEO"].duplicated().any():
            code = str(rows["GEO"][rows["GEO"].duplicated()].iloc[0])
            raise PortalError(f"{self.found.name} : plusieurs lignes disent le même chiffre de la commune {code}.")
        known = rows[rows["value"].notna()]
        return dict(zip(known["GEO"], known["value"].astype(float), strict=True))

    @property
    def years(self) -> list[int]:
        """Return the periods, ascending."""
        return sorted({int(year) for year in self.rows["TIME_PERIOD"]})


def read_observations(
    client: Client, dataset: str, codes: Sequence[str], dimensions: Mapping[str, Sequence[str]]
) -> Observations:
    """Read the newest product of a data set, for communes.

    Parameters
    ----------
    client : Client
    dataset : str
        Such as ``DS_RP_LOGEMENT_PRINC``.
    codes : sequence of str
        INSEE codes.
    dimensions : mapping of str to sequence of str
        Each dimension of the table with the values to keep; empty: all of them.

    Raises
    ------
    PortalError
    """
    found = find_melodi(client, dataset)
    path = client.download(found.resource, most_bytes=_MOST_BYTES)
    wanted = set(codes)
    needed = ["GEO", "GEO_OBJECT", "TIME_PERIOD", *dimensions, "OBS_VALUE"]

    def keeps(table: pd.DataFrame) -> pd.Series:
        kept = (table["GEO_OBJECT"] == "COM") & table["GEO"].isin(wanted)
        for name, values in dimensions.items():
            if values:
                kept &= table[name].isin(list(values))
        return kept

    with open_member(path, r"_data\.csv$") as content:
        header = content.peek(_HEAD_BYTES)[:_HEAD_BYTES].split(b"\n", 1)[0].decode("utf-8-sig", "replace")
        names = [name.strip('"\r ') for name in header.split(";")]
        others = [name for name in names if name not in needed and not name.startswith(_NO_DIMENSION)]
        flags = [name for name in ("OBS_STATUS", "CONF_STATUS") if name in names]
        pieces = list(iterate_rows(content, found.name, [*needed, *others, *flags], keeps))
    if not pieces:
        raise PortalError(
            f"{found.name} : aucune ligne pour les communes du territoire ; leurs codes ont peut-être changé."
        )
    rows = pd.concat(pieces, ignore_index=True)
    for name in others:
        # A dimension that nobody asked for stays at its total, where it has one.
        if (rows[name] == "_T").any():
            rows = rows[rows[name] == "_T"]
    rows = rows.reset_index(drop=True)
    rows["TIME_PERIOD"] = rows["TIME_PERIOD"].str[:4]
    values = [read_number(text) for text in rows["OBS_VALUE"]]
    rows["value"] = pd.array([float("nan") if value is None else value for value in values], dtype="float64")
    secret: frozenset[str] = frozenset()
    if "OBS_STATUS" in rows:
        rows.loc[rows["OBS_STATUS"].isin(_MISSING_STATUSES), "value"] = float("nan")
    if "CONF_STATUS" in rows:
        is_secret = rows["CONF_STATUS"] == _SUPPRESSED
        secret = frozenset(rows.loc[is_secret, "GEO"])
        rows.loc[is_secret, "value"] = float("nan")
    year = max(int(period) for period in rows["TIME_PERIOD"])
    return Observations(found, year, rows, secret)
