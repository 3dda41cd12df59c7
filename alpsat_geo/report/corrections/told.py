"""What corrections say to whoever reads a figure: how many there are, which, on whose word, and what they move."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np

from alpsat_geo.compute.baseline import BASKET_KINDS
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.profile import DIMENSIONS
from alpsat_geo.domain.correction import Correction
from alpsat_geo.domain.territory import Space, Territory
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.corrections.lines import Register, name_thing
from alpsat_geo.report.corrections.words import STATUS_WORDS, THING_WORDS
from alpsat_geo.report.figures import format_number, format_vintage
from alpsat_geo.report.language import _, choose_plural, join_pair
from alpsat_geo.report.punctuation import loosen_punctuation

_NAMED_AT_MOST, _NAME_LENGTH = 3, 90
_DRAWS_TO_COMPARE = 200
_OPERATIONS = {"add": N_("ajouté"), "change": N_("corrigé"), "remove": N_("retiré")}


def tell_corrections(territory: Territory) -> tuple[str, ...]:
    """Say in one sentence by corrections of a kind, saved or carried by a link, that figures rest on them; none: empty.

    Parameters
    ----------
    territory : Territory
        With the corrections that are in force.
    """
    kinds = (
        (_("Corrections portées par ce lien, non enregistrées ({count}) : {names}."), False),
        (_("Corrections du territoire, enregistrées ({count}) : {names}."), True),
    )
    listed = [
        (sentence, [one for one in territory.corrections if one.is_saved == is_saved]) for sentence, is_saved in kinds
    ]
    return tuple(
        sentence.format(count=len(found), names=_name_some(found, territory)) for sentence, found in listed if found
    )


def add_to_note(note: str, territory: Territory) -> str:
    """Return the note of a map or a chart that is taken away, with the corrections that its figures rest on."""
    return " ".join((note, *tell_corrections(territory)))


def name_carried(question: str, territory: Territory) -> str:
    """Write a question that is put to a vote with the corrections of nobody's that its answer rests on, if any."""
    if all(one.is_saved for one in territory.corrections):
        return question
    # It is kept, and read in any language: signs are bound where they are shown.
    return f"{question} ({loosen_punctuation(tell_corrections(territory)[0])})"


def tell_left_out(left: Sequence[Correction], territory: Territory) -> tuple[str, ...]:
    """Say which corrections find nothing to correct."""
    register = Register(territory)
    sentence = _("Correction laissée de côté, ce qu'elle corrige n'est plus là ou l'est déjà : {name}.")
    return tuple(sentence.format(name=name_thing(one, register)) for one in left)


def list_corrections(territory: Territory) -> tuple[str, ...]:
    """Describe each correction in force, whole: what, by whom, when, on what."""
    return tuple(
        join_pair(describe_correction(one, territory), tell_origin(one)) for one in order_by_day(territory.corrections)
    )


def order_by_day(corrections: Sequence[Correction]) -> list[Correction]:
    """Return corrections from the latest to the oldest."""
    return sorted(corrections, key=lambda one: one.date, reverse=True)


def tell_offer(said: Correction | Space) -> list[str]:
    """Say the desks, the price and the hours of a space, those that are known."""
    parts = []
    if said.desks_count is not None:
        count = said.desks_count
        parts.append(choose_plural("{count} place", "{count} places", count).format(count=format_number(count)))
    if said.price_month_eur is not None:
        price = said.price_month_eur
        amount = format_number(price, 0 if float(price).is_integer() else 2)
        parts.append(_("{amount} € par mois").format(amount=amount))
    return [*parts, said.hours] if said.hours else parts


def describe_correction(correction: Correction, territory: Territory) -> str:
    """Return what a correction says of which thing."""
    thing = name_thing(correction, Register(territory))
    parts = [_(_OPERATIONS[correction.operation])] if correction.operation != "change" else []
    if correction.status:
        parts.append(_(STATUS_WORDS[correction.status]))
    parts += [*tell_offer(correction), *([correction.host] if correction.host else [])]
    if correction.thing == "space":
        named = [correction.name] if correction.operation == "change" and correction.name else []
        parts += [*named, *([correction.kind] if correction.kind else [])]
        if correction.insee_code:
            parts.append(territory.communes.names[territory.insee_codes.index(correction.insee_code)])
    elif correction.operation == "change":
        parts.append(_(THING_WORDS[correction.thing]))
    if correction.lon_deg is not None and correction.lat_deg is not None:
        parts.append(f"{correction.lat_deg:.5f}, {correction.lon_deg:.5f}")
    return _("{thing} ({what})").format(thing=thing, what=", ".join(parts))


def tell_origin(correction: Correction) -> str:
    """Return who corrected, on which day, on what, and the note."""
    parts = [correction.author, format_vintage(correction.date), correction.source, correction.note]
    return _(" ; ").join(filter(None, parts))


def tell_use(correction: Correction) -> str:
    """Say what of a correction enters the computation, and what is only shown."""
    if correction.thing == "space":
        if correction.operation != "change" or correction.status or correction.desks_count or correction.insee_code:
            return _("Le statut, les places et la commune entrent dans tous les calculs ; le reste est montré.")
        return _("Montré seulement : aucun chiffre n'en dépend.")
    if correction.kind in BASKET_KINDS:
        return _("Compte parmi les services du quotidien, et dans « S'installer ».")
    if correction.kind == "station":
        return _("Compte dans l'accès des communes (minutes jusqu'à une gare), et dans « S'installer ».")
    if correction.kind == "lycee":
        return _("Compte dans « S'installer ».")
    return _("Montré seulement : aucun chiffre n'en dépend.")


def list_moved_figures(pack: Project, corrected: Project, settings: Settings) -> tuple[str, ...]:
    """List the figures that rest on corrections: those that are not the same without them.

    Parameters
    ----------
    pack, corrected : Project
        Of the same territory and assumptions, without and with them; the scenarios of the second are evaluated.
    settings : Settings

    Returns
    -------
    tuple of str
        Labels of the criteria whose figure moves in some scenario, then of the dimensions of the communes' profile.
    """
    projects = [one.redraw(_DRAWS_TO_COMPARE, one.seed) for one in (pack, corrected)]
    before, after = (one.evaluate_all(corrected.scenarios, settings) for one in projects)
    moved = [
        _(criterion.label)
        for criterion in corrected.criteria
        if any(
            not np.array_equal(criterion.measure(one), criterion.measure(other), equal_nan=True)
            for one, other in zip(before, after, strict=True)
        )
    ]
    measures = [one.profiles[settings.season].measures for one in projects]
    moved += [
        _(dimension.label)
        for k, dimension in enumerate(DIMENSIONS)
        if not np.array_equal(measures[0][:, k], measures[1][:, k], equal_nan=True)
    ]
    return tuple(moved)


def _name_some(corrections: Sequence[Correction], territory: Territory) -> str:
    told = (describe_correction(one, territory) for one in corrections[:_NAMED_AT_MOST])
    shown = [textwrap.shorten(one, _NAME_LENGTH, placeholder="…)") for one in told]
    left = len(corrections) - len(shown)
    if left:
        shown.append(choose_plural("{count} autre", "{count} autres", left).format(count=left))
    return ", ".join(shown)
