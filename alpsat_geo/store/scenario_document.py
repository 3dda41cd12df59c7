"""A scenario as plain values, checked on the way in and on the way out."""

from __future__ import annotations

import math
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StrictBool,
    StrictStr,
    StringConstraints,
    ValidationError,
)

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.own_figures import (
    EUR_AT_MOST,
    FIRST_DAY,
    FUNDER_NAME_LENGTH,
    FUNDERS_AT_MOST,
    LAST_DAY,
    NOTHING_STATED,
    Funder,
    OwnFigures,
    Paid,
)
from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.scenario import NOTE_LENGTH, NOTES_AT_MOST, ActionChoice, Scenario
from alpsat_geo.domain.text import N_, clean_line, clean_prose
from alpsat_geo.store.errors import StoreError
from alpsat_geo.store.tables import KEY_LENGTH
from alpsat_geo.store.text import is_writable

# Whole numbers that every reader of JSON holds exactly.
_LARGEST_INTEGER = 2**53
_LONGEST_INPUT = 60
_LONGEST_OPTION = 1000

_NOT_NUL = r"^[^\x00]*$"
_Key = Annotated[StrictStr, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=KEY_LENGTH)]
_Name = Annotated[StrictStr, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=KEY_LENGTH)]
_Title = Annotated[StrictStr, StringConstraints(pattern=_NOT_NUL, min_length=1, max_length=200)]
_Prose = Annotated[StrictStr, StringConstraints(pattern=_NOT_NUL, max_length=5000)]
_Note = Annotated[StrictStr, StringConstraints(pattern=_NOT_NUL, max_length=NOTE_LENGTH)]
_Commune = Annotated[StrictStr, StringConstraints(pattern=r"^([0-9]{5}|2[AB][0-9]{3})$")]
_Place = Annotated[
    StrictStr,
    StringConstraints(
        pattern=r"^([0-9]{5}|2[AB][0-9]{3}|[0-9]{9}|[a-z][a-z0-9]*(-[a-z0-9]+)*)$", max_length=KEY_LENGTH
    ),
]


def _require_option(value: object) -> object:
    # Not pydantic's own union, which would turn a whole number that is too large into a rounded one.
    is_whole = isinstance(value, (bool, int)) and abs(value) <= _LARGEST_INTEGER
    is_real = isinstance(value, float) and math.isfinite(value)
    if is_whole or is_real or (isinstance(value, str) and is_writable(value) and len(value) <= _LONGEST_OPTION):
        return value
    raise ValueError


_Option = Annotated[bool | int | float | str, PlainValidator(_require_option)]

_EXPECTED = {
    "key": remark(N_("des lettres minuscules, des chiffres et des tirets")),
    "name": remark(N_("un nom de 1 à 200 caractères")),
    "description": remark(N_("un texte de 5 000 caractères au plus")),
    "is_outside_study": remark(N_("vrai ou faux")),
    "actions": remark(N_("une liste de 200 actions au plus")),
    "type": remark(N_("la clé d'un type d'action, comme « open_space »")),
    "places": remark(N_("un code INSEE, un numéro SIREN ou la clé d'un espace, en texte")),
    "options": remark(N_("un nombre fini, un texte court, vrai ou faux, sous un nom en minuscules")),
    "note": remark(N_("un texte de {count} caractères au plus"), count=NOTE_LENGTH),
    "notes": remark(
        N_("{most} notes au plus, de {count} caractères, chacune sous le code d'une commune"),
        most=NOTES_AT_MOST,
        count=NOTE_LENGTH,
    ),
    "figures": remark(
        N_("des montants de 0 à 100 millions d'euros, des parts de 0 à 100, une date, et douze financeurs au plus")
    ),
}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


_Amount = Annotated[float, Field(ge=0, le=EUR_AT_MOST, allow_inf_nan=False)]


class FunderPart(_Part):
    """One funder of an action."""

    name: Annotated[StrictStr, StringConstraints(pattern=_NOT_NUL, min_length=1, max_length=FUNDER_NAME_LENGTH)]
    share_percent: Annotated[float, Field(ge=0, le=100)] | None = None
    ceiling_eur: _Amount | None = None
    pays: Paid = "investment"


