"""Types of the values found in the files of the pack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.sentences import refuse, shorten

_INSEE_CODE = re.compile(r"\d{5}|2[AB]\d{3}")
_SIREN = re.compile(r"\d{9}")


class Row(BaseModel):
    """A line of a table or a part of a document: frozen, and nothing unexpected in it."""

    # A table builds its validator once, over all its rows: a second one at import would cost as much again.
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)

    dated_columns: ClassVar[Mapping[str, object]] = {}
    """Types of the columns whose name holds a vintage, by name where ``{years}`` stands for a year or two.

    A table has none, one or several of each; `vintages.read_series` reads them.
    """


def require_insee_code(value: object) -> str:
    """Return an INSEE code of commune, or refuse it and say what it lost.

    Parameters
    ----------
    value : object
        As read; a number is refused, since it cannot carry a leading zero.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        raise refuse(
            remark(
                N_("le code {value} est un nombre : écrivez-le entre guillemets, « {quoted} »."),
                value=str(value),
                quoted=f"{value:05d}",
            )
        )
    text = str(value)
    if re.fullmatch(r"\d{4}", text):
        raise refuse(remark(N_("« {text} » a perdu son zéro : écrivez « 0{text} »."), text=text))
    if not _INSEE_CODE.fullmatch(text):
        raise refuse(
            remark(
                N_("« {text} » n'est pas un code INSEE de commune : il faut cinq chiffres, comme « 05065 »."),
                text=shorten(text),
            )
        )
    return text


def require_siren(value: object) -> str:
    """Return a SIREN number as text, or refuse it."""
    if isinstance(value, int) and not isinstance(value, bool):
        raise refuse(
            remark(N_("le numéro SIREN {value} est un nombre : écrivez-le entre guillemets."), value=str(value))
        )
    text = str(value)
    if not _SIREN.fullmatch(text):
        raise refuse(
            remark(
                N_("« {text} » n'est pas un numéro SIREN : il faut neuf chiffres, comme « 240500439 »."),
                text=shorten(text),
            )
        )
    return text


def number_or_nan(value: float | None) -> float:
    """Return a number, or NaN for a blank."""
    return float("nan") if value is None else value


def _blank_to_none(value: object) -> object:
    return None if value == "" else value


def _date_to_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _integer_to_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _require_date(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise refuse(
            remark(N_("« {value} » n'est pas une date : écrivez-la sous la forme 2026-01-31."), value=shorten(value))
        ) from None
    return value


Text = Annotated[str, StringConstraints(min_length=1)]
Label = Annotated[
    str, BeforeValidator(_integer_to_text), BeforeValidator(_date_to_text), StringConstraints(min_length=1)
]
InseeCode = Annotated[str, BeforeValidator(require_insee_code)]
Siren = Annotated[str, BeforeValidator(require_siren)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
IsoDate = Annotated[str, BeforeValidator(_date_to_text), AfterValidator(_require_date)]
Count = Annotated[float, Field(ge=0)]
Positive = Annotated[float, Field(gt=0)]
Speed = Annotated[float, Field(gt=0, le=130)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]

MaybeInseeCode = Annotated[InseeCode | None, BeforeValidator(_blank_to_none)]
MaybeNumber = Annotated[float | None, BeforeValidator(_blank_to_none)]
MaybeCount = Annotated[Count | None, BeforeValidator(_blank_to_none)]
MaybePositive = Annotated[Positive | None, BeforeValidator(_blank_to_none)]
MaybeLongitude = Annotated[Longitude | None, BeforeValidator(_blank_to_none)]
MaybeLatitude = Annotated[Latitude | None, BeforeValidator(_blank_to_none)]
MaybeDate = Annotated[IsoDate | None, BeforeValidator(_blank_to_none)]
