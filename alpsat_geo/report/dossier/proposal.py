"""What is proposed: the question, the actions, and how feasible they are."""

from __future__ import annotations

import re

import numpy as np

from alpsat_geo.compute.action_type import ActionType, resolve_choice
from alpsat_geo.compute.levers import Start
from alpsat_geo.compute.profile import DIMENSIONS
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.provenance import GRADE_LABELS
from alpsat_geo.domain.scenario import ActionChoice
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.dossier.blocks import Block, Bullets, Paragraph, Row, Section, Subtitle, Table
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.wording import AXIS_LABELS, name_places
from alpsat_geo.report.figures import format_in_unit, format_number
from alpsat_geo.report.language import _, begin_lower
from alpsat_geo.report.own_figures import list_stated
from alpsat_geo.report.vintages import tell_confidence


def write_proposal(subject: Subject) -> Section:
    """Say what is proposed: each action, where, who, when, and how sure its effect is."""
    if not subject.choices:
        sentence = _("Aucune action : la situation d'aujourd'hui se poursuit, les espaces vivent ou ferment sans aide.")
        return Section("proposal", _("Ce qui est proposé"), (Paragraph(sentence),))
    rows = tuple(
        (
            (_(action.label), name_places(subject.territory, subject.outcome.baseline, action, choice)),
            _("({letter}) {name}").format(letter=action.axis, name=_(AXIS_LABELS[action.axis])),
            _(action.owner),
            write_delay(_find_delay(subject, action)),
            (action.evidence_grade, _(GRADE_LABELS[action.evidence_grade])),
        )
        for action, choice in subject.choices
    )
    headings = (_("Action et lieux"), _("Axe"), _("Porteur possible"), _("Premier effet"), _("Fiabilité"))
    caption = _(
        "Fiabilité : A étude avec groupe de comparaison, B statistique officielle, C cas comparable, D"
        " hypothèse. Délais : fourchette de neuf simulations sur dix."
    )
    table = Table(caption, headings, rows, (0, 1, 2, 3, 4), (3.0, 1.7, 2.3, 1.2, 1.2))
    blocks: list[Block] = [Paragraph(_(subject.scenario.description))] if subject.scenario.description else []
    blocks.append(table)
    settings = tuple(sentence for action, choice in subject.choices if (sentence := _describe_options(action, choice)))
    if settings:
        blocks += [Subtitle(_("Choix faits pour ce scénario")), Bullets(settings)]
    summaries = tuple(
        _("{label} : {summary}").format(label=_(action.label), summary=_lower_first(_(action.summary)))
        for action, _choice in subject.choices
    )
    blocks += [Subtitle(_("En quelques mots")), Bullets(summaries)]
    return Section("proposal", _("Ce qui est proposé"), tuple(blocks))


def write_feasibility(subject: Subject) -> Section:
    """Say how feasible it is: where it applies, what it depends on, homes needed beside homes that stand empty."""
    communes = _list_communes(subject)
    is_everywhere = len(communes) == len(subject.territory.insee_codes)
    blocks: list[Block] = [_describe_territory(subject) if is_everywhere else _describe_communes(subject, communes)]
    dependencies = tuple(
        dict.fromkeys(_(sentence) for action, _c in subject.choices for sentence in action.dependencies)
    )
    if dependencies:
        blocks += [Subtitle(_("De quoi cela dépend")), Bullets(dependencies)]
    homes = _describe_homes(subject)
    if homes:
        blocks.append(Paragraph(homes))
    return Section("feasibility", _("Est-ce faisable ici ?"), tuple(blocks))


def write_delay(months: Interval) -> str:
    """Write a delay in months, from its low to its high value."""
    low, high = format_number(months.low), format_number(months.high)
    return _("{high} mois").format(high=high) if low == high else _("{low} à {high} mois").format(low=low, high=high)


def _find_delay(subject: Subject, action: ActionType) -> Interval:
    starts: list[Start] = [start for start in subject.outcome.levers.starts if start.action_key == action.key]
    return summarise_draws(np.min([start.months for start in starts], axis=0))


def _describe_options(action: ActionType, choice: ActionChoice) -> str:
    options = {option.key: option for option in action.options}
    given = []
    for key, value in choice.options.items():
        option = options[key]
        text = _(value) if isinstance(value, str) else format_number(float(value))
        unit = _(option.unit) if option.unit and option.unit not in option.label.lower() else ""
        given.append(_("{label} : {value}").format(label=begin_lower(_(option.label)), value=f"{text} {unit}".strip()))
    given += [
        _("{label} : {value}").format(label=begin_lower(label), value=value)
        for label, value in list_stated(choice.figures).items()
    ]
    return _("{label} ({options}).").format(label=_(action.label), options=_(" ; ").join(given)) if given else ""


def _list_communes(subject: Subject) -> tuple[int, ...]:
    """List the communes that the actions name; all of them when one applies to the whole territory."""
    outcome = subject.outcome
    found: set[int] = set()
    for action, choice in subject.choices:
        found.update(resolve_choice(action, choice, outcome.baseline, outcome.draws).commune_index)
    return tuple(sorted(found)) if found else tuple(range(outcome.baseline.commune_count))


def _describe_communes(subject: Subject, communes: tuple[int, ...]) -> Table:
    names, measures = subject.territory.communes.names, subject.profile.measures
    rows = tuple(
        (
            names[i],
            *(format_in_unit(float(measures[i, k]), dimension.unit) for k, dimension in enumerate(DIMENSIONS)),
        )
        for i in communes
    )
    return Table(_caption(subject.territory), (_("Commune"), *(_(d.label) for d in DIMENSIONS)), rows)


def _describe_territory(subject: Subject) -> Table:
    rows: list[Row] = []
    for k, dimension in enumerate(DIMENSIONS):
        measures = subject.profile.measures[:, k]
        known = measures[~np.isnan(measures)]
        known = known if known.size else measures
        anchor = subject.profile.anchors[k]
        is_more_better = anchor.best > anchor.worst
        ends = (known.min(), known.max()) if is_more_better else (known.max(), known.min())
        rows.append(
            (
                (_(dimension.label), _(dimension.measure_label)),
                *(format_in_unit(float(value), dimension.unit) for value in (ends[0], np.median(known), ends[1])),
            )
        )
    headings = (_("Dimension"), _("Commune la moins bien placée"), _("Valeur du milieu"), _("Commune la mieux placée"))
    return Table(
        _("Profil des communes du territoire. {rest}").format(rest=_caption(subject.territory)), headings, tuple(rows)
    )


def _caption(territory: Territory) -> str:
    trust = _(" ; ").join(
        _("{label} : {value}").format(label=_(dimension.label), value=tell_confidence(dimension, territory))
        for dimension in DIMENSIONS
    )
    return _("Ce sur quoi cela repose : {trust}.").format(trust=trust)


def _describe_homes(subject: Subject) -> str:
    households = summarise_draws(subject.outcome.additional_households.sum(axis=1))
    if households.high == 0:
        return ""
    vacant = float(np.nansum(subject.outcome.baseline.vacant_homes_count))
    needed = round(households.high)
    return _(
        "Logements : il en faudrait jusqu'à {needed}, pour {vacant} logements vacants recensés, dont une part"
        " seulement peut être mobilisée."
    ).format(needed=format_number(needed), vacant=format_number(vacant))


def _lower_first(sentence: str) -> str:
    # « Frugal : … » keeps its capital: what follows a second colon would read as a list. A German noun always does.
    return sentence if re.search(r"\s?: ", sentence) else begin_lower(sentence)
