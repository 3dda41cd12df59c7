"""What a page means for one commune, in one or two plain sentences: the numbers are those of the page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from alpsat_geo.compute.summary import Interval
from alpsat_geo.domain.territory import Season
from alpsat_geo.domain.text import N_
from alpsat_geo.report.commune.change import Change, Road
from alpsat_geo.report.figures import format_minutes, tell_change, tell_range
from alpsat_geo.report.language import _, begin_lower, choose_plural

WHEN: Mapping[Season, str] = {
    "summer": N_("En été"),
    "winter": N_("En hiver"),
    "closure_day": N_("Un jour de routes coupées"),
}
_LEAST = 0.5


def tell_today(name: str, road: Road, catchment_min: float) -> str:
    """Say how far the nearest workspace of a commune is today.

    Parameters
    ----------
    name : str
        Of the commune.
    road : Road
    catchment_min : float
        T, in minutes.
    """
    when = begin_lower(_(WHEN[road.season]))
    if math.isnan(road.before_min):
        return _("{name} : on ne sait pas encore où est l'espace de travail le plus proche.").format(name=name)
    if not math.isfinite(road.before_min):
        return _("{name} : {when}, aucune route ne mène à un espace de travail.").format(name=name, when=when)
    if not road.before_min:
        return _("{name} : un espace de travail y est connu, ouvert ou à vérifier.").format(name=name)
    sentence = _(
        "{name} : {when}, l'espace de travail le plus proche, ouvert ou à vérifier ({place}), est à {minutes} de"
        " voiture, {end}."
    )
    return sentence.format(
        name=name,
        when=when,
        place=road.before_host,
        minutes=format_minutes(road.before_min),
        end=_tell_limit(road.before_min, catchment_min),
    )


def tell_scenario(name: str, scenario_name: str, change: Change, catchment_min: float) -> str:
    """Say what a scenario changes for a commune.

    Parameters
    ----------
    name, scenario_name : str
    change : Change
    catchment_min : float
        T, in minutes.
    """
    if is_nothing(change):
        none = _("« {scenario} » n'y change rien.").format(scenario=scenario_name)
        return f"{tell_today(name, change.road, catchment_min)} {none}"
    parts = (tell_road(change.road, catchment_min), *_list_gains(change))
    return _("{name} : {when}, sous « {scenario} », {told}.").format(
        name=name,
        when=begin_lower(_(WHEN[change.road.season])),
        scenario=scenario_name,
        told=_(" ; ").join(parts),
    )


def tell_scenarios(name: str, changes: Sequence[tuple[str, Change]], catchment_min: float) -> str:
    """Say how things stand today in a commune, then what each scenario that changes something brings.

    Parameters
    ----------
    name : str
    changes : sequence of (name of a scenario, Change)
        At least one.
    catchment_min : float
        T, in minutes.
    """
    sentences = [tell_today(name, changes[0][1].road, catchment_min)]
    for scenario, change in changes:
        if not is_nothing(change):
            parts = [*_name_new_road(change.road), *_list_gains(change)]
            sentence = _("« {scenario} » : {told}.")
            sentences.append(sentence.format(scenario=scenario, told=_(" ; ").join(parts)))
    if len(sentences) == 1:
        sentences.append(_("Aucun des scénarios montrés n'y change rien."))
    return " ".join(sentences)


def tell_placed(name: str, placed: str, change: Change, catchment_min: float) -> str:
    """Say what a programme puts in a commune, and what changes there under it.

    Parameters
    ----------
    name : str
        Of the commune.
    placed : str
        What is proposed there, in words.
    change : Change
        Under the programme.
    catchment_min : float
        T, in minutes.
    """
    told = _(" ; ").join((tell_road(change.road, catchment_min), *_list_gains(change)))
    return _("{name} : {placed} ; {when}, {road}.").format(
        name=name, placed=begin_lower(placed), when=begin_lower(_(WHEN[change.road.season])), road=told
    )


def is_nothing(change: Change) -> bool:
    """Tell whether a scenario changes nothing at all for a commune."""
    moved = (change.users_gained, change.inhabitants_gained, change.cost_eur_per_year)
    return change.road.before_min == change.road.after_min and all(
        not end or math.isnan(end) for one in moved for end in (one.low, one.value, one.high)
    )


def tell_road(road: Road, catchment_min: float) -> str:
    """Say how the road to the nearest workspace changes."""
    before, after = format_minutes(road.before_min), format_minutes(road.after_min)
    if not math.isfinite(road.after_min):
        return _("aucune route ne mène à un espace de travail")
    if not road.before_min:
        return _("un espace de travail y est déjà connu")
    if not road.after_min:
        sentence = _("un espace ouvre sur place (le plus proche est à {before}, à {place})")
        alone = _("un espace ouvre sur place (aucune route ne mène à un autre)")
        return sentence.format(before=before, place=road.before_host) if math.isfinite(road.before_min) else alone
    limit = _tell_limit(road.after_min, catchment_min)
    if not math.isfinite(road.before_min):
        sentence = _("un espace devient accessible, à {after} ({place}), {limit}")
    elif before == after:
        sentence = _("l'espace le plus proche reste à {after} ({place}), {limit}")
    else:
        sentence = _("l'espace le plus proche passe de {before} à {after} ({place}), {limit}")
    return sentence.format(before=before, after=after, place=road.after_host, limit=limit)


def tell_users_gained(gained: Interval) -> str:
    """Say how many more users live there: nothing finer than what is known, and « peut-être » where it may be none."""
    if math.isnan(gained.value):
        return _("usagers : donnée absente")
    if max(abs(gained.low), abs(gained.value), abs(gained.high)) < _LEAST:
        is_none = gained.low == gained.high == 0
        return _("aucun usager de plus") if is_none else _("presque aucun usager de plus")
    if gained.value < 0:
        unit = choose_plural("usager", "usagers", round(-gained.value))
        return tell_change(gained.low, gained.value, gained.high, unit)
    unit = choose_plural("usager de plus", "usagers de plus", max(round(gained.value), 1))
    return _say_maybe(tell_range(gained.low, gained.value, gained.high, unit), gained)


def tell_inhabitants_gained(gained: Interval) -> str:
    """Say how many more inhabitants there are after five years; empty where it is next to none."""
    if not gained.high >= _LEAST:
        return ""
    unit = choose_plural("habitant de plus à cinq ans", "habitants de plus à cinq ans", max(round(gained.value), 1))
    return _say_maybe(tell_range(gained.low, gained.value, gained.high, unit), gained)


def tell_cost(cost: Interval) -> str:
    """Say what public money a commune bears a year, receipts deducted."""
    if max(abs(cost.low), abs(cost.value), abs(cost.high)) < _LEAST:
        return _("rien à payer")
    amount = tell_range(cost.low, cost.value, cost.high, _("€ par an"))
    return _("coût public à sa charge : {amount}").format(amount=amount)


def _list_gains(change: Change) -> list[str]:
    parts = (
        tell_users_gained(change.users_gained),
        tell_inhabitants_gained(change.inhabitants_gained),
        tell_cost(change.cost_eur_per_year),
    )
    return [part for part in parts if part]


def _name_new_road(road: Road) -> list[str]:
    """Say where the nearest workspace would be, where that changes."""
    after = format_minutes(road.after_min)
    if after == format_minutes(road.before_min):
        return []
    if not road.after_min:
        return [_("un espace ouvre sur place")]
    return [_("un espace à {minutes} ({place})").format(minutes=after, place=road.after_host)]


def _tell_limit(minutes: float, catchment_min: float) -> str:
    end = _("au-delà des {limit} acceptées") if minutes > catchment_min else _("dans les {limit} acceptées")
    return end.format(limit=format_minutes(catchment_min))


def _say_maybe(told: str, gained: Interval) -> str:
    return _("peut-être {told}").format(told=told) if gained.low < _LEAST else told
