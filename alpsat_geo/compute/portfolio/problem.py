"""Candidates, and the portfolios that they make: every set of them that can be carried out together.

Robust portfolio modelling: J. Liesiö, P. Mild, A. Salo, "Robust portfolio modeling with incomplete cost information
and project interdependencies", European Journal of Operational Research 190 (3), 2008, pp. 679-695.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from alpsat_geo.compute.action_type import ActionType, resolve_choice
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.text import N_

MAX_PORTFOLIOS = 100_000
CERTAINTIES = (0.5, 0.8, 0.95)

Payer = Literal["all", "petr"]
"""Who pays: all public funders, or the PETR and its EPCI once grants are deducted."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One action that a portfolio may hold.

    Attributes
    ----------
    key : str
        Stable name.
    choice : ActionChoice
    needs : tuple of str
        Keys of candidates of which a portfolio that holds this one holds at least one; empty: it stands alone.
    epci_index : frozenset of int
        EPCI in which it is placed; empty for an action of the whole territory.
    """

    key: str
    choice: ActionChoice
    needs: tuple[str, ...] = ()
    epci_index: frozenset[int] = frozenset()


def place_candidate(action: ActionType, choice: ActionChoice, problem: DecisionProblem) -> Candidate:
    """Return a candidate named by its action and its places.

    Raises
    ------
    InputError
        If the action refuses the choice.
    """
    context = resolve_choice(action, choice, problem.baseline, problem.draws)
    placed = bool(choice.places) and action.placement != "territory"
    communes = context.commune_index if placed else ()
    return Candidate(
        key=":".join((choice.type_key, *choice.places, *(str(value) for value in choice.options.values()))),
        choice=choice,
        epci_index=frozenset(int(problem.baseline.epci_index[i]) for i in communes),
    )


@dataclass(frozen=True, slots=True)
class PortfolioProblem:
    """What portfolios are made of.

    Attributes
    ----------
    decision : DecisionProblem
    candidates : tuple of Candidate, length N
    """

    decision: DecisionProblem
    candidates: tuple[Candidate, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the candidates."""
        return tuple(candidate.key for candidate in self.candidates)

    def scenario(self, members: BoolArray) -> Scenario:
        """Return a portfolio (N,) as a scenario: choices of one type and the same options stand as one choice."""
        held = [candidate for candidate, is_held in zip(self.candidates, members, strict=True) if is_held]
        key = "+".join(candidate.key for candidate in held) or "ne-rien-faire"
        choices = tuple(merge_choices(group) for group in group_choices([candidate.choice for candidate in held]))
        return Scenario(key, key, actions=choices)


def group_choices(choices: Sequence[ActionChoice]) -> list[list[ActionChoice]]:
    """Group choices of one type with the same options and own figures, in the order in which they first appear."""
    groups: dict[tuple[object, ...], list[ActionChoice]] = {}
    for choice in choices:
        groups.setdefault((choice.type_key, tuple(sorted(choice.options.items())), choice.figures), []).append(choice)
    return list(groups.values())


def merge_choices(choices: Sequence[ActionChoice]) -> ActionChoice:
    """Make one choice of those of one group: an action that runs in two places is run once, for both."""
    return dataclasses.replace(choices[0], places=tuple(place for choice in choices for place in choice.places))


def list_portfolios(problem: PortfolioProblem) -> BoolArray:
    """List every portfolio that can be carried out.

    One action of a type in a place, one set of options for an action that is done once, what each candidate needs.

    Parameters
    ----------
    problem : PortfolioProblem

    Returns
    -------
    bool array (P, N)
        The first row holds nothing.

    Raises
    ------
    InputError
        If there is no candidate, if one is unknown, named twice or needs one that is not there, or if there are more
        than `MAX_PORTFOLIOS`.
    """
    candidates, types = problem.candidates, problem.decision.action_types
    keys = problem.keys
    if not candidates:
        raise InputError(remark(N_("Aucune action n'est proposée : proposez-en au moins une.")))
    for c, candidate in enumerate(candidates):
        if candidate.choice.type_key not in types:
            raise InputError(
                f"L'action « {candidate.choice.type_key} » n'existe pas (actions du catalogue : {', '.join(types)})."
            )
        if candidate.key in keys[:c]:
            raise InputError(f"L'action « {candidate.key} » est proposée deux fois : gardez-la une seule fois.")
        for need in candidate.needs:
            if need not in keys:
                raise InputError(
                    f"L'action « {candidate.key} » demande « {need} », qui n'est pas proposée : ajoutez-la."
                )
    conflicts = [
        sum(1 << o for o, other in enumerate(candidates[:c]) if _excludes(candidate.choice, other.choice, types))
        for c, candidate in enumerate(candidates)
    ]
    masks = _list_compatible(conflicts)
    if masks is None:
        raise InputError(_say_what_to_drop(conflicts, keys))
    for c, candidate in enumerate(candidates):
        if candidate.needs:
            wanted = sum(1 << keys.index(need) for need in candidate.needs)
            masks = masks[((masks >> c) & 1 == 0) | (masks & wanted != 0)]
    members: BoolArray = (masks[:, None] >> np.arange(len(candidates))) & 1 == 1
    return members


