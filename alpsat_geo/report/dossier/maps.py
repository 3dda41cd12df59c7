"""The maps of a dossier: the sites, then what the scenario gives and changes."""

from __future__ import annotations

import numpy as np

from alpsat_geo.report.dossier.blocks import Block, Gallery, Paragraph, Picture, Section
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.ground import Ground, lay_ground
from alpsat_geo.report.language import _, begin_lower
from alpsat_geo.report.maps import Colouring, draw_colour_map, draw_site_map
from alpsat_geo.report.measures import MEASURES, MeasuredMap, measure_outcome

_NAMES_SHOWN = 3
_NOTHING = 1e-9
_SITES_WIDTH = 0.82


def write_maps(subject: Subject) -> Section:
    """Draw where things are, then each measure with the scenario and its difference with doing nothing.

    A difference that is nothing everywhere is said, not drawn.
    """
    ground = lay_ground(subject.territory, subject.shapes)
    pictures: list[Picture] = []
    unchanged: list[str] = []
    for measure in MEASURES.values():
        measured = measure_outcome(measure, subject.outcome, is_difference=False)
        if np.nanmax(measured.value) > _NOTHING:
            pictures.append(_draw(subject, ground, measured))
        if not subject.choices:
            continue
        difference = measure_outcome(measure, subject.outcome, is_difference=True)
        if _has_contrast(difference):
            pictures.append(_draw(subject, ground, difference))
        else:
            unchanged.append(begin_lower(_(measure.label)))
    blocks: list[Block] = [_draw_sites(subject, ground), Gallery(tuple(pictures))]
    if unchanged:
        sentence = _("Différence avec « Ne rien faire » trop faible partout pour une carte : {labels}.")
        blocks.append(Paragraph(sentence.format(labels=_(" ; ").join(unchanged)), "note"))
    note = _(
        "Estimations : valeur du milieu des simulations. Limites © IGN ; routes schématiques ©"
        " contributeurs OpenStreetMap ; gares SNCF."
    )
    blocks.append(Paragraph(note, "note"))
    return Section("maps", _("Les cartes"), tuple(blocks))


def draw_two_maps(subject: Subject) -> Gallery:
    """Draw side by side where things are, and who would make the trip more than when doing nothing.

    A difference that is nothing everywhere is not drawn: who would make the trip is.
    """
    ground = lay_ground(subject.territory, subject.shapes)
    measure = MEASURES["reach"]
    measured = measure_outcome(measure, subject.outcome, is_difference=True)
    is_difference = bool(subject.choices) and _has_contrast(measured)
    if not is_difference:
        measured = measure_outcome(measure, subject.outcome, is_difference=False)
    pictures = (
        _draw_sites(subject, ground, is_half=True),
        _draw(subject, ground, measured),
    )
    return Gallery(pictures, fills_page=True)


def _has_contrast(difference: MeasuredMap) -> bool:
    """Tell whether some commune leaves the class of what hardly changes."""
    return set(difference.digits) != set(difference.classes.digits(np.zeros(1)))


def _draw_sites(subject: Subject, ground: Ground, *, is_half: bool = False) -> Picture:
    opened = subject.outcome.levers.opened_communes
    names = subject.territory.communes.names
    is_winter = subject.comparison.problem.settings.season != "summer"
    sites = ", ".join(names[i] for i in opened)
    existing = ", ".join(space.name for space in subject.outcome.baseline.spaces)
    alt = _("Carte du territoire : communes, routes, gares, espaces existants ({existing}). ").format(existing=existing)
    alt += _("Espaces à ouvrir : {sites}.").format(sites=sites) if sites else _("Le scénario n'ouvre aucun espace.")
    drawn = draw_site_map(ground, opened, is_winter=is_winter, is_half=is_half)
    if is_half:
        return Picture(drawn, alt, "", 0.5)
    caption = _("Les lieux : « {name} ».").format(name=subject.name)
    return Picture(drawn, alt, caption, _SITES_WIDTH, is_floating=True)


def _draw(subject: Subject, ground: Ground, measured: MeasuredMap) -> Picture:
    names = subject.territory.communes.names
    order = np.argsort(-np.nan_to_num(measured.value), kind="stable")

    def list_names(positions: np.ndarray) -> str:
        return ", ".join(f"{names[i]} {measured.texts[i]}" for i in positions[:_NAMES_SHOWN])

    alt = _("Carte par commune, avec « {name} » : {title}. Le plus : {most}. Le moins : {least}.").format(
        name=subject.name, title=measured.title, most=list_names(order), least=list_names(order[::-1])
    )
    colouring = Colouring(measured.title, measured.classes, measured.digits)
    svg = draw_colour_map(ground, colouring, subject.outcome.levers.opened_communes)
    return Picture(svg, alt, "", 0.5)