class FiguresPart(_Part):
    """What was stated of an action."""

    investment_eur: _Amount | None = None
    running_eur_per_year: _Amount | None = None
    rent_eur_per_year: _Amount | None = None
    receipts_eur_per_year: _Amount | None = None
    start: Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)] | None = None
    funders: tuple[FunderPart, ...] = Field(default=(), max_length=FUNDERS_AT_MOST)

    def build(self) -> OwnFigures:
        """Return what was stated."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return OwnFigures(**{**values, "funders": tuple(Funder(**part.model_dump()) for part in self.funders)})


class ActionPart(_Part):
    """One action."""

    type: _Name
    places: tuple[_Place, ...] = Field(default=(), max_length=2000)
    options: dict[_Name, _Option] = Field(default_factory=dict, max_length=100)
    note: _Note = ""
    figures: FiguresPart | None = None


class ScenarioPart(_Part):
    """A whole scenario."""

    key: _Key
    name: _Title
    description: _Prose = ""
    is_outside_study: StrictBool = False
    actions: tuple[ActionPart, ...] = Field(default=(), max_length=200)
    notes: dict[_Commune, _Note] = Field(default_factory=dict, max_length=NOTES_AT_MOST)
    # A later writing takes the next number, and still reads this one.
    format: Literal[1, 2] = 1


def write_document(scenario: Scenario) -> dict[str, Any]:
    """Turn a scenario into plain values that JSON holds and that read back as the same.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    dict
        ``key``, ``name``, ``description``, ``is_outside_study``, ``actions``, ``notes`` and ``format``.

    Raises
    ------
    InputError
        If a value is not one that a scenario may hold. Places and actions are not looked up here.
    """
    values = {
        "key": scenario.key,
        "name": scenario.name,
        "description": scenario.description,
        "is_outside_study": scenario.is_outside_study,
        "actions": [
            {
                "type": choice.type_key,
                "places": list(choice.places),
                "options": dict(choice.options),
                "note": choice.note,
                **({} if choice.figures.is_empty else {"figures": choice.figures.to_plain()}),
            }
            for choice in scenario.actions
        ],
        "notes": dict(scenario.notes),
        # What states nothing is written as before there were own figures.
        "format": 1 if all(choice.figures.is_empty for choice in scenario.actions) else 2,
    }
    try:
        return ScenarioPart.model_validate(values).model_dump(mode="json", exclude_none=True)
    except ValidationError as error:
        raise InputError(_phrase(error, scenario)) from None


def read_document(values: object) -> Scenario:
    """Turn what `write_document` wrote back into the scenario.

    Parameters
    ----------
    values : object
        As read from the database.

    Raises
    ------
    StoreError
        If something else wrote them.
    """
    try:
        part = ScenarioPart.model_validate(values)
    except ValidationError:
        sentence = N_(
            "Un scénario enregistré ne se lit plus, un autre programme l'a modifié : supprimez-le ou rétablissez-le."
        )
        raise StoreError(remark(sentence)) from None
    # Another program, or an older version of this one, may have written what nobody sees.
    return Scenario(
        key=part.key,
        name=clean_line(part.name) or part.key,
        description=clean_prose(part.description),
        actions=tuple(
            ActionChoice(
                action.type,
                action.places,
                MappingProxyType(dict(action.options)),
                clean_prose(action.note),
                NOTHING_STATED if action.figures is None else action.figures.build(),
            )
            for action in part.actions
        ),
        is_outside_study=part.is_outside_study,
        notes=MappingProxyType({code: clean_prose(note) for code, note in part.notes.items()}),
    )


def _phrase(error: ValidationError, scenario: Scenario) -> Remark:
    detail = error.errors(include_url=False)[0]
    path = [str(part) for part in detail["loc"]]
    field = next((name for name in reversed(path) if name in _EXPECTED), "actions")
    # A text that UTF-8 cannot write must not break the sentence about it.
    found = str(detail["input"]).encode("utf-8", "replace").decode()
    found = found if len(found) <= _LONGEST_INPUT else found[: _LONGEST_INPUT - 1] + "…"
    title = str(scenario.name).encode("utf-8", "replace").decode()[:_LONGEST_INPUT]
    place: Remark | str = field
    if path[0] == "actions" and len(path) > 1:
        place = remark(N_("{field} de l'action n° {number}"), field=field, number=str(int(path[1]) + 1))
    sentence = N_(
        "Le scénario « {name} » ne peut pas être enregistré : « {found} » ({place}) n'est pas accepté, il faut "
        "{expected}."
    )
    return remark(sentence, name=title, found=found, place=place, expected=_EXPECTED[field])
