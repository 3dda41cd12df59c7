"""What an action type of the catalogue declares, and how a choice of it is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import numpy as np

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws
from alpsat_geo.compute.levers import CostLine, Lever, Levers
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.provenance import Grade
from alpsat_geo.domain.remark import Remark, Value, remark
from alpsat_geo.domain.scenario import ActionChoice, OptionValue
from alpsat_geo.domain.text import N_

Placement = Literal["territory", "epci", "commune", "space"]
Axis = Literal["a", "b", "c"]

PLACEMENT_LABELS: dict[Placement, str] = {
    "territory": N_("tout le territoire"),
    "epci": N_("communautés de communes (numéro SIREN)"),
    "commune": N_("communes (code INSEE)"),
    "space": N_("espaces existants (clé)"),
}


@dataclass(frozen=True, slots=True)
class ActionOption:
    """One option of an action's form.

    ``default`` None: taken from the parameter ``default_parameter``. A number lies between
    ``minimum`` and ``maximum`` (None: no bound); a choice is one of ``choices``.
    """

    key: str
    label: str
    unit: str = ""
    default: OptionValue | None = None
    default_parameter: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionContext:
    """What an action may look at while it changes the levers.

    ``place_index`` holds positions of communes, EPCI or existing spaces, as the placement says;
    ``commune_index`` the communes concerned by them (all when the placement is the territory).
    """

    baseline: Baseline
    draws: Draws
    place_index: tuple[int, ...]
    commune_index: tuple[int, ...]
    options: Mapping[str, OptionValue]

    def number(self, key: str) -> float | None:
        """Return a numeric option, or None when it was left to its parameter."""
        value = self.options.get(key)
        return None if value is None else float(value)

    def price(
        self,
        action_key: str,
        *,
        capex_eur: FloatArray | None = None,
        opex_eur_per_year: FloatArray | None = None,
        grant_eur: FloatArray | None = None,
        grant_eur_per_year: FloatArray | None = None,
        revenue_eur_per_year: FloatArray | None = None,
        lifetime: str = "equipment_lifetime_year",
        commune_index: tuple[int, ...] = (),
        uncounted_index: tuple[int, ...] = (),
    ) -> CostLine:
        """Return what an action costs and earns; what is not given is nothing.

        Parameters
        ----------
        action_key : str
        capex_eur, opex_eur_per_year, grant_eur, grant_eur_per_year : float array (D,), optional
        revenue_eur_per_year : float array (D,), optional
            Beside that of the spaces that it opens, which the model counts.
        lifetime : str
            Parameter that says for how many years the investment lasts.
        commune_index : tuple of int
            Where it is spent; empty: shared by all, in proportion to residents.
        uncounted_index : tuple of int
            Those of them that add nothing, for want of data.
        """
        none = np.zeros(self.draws.size)
        return CostLine(
            action_key=action_key,
            capex_eur=none if capex_eur is None else capex_eur,
            opex_eur_per_year=none if opex_eur_per_year is None else opex_eur_per_year,
            lifetime_year=self.draws[lifetime],
            grant_eur=none if grant_eur is None else grant_eur,
            grant_eur_per_year=none if grant_eur_per_year is None else grant_eur_per_year,
            revenue_eur_per_year=none if revenue_eur_per_year is None else revenue_eur_per_year,
            commune_index=commune_index,
            uncounted_index=uncounted_index,
        )


@dataclass(frozen=True, slots=True)
class ActionType:
    """One candidate action type: what the catalogue, the form, the dossier and the model need.

    Attributes
    ----------
    key, label, summary : str
        ``label`` and ``summary`` in French.
    axis : {"a", "b", "c"}
        AlpSatellites axis: (a) mobility and access, (b) jobs and spaces, (c) welcome policies.
    owner : str
        Who would carry it.
    placement : where it applies; ``places_required`` says whether naming places is compulsory.
    evidence_grade, source : how sure its effect is, and from where.
    parameters : tuple of str
        Keys of the parameter rows that its effect and costs read.
    months_parameters : tuple of str
        Keys of the rows of its delay (several when an option decides).
    dependencies, duplication_conditions : tuple of str
        French sentences.
    apply : function of levers and context
        Pure; returns new levers.
    options : tuple of ActionOption
    examples : tuple of mappings of option key to value
        Options that between them exercise all that the action does; the first is the plainest.
    levers : tuple of Lever
        Those that it brings, which act on a step of the model.
    is_repeatable : bool
        Whether a scenario may hold it more than once.
    is_outside_study : bool
        Housing and mobility were not analysed by AlpSatellites.
    """

    key: str
    label: str
    summary: str
    axis: Axis
    owner: str
    placement: Placement
    evidence_grade: Grade
    source: str
    parameters: tuple[str, ...]
    months_parameters: tuple[str, ...]
    dependencies: tuple[str, ...]
    duplication_conditions: tuple[str, ...]
    apply: Callable[[Levers, ActionContext], Levers]
    options: tuple[ActionOption, ...] = field(default=())
    examples: tuple[Mapping[str, OptionValue], ...] = (MappingProxyType({}),)
    levers: tuple[Lever, ...] = ()
    places_required: bool = False
    is_repeatable: bool = False
    is_outside_study: bool = False


def resolve_choice(action: ActionType, choice: ActionChoice, baseline: Baseline, draws: Draws) -> ActionContext:
    """Check a choice against its type and the territory.

    Raises
    ------
    InputError
        Unknown place, place of another territory, place missing or twice, unknown option, option
        out of bounds.
    """
    places = _place_positions(action, choice, baseline)
    known = {option.key: option for option in action.options}
    for key in choice.options:
        if key not in known:
            sentence = N_("L'action « {action} » n'a pas d'option « {option} » (options admises : {allowed}).")
            allowed = ", ".join(known) or remark(N_("aucune"))
            raise InputError(remark(sentence, action=remark(action.label), option=key, allowed=allowed))
    options = {
        key: value
        for key, option in known.items()
        if (value := _option_value(action, option, choice.options.get(key, option.default))) is not None
    }
    return ActionContext(baseline, draws, places, _communes_of(action, places, baseline), options)


def _place_positions(action: ActionType, choice: ActionChoice, baseline: Baseline) -> tuple[int, ...]:
    known: dict[str, int] = {}
    if action.placement == "commune":
        known = {code: i for i, code in enumerate(baseline.insee_codes)}
    elif action.placement == "epci":
        known = {siren: i for i, siren in enumerate(baseline.epci_sirens)}
    elif action.placement == "space":
        known = {space.key: i for i, space in enumerate(baseline.spaces)}
    if not choice.places:
        if action.places_required:
            sentence = N_("L'action « {action} » demande un lieu : {expected}.")
            raise InputError(
                remark(sentence, action=remark(action.label), expected=remark(PLACEMENT_LABELS[action.placement]))
            )
        return tuple(known.values())
    if action.placement == "territory":
        sentence = N_("L'action « {action} » vaut pour tout le territoire : retirez « {place} ».")
        raise InputError(remark(sentence, action=remark(action.label), place=choice.places[0]))
    named: set[str] = set()
    for place in choice.places:
        if place not in known:
            sentence = N_(
                "L'action « {action} » nomme « {place} », qui n'est pas dans le territoire (attendu : {expected})."
            )
            raise InputError(
                remark(
                    sentence,
                    action=remark(action.label),
                    place=place,
                    expected=remark(PLACEMENT_LABELS[action.placement]),
                )
            )
        if place in named:
            sentence = N_("L'action « {action} » nomme deux fois « {place} » : gardez-le une seule fois.")
            raise InputError(remark(sentence, action=remark(action.label), place=place))
        named.add(place)
    return tuple(known[place] for place in choice.places)


def _communes_of(action: ActionType, places: tuple[int, ...], baseline: Baseline) -> tuple[int, ...]:
    if action.placement == "territory":
        return tuple(range(baseline.commune_count))
    if action.placement == "epci":
        chosen = set(places)
        return tuple(i for i, epci in enumerate(baseline.epci_index) if int(epci) in chosen)
    if action.placement == "space":
        return tuple(baseline.spaces[place].commune_index for place in places)
    return places


def _option_value(action: ActionType, option: ActionOption, value: OptionValue | None) -> OptionValue | None:
    if value is None:
        return None
    if option.choices:
        if value not in option.choices:
            sentence = N_("{option} vaut « {value} » : choisissez parmi {known}.")
            raise InputError(
                remark(sentence, option=_name_option(action, option), value=str(value), known=", ".join(option.choices))
            )
        return value
    if isinstance(value, (bool, str)):
        sentence = N_("{option} vaut « {value} » : donnez un nombre.")
        raise InputError(remark(sentence, option=_name_option(action, option), value=str(value)))
    too_low = option.minimum is not None and not value >= option.minimum
    too_high = option.maximum is not None and not value <= option.maximum
    if too_low or too_high:
        told: dict[str, Value] = {
            "option": _name_option(action, option),
            "value": float(value),
            "bounds": _write_bounds(option),
        }
        if option.unit:
            sentence = N_("{option} vaut {value} : il faut {bounds} {unit}.")
            raise InputError(remark(sentence, unit=remark(option.unit), **told))
        raise InputError(remark(N_("{option} vaut {value} : il faut {bounds}."), **told))
    return value


def _name_option(action: ActionType, option: ActionOption) -> Remark:
    sentence = N_("L'option « {option} » de l'action « {action} »")
    return remark(sentence, option=option.key, action=remark(action.label))


def _write_bounds(option: ActionOption) -> Remark:
    bounds = (("low", option.minimum), ("high", option.maximum))
    stated = {name: float(bound) for name, bound in bounds if bound is not None}
    if len(stated) == len(bounds):
        return remark(N_("au moins {low} au plus {high}"), **stated)
    return remark(N_("au moins {low}") if "low" in stated else N_("au plus {high}"), **stated)
