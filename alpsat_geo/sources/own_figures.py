"""What an officer states of an action, as a scenario file says it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from alpsat_geo.domain.own_figures import (
    EUR_AT_MOST,
    FIRST_DAY,
    FUNDER_NAME_LENGTH,
    FUNDERS_AT_MOST,
    LAST_DAY,
    Funder,
    OwnFigures,
    Paid,
    round_to_hundredth,
)
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_, clean_line
from alpsat_geo.sources.fields import Row
from alpsat_geo.sources.sentences import BLANK, refuse, shorten


def _require_number(value: object) -> object:
    if value is None or value == "":
        raise refuse(BLANK)
    if isinstance(value, bool):
        raise refuse(remark(N_("« {value} » n'est pas un nombre : écrivez des chiffres."), value=shorten(value)))
    return value


def _require_name(value: object) -> str:
    name = clean_line(value) if isinstance(value, str) else ""
    if not name:
        raise refuse(remark(N_("le nom du financeur manque : écrivez-le, entre guillemets si c'est un nombre.")))
    if len(name) > FUNDER_NAME_LENGTH:
        raise refuse(
            remark(
                N_("le nom du financeur compte {count} caractères, au plus {most} sont permis : raccourcissez-le."),
                count=len(name),
                most=FUNDER_NAME_LENGTH,
            )
        )
    return name


def _require_day(value: object) -> date:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise refuse(
            remark(N_("« {value} » n'est pas une date : écrivez-la sous la forme 2027-03-01."), value=shorten(value))
        ) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise refuse(
            remark(
                N_("« {day} » est hors du siècle : donnez une date de {first} à {last}."),
                day=str(day),
                first=str(FIRST_DAY.year),
                last=str(LAST_DAY.year),
            )
        )
    return day


def _require_few_funders(value: object) -> object:
    if isinstance(value, (list, tuple)) and len(value) > FUNDERS_AT_MOST:
        raise refuse(
            remark(
                N_("la liste compte {count} financeurs, au plus {most} sont permis : raccourcissez-la."),
                count=len(value),
                most=FUNDERS_AT_MOST,
            )
        )
    return value


_Number = BeforeValidator(_require_number), AfterValidator(round_to_hundredth)
Amount = Annotated[float, *_Number, Field(ge=0, le=EUR_AT_MOST)]
Percent = Annotated[float, *_Number, Field(ge=0, le=100)]
FunderName = Annotated[str, BeforeValidator(_require_name)]
Day = Annotated[date, BeforeValidator(_require_day)]


class FunderEntry(Row):
    """One funder of an action."""

    name: FunderName
    share_percent: Percent | None = None
    ceiling_eur: Amount | None = None
    pays: Paid = "investment"


class FiguresEntry(Row):
    """What is stated of an action."""

    investment_eur: Amount | None = None
    running_eur_per_year: Amount | None = None
    rent_eur_per_year: Amount | None = None
    receipts_eur_per_year: Amount | None = None
    start: Day | None = None
    funders: Annotated[tuple[FunderEntry, ...], BeforeValidator(_require_few_funders)] = ()


def build_figures(entry: FiguresEntry) -> OwnFigures:
    """Turn what a file says into what the model reads."""
    return OwnFigures(
        investment_eur=entry.investment_eur,
        running_eur_per_year=entry.running_eur_per_year,
        rent_eur_per_year=entry.rent_eur_per_year,
        receipts_eur_per_year=entry.receipts_eur_per_year,
        start=entry.start,
        funders=tuple(Funder(one.name, one.share_percent, one.ceiling_eur, one.pays) for one in entry.funders),
    )
