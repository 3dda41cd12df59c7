"""What a criterion declares: all that the comparison, the pages and the dossier need to know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from alpsat_geo.compute.formula import Formula, FormulaInput
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

Direction = Literal["max", "min"]
Kind = Literal["effect", "money", "prudence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrice:
    """What makes a criterion a result: it counts things, and one more of them may be worth so many euros a year.

    Attributes
    ----------
    key : str
        Stable name of the result in commands, addresses and votes.
    one, one_more, several_more : str
        French: "habitant", "un habitant de plus", "habitants de plus".
    label : str
        French label of the slider of its price.
    question : str
        French question of a vote.
    steps : tuple of int
        Of the slider, euros a year, 0 first.
    answers : tuple of int
        Of a vote, euros a year, 0 first, rising; the last stands for "more".
    axis : {0, 1} or None
        Of the choice map: 0 across, 1 up; None: its price is asked for on demand.
    default : int or None
        Where the slider of a result asked for on demand begins; None: nowhere, nobody is told a price.
    source : str
        Of the default, in French.
    """

    key: str
    one: str
    one_more: str
    several_more: str
    label: str
    question: str
    steps: tuple[int, ...]
    answers: tuple[int, ...]
    axis: Literal[0, 1] | None = None
    default: int | None = None
    source: str = ""

    @property
    def is_asked_first(self) -> bool:
        """Whether its price is an axis of the choice map."""
        return self.axis is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion.

    Attributes
    ----------
    key, label, unit, help : str
        French but for the key.
    kind : {"effect", "money", "prudence"}
        What it tells: what is done to people or to the climate, what it takes, what one risks.
    direction : {"max", "min"}
        Whether more is better.
    is_shown_first : bool
        Whether pages and dossier show it before the others.
    unit_price : UnitPrice or None
        None: it is shown beside the results, and never summed.
    measure : function of an outcome to float array (D,)
        NaN where the criterion is without object ("sans objet").
    formulas : tuple of Formula
        The same figure written as text, apart from ``measure``: its own steps, the last named like the criterion. They
        may use the steps of `alpsat_geo.compute.explanation.formulas`.
    inputs : tuple of FormulaInput
        Those that its formulas alone need.
    measure_by_commune : function to float array (D, n), or None
    measure_by_epci : function to float array (D, E), or None
    """

    key: str
    label: str
    unit: str
    help: str
    kind: Kind
    direction: Direction
    is_shown_first: bool = False
    unit_price: UnitPrice | None = None
    measure: Callable[[Outcome], FloatArray]
    formulas: tuple[Formula, ...]
    inputs: tuple[FormulaInput, ...] = ()
    measure_by_commune: Callable[[Outcome], FloatArray] | None = None
    measure_by_epci: Callable[[Outcome], FloatArray] | None = None

    @property
    def is_money(self) -> bool:
        """Whether it counts euros, which somebody else than the place where they are spent may bear."""
        return self.unit.startswith("€")


@dataclass(frozen=True, slots=True)
class Result:
    """A criterion that counts things worth paying for, with its price."""

    criterion: Criterion
    price: UnitPrice

    @property
    def key(self) -> str:
        """Stable name of the result."""
        return self.price.key


def list_results(criteria: Iterable[Criterion]) -> tuple[Result, ...]:
    """Return the results among some criteria: the axes of the choice map, then the others in their order."""
    found = [Result(criterion, criterion.unit_price) for criterion in criteria if criterion.unit_price is not None]
    return tuple(sorted(found, key=lambda result: len(found) if result.price.axis is None else result.price.axis))


def find_result(criteria: Iterable[Criterion], key: str) -> Result:
    """Return a result by key.

    Raises
    ------
    InputError
        If there is none of that key.
    """
    results = {result.key: result for result in list_results(criteria)}
    if key not in results:
        sentence = N_("Le résultat « {key} » n'existe pas : choisissez parmi {known}.")
        raise InputError(remark(sentence, key=key, known=", ".join(results)))
    return results[key]