def _excludes(one: ActionChoice, other: ActionChoice, types: Mapping[str, ActionType]) -> bool:
    """Whether two choices cannot be carried out together."""
    if one.type_key != other.type_key:
        return False
    shares_place = not one.places or not other.places or bool(set(one.places) & set(other.places))
    is_repeatable = one.type_key in types and types[one.type_key].is_repeatable
    return shares_place or (dict(one.options) != dict(other.options) and not is_repeatable)


def _list_compatible(conflicts: Sequence[int]) -> np.ndarray | None:
    """List sets of candidates without conflict as bit masks, in order; None beyond the most that are evaluated."""
    masks = np.zeros(1, dtype=np.int64)
    for c, conflict in enumerate(conflicts):
        masks = np.concatenate((masks, masks[masks & conflict == 0] | 1 << c))
        if len(masks) > MAX_PORTFOLIOS:
            return None
    return masks


def _say_what_to_drop(conflicts: Sequence[int], keys: Sequence[str]) -> Remark:
    kept = len(keys)
    while _list_compatible(conflicts[:kept]) is None:
        kept -= 1
    dropped = ", ".join(f"« {key} »" for key in keys[kept:])
    sentence = N_(
        "{count} actions font plus de {most} programmes possibles, trop pour les évaluer tous : retirez-en au moins"
        " {excess}, par exemple {dropped}."
    )
    return remark(sentence, count=len(keys), most=MAX_PORTFOLIOS, excess=len(keys) - kept, dropped=dropped)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the portfolios.

    Attributes
    ----------
    budget_eur_per_year : float or None
        Ceiling of the net public cost a year; None: none.
    investment_eur : float or None
        Ceiling of the investment; None: none.
    certainty_share : float
        Share of the draws in which both must hold, above 0 and at most 1.
    payer : {"all", "petr"}
    required, refused : frozenset of str
        Keys of candidates.
    is_one_per_epci : bool
        Whether each EPCI must hold at least one action that is placed there.
    """

    budget_eur_per_year: float | None = None
    investment_eur: float | None = None
    certainty_share: float = 0.8
    payer: Payer = "all"
    required: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    is_one_per_epci: bool = False

    def check(self, keys: Iterable[str]) -> None:
        """Refuse what cannot be asked of these candidates.

        Raises
        ------
        InputError
            A ceiling that is negative or not a number, a certainty out of range, a candidate that is not there, or
            both required and refused.
        """
        for sentence, ceiling in (
            (N_("Le budget vaut {amount} € : donnez un montant positif ou nul."), self.budget_eur_per_year),
            (N_("L'investissement vaut {amount} € : donnez un montant positif ou nul."), self.investment_eur),
        ):
            if ceiling is not None and not ceiling >= 0:
                raise InputError(remark(sentence, amount=float(ceiling)))
        if not 0 < self.certainty_share <= 1:
            sentence = N_("La certitude vaut {share} : donnez une part supérieure à 0, et au plus 1.")
            raise InputError(remark(sentence, share=float(self.certainty_share)))
        known = tuple(keys)
        for key in sorted(self.required | self.refused):
            if key not in known:
                sentence = N_("L'action « {key} » n'est pas proposée : choisissez parmi {known}.")
                raise InputError(remark(sentence, key=key, known=", ".join(known)))
        for key in sorted(self.required & self.refused):
            raise InputError(remark(N_("L'action « {key} » est à la fois exigée et refusée : choisissez."), key=key))

    def allows(self, candidates: Sequence[Candidate], members: BoolArray, epci_count: int) -> BoolArray:
        """Tell which portfolios (P, N) hold what is required, nothing refused, and a place in each EPCI, (P,)."""
        is_allowed = np.ones(len(members), dtype=np.bool_)
        for c, candidate in enumerate(candidates):
            if candidate.key in self.required:
                is_allowed &= members[:, c]
            if candidate.key in self.refused:
                is_allowed &= ~members[:, c]
        if self.is_one_per_epci:
            for epci in range(epci_count):
                placed = [c for c, candidate in enumerate(candidates) if epci in candidate.epci_index]
                is_allowed &= members[:, placed].any(axis=1)
        return is_allowed


def amount_needed(costs: FloatArray, certainty_share: float) -> FloatArray:
    """Return the least ceiling under which each portfolio stays in a share of the draws.

    Parameters
    ----------
    costs : float array (P, D)
    certainty_share : float

    Returns
    -------
    float array (P,)
        An order statistic, not an interpolation: under that ceiling, at least that share of the draws is within.
    """
    place = max(int(np.ceil(certainty_share * costs.shape[1] - 1e-9)) - 1, 0)
    return np.asarray(np.partition(costs, place, axis=1)[:, place])
