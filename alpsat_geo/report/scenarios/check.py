"""What the model refuses in a scenario, action by action, and what of it can already be computed."""

from __future__ import annotations

import dataclasses
from itertools import accumulate

from alpsat_geo.actions import ACTION_TYPES_BY_KEY
from alpsat_geo.compute.action_type import ActionOption, ActionType, resolve_choice
from alpsat_geo.compute.evaluation import find_faults
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import ACTIONS_AT_MOST, PLACES_AT_MOST, ActionChoice, OptionValue, Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.language import _
from alpsat_geo.report.remarks import tell_error


def check_actions(project: Project, scenario: Scenario) -> tuple[str, ...]:
    """Say what is wrong with each action of a scenario.

    Returns
    -------
    tuple of str
        One French sentence an action, empty where the model accepts it after those before it.
    """
    counted = list(accumulate(len(choice.places) for choice in scenario.actions))
    fitting = sum(count <= PLACES_AT_MOST for count in counted[:ACTIONS_AT_MOST])
    judged = dataclasses.replace(scenario, actions=scenario.actions[:fitting])
    faults = find_faults(judged, project.baseline, project.central, ACTION_TYPES_BY_KEY)
    too_many = _("Un scénario compte au plus {actions} actions, et {places} lieux en tout : retirez-en.").format(
        actions=ACTIONS_AT_MOST, places=PLACES_AT_MOST
    )
    said = ["" if fault is None else tell_error(fault) for fault in faults]
    return (*said, *[too_many] * (len(scenario.actions) - fitting))


def keep_sound(scenario: Scenario, faults: tuple[str, ...]) -> Scenario:
    """Leave out the actions that have a fault."""
    actions = tuple(choice for choice, fault in zip(scenario.actions, faults, strict=True) if not fault)
    return dataclasses.replace(scenario, actions=actions)


def check_option(project: Project, action: ActionType, option: ActionOption, value: OptionValue | None) -> str:
    """Say what is wrong with one option alone, naming it as the form does; empty when nothing is."""
    if value is None:
        return ""
    label = _(option.label)
    # The model's own rule, on an action that has this option only, under the name that is on screen.
    named = dataclasses.replace(
        action,
        label=_(action.label),
        places_required=False,
        options=(dataclasses.replace(option, key=label),),
    )
    try:
        resolve_choice(named, ActionChoice(action.key, (), {label: value}), project.baseline, project.central)
    except InputError as error:
        return tell_error(error)
    return ""


def explain_fault(project: Project, choice: ActionChoice, fault: str) -> str:
    """Say what is wrong with an action as its form does, naming the option on screen; else as the model does."""
    action = ACTION_TYPES_BY_KEY.get(choice.type_key)
    if not fault or action is None:
        return fault
    sentences = (
        check_option(project, action, option, choice.options.get(option.key, option.default))
        for option in action.options
    )
    return next(filter(None, sentences), fault)


def mark_outside(scenario: Scenario) -> Scenario:
    """Mark a scenario as outside the study when one of its actions is."""
    is_outside = any(
        choice.type_key in ACTION_TYPES_BY_KEY and ACTION_TYPES_BY_KEY[choice.type_key].is_outside_study
        for choice in scenario.actions
    )
    return dataclasses.replace(scenario, is_outside_study=is_outside)
