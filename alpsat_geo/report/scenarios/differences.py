"""What changed between two versions of a scenario, in sentences: each thing that changed is named once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from alpsat_geo.actions import ACTION_TYPES_BY_KEY
from alpsat_geo.domain.scenario import ActionChoice, OptionValue, Scenario
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _, choose_plural, quote
from alpsat_geo.report.own_figures import list_stated

_Pairs = list[tuple[int, int]]


def list_differences(before: Scenario, after: Scenario, place_names: Mapping[str, str]) -> tuple[str, ...]:
    """Say what changed from one version of a scenario to another.

    Parameters
    ----------
    before, after : Scenario
    place_names : mapping of code to str
        Of the places where actions are put; a place that it does not name is told by its code.

    Returns
    -------
    tuple of str
        One sentence a change, in the reader's language; none when the two are equal, and only then. An action is
        followed wherever it went: by its content, else by its type and the places that it keeps.
    """
    told = []
    if before.name != after.name:
        told.append(_tell_change(_("Nom"), quote(before.name), quote(after.name)))
    if before.key != after.key:
        told.append(_tell_change(_("Clé du fichier"), before.key, after.key))
    told += _tell_text(before.description, after.description, _("Description"))
    if before.is_outside_study != after.is_outside_study:
        told.append(
            _tell_change(_("Hors étude"), _write_value(before.is_outside_study), _write_value(after.is_outside_study))
        )
    told += _list_action_differences(before.actions, after.actions, place_names)
    for code in sorted({*before.notes, *after.notes}, key=lambda code: (place_names.get(code, code), code)):
        subject = _("Note sur {place}").format(place=place_names.get(code, code))
        told += _tell_text(before.notes.get(code), after.notes.get(code), subject)
    return tuple(told)


def _list_action_differences(
    before: Sequence[ActionChoice], after: Sequence[ActionChoice], place_names: Mapping[str, str]
) -> list[str]:
    pairs = _pair(before, after)
    kept, found = {i for i, _j in pairs}, {j for _i, j in pairs}
    told = [
        _("Action retirée : {action}").format(action=_describe(before, i, place_names))
        for i in range(len(before))
        if i not in kept
    ]
    told += [
        _("Action ajoutée : {action}").format(action=_describe(after, j, place_names))
        for j in range(len(after))
        if j not in found
    ]
    if [i for i, _j in sorted(pairs, key=lambda pair: pair[1])] != sorted(kept):
        told.append(_("Ordre des actions modifié"))
    for i, j in sorted(pairs, key=lambda pair: pair[1]):
        named = _name_action(after, j)
        changes = _list_choice_differences(before[i], after[j], place_names)
        told += [_("{action} · {change}").format(action=named, change=change) for change in changes]
    return told


def _pair(before: Sequence[ActionChoice], after: Sequence[ActionChoice]) -> _Pairs:
    """Pair the actions that are the same: those that kept their order, then those that moved."""
    pairs = _align(before, after)
    left = [i for i in range(len(before)) if i not in {i for i, _j in pairs}]
    right = [j for j in range(len(after)) if j not in {j for _i, j in pairs}]
    likeness = {(i, j): _rate_likeness(before[i], after[j]) for i in left for j in right}
    for i, j in sorted(likeness, key=lambda pair: -likeness[pair]):
        if likeness[i, j] and i in left and j in right:
            pairs.append((i, j))
            left.remove(i)
            right.remove(j)
    return pairs


def _align(before: Sequence[ActionChoice], after: Sequence[ActionChoice]) -> _Pairs:
    """Pair actions in their order, as alike as can be: the longest common subsequence, with degrees."""
    best = [[0] * (len(after) + 1) for _i in range(len(before) + 1)]
    for i in range(len(before) - 1, -1, -1):
        for j in range(len(after) - 1, -1, -1):
            likeness = _rate_likeness(before[i], after[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + likeness)
    pairs, i, j = [], 0, 0
    while i < len(before) and j < len(after):
        likeness = _rate_likeness(before[i], after[j])
        if likeness and best[i][j] == best[i + 1][j + 1] + likeness:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _rate_likeness(one: ActionChoice, other: ActionChoice) -> int:
    """Rate how much two actions are the same one: equal before anything, then a type and places that they share."""
    if one.type_key != other.type_key:
        return 0
    return 1_000_000 if one == other else 1 + 1000 * bool({*one.places} & {*other.places})


def _list_choice_differences(before: ActionChoice, after: ActionChoice, place_names: Mapping[str, str]) -> list[str]:
    added, removed = Counter(after.places) - Counter(before.places), Counter(before.places) - Counter(after.places)
    told = [
        sentence.format(places=", ".join(place_names.get(place, place) for place in places))
        for sentence, places in (
            (choose_plural("lieu ajouté : {places}", "lieux ajoutés : {places}", len(added)), added),
            (choose_plural("lieu retiré : {places}", "lieux retirés : {places}", len(removed)), removed),
        )
        if places
    ]
    if not told and before.places != after.places:
        told.append(_("ordre des lieux modifié"))
    action = ACTION_TYPES_BY_KEY.get(after.type_key)
    labels = {option.key: _(option.label) for option in action.options} if action else {}
    keys = [*labels, *sorted({*before.options, *after.options} - {*labels})]
    for key in keys:
        was, becomes = before.options.get(key), after.options.get(key)
        if was != becomes or (key in before.options) != (key in after.options):
            told.append(_tell_change(labels.get(key, key), _write_value(was), _write_value(becomes)))
    was_stated, is_stated = list_stated(before.figures), list_stated(after.figures)
    told += [
        _tell_change(label, was_stated.get(label, _("estimation")), is_stated.get(label, _("estimation")))
        for label in dict.fromkeys((*is_stated, *was_stated))
        if was_stated.get(label) != is_stated.get(label)
    ]
    return told + _tell_text(before.note, after.note, _("note"))


def _describe(actions: Sequence[ActionChoice], position: int, place_names: Mapping[str, str]) -> str:
    """Name an action with its places."""
    places = ", ".join(place_names.get(place, place) for place in actions[position].places)
    named = _name_action(actions, position)
    return f"{named} ({places})" if places else named


def _name_action(actions: Sequence[ActionChoice], position: int) -> str:
    """Name an action, with its rank when the scenario holds several of its type."""
    type_key = actions[position].type_key
    label = _(ACTION_TYPES_BY_KEY[type_key].label) if type_key in ACTION_TYPES_BY_KEY else type_key
    is_alone = sum(choice.type_key == type_key for choice in actions) == 1
    return label if is_alone else _("{action}, n° {rank}").format(action=label, rank=position + 1)


def _tell_text(was: str | None, becomes: str | None, subject: str) -> list[str]:
    """Say that a text changed, without the text."""
    if was == becomes:
        return []
    if not was:
        return [_("{subject} : texte ajouté").format(subject=subject)]
    if not becomes:
        return [_("{subject} : texte retiré").format(subject=subject)]
    return [_("{subject} : texte modifié").format(subject=subject)]


def _tell_change(label: str, was: str, becomes: str) -> str:
    return _("{label} : {before} → {after}").format(label=label, before=was, after=becomes)


def _write_value(value: OptionValue | None) -> str:
    if value is None:
        return _("par défaut")
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, str):
        return _(value)
    text = f"{value:.12g}"
    decimals = len(text.partition(".")[2]) if "e" not in text else 0
    return format_number(float(value), decimals)
