"""The whole dossier: the two pages that a council reads, then its annexes, apart."""

from __future__ import annotations

import dataclasses

from alpsat_geo.report.dossier.blocks import Document, Section
from alpsat_geo.report.dossier.canvas import write_canvas, write_duplication
from alpsat_geo.report.dossier.doubts import write_risks
from alpsat_geo.report.dossier.gains import write_benefits, write_commune_annex, write_places
from alpsat_geo.report.dossier.maps import write_maps
from alpsat_geo.report.dossier.money import write_balances, write_costs
from alpsat_geo.report.dossier.prices import write_prices
from alpsat_geo.report.dossier.proposal import write_feasibility, write_proposal
from alpsat_geo.report.dossier.references import write_corrections, write_limits, write_parameters, write_sources
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.two_pages import write_answer, write_stakes
from alpsat_geo.report.language import _


def write_document(subject: Subject) -> Document:
    """Write the dossier of a scenario.

    Returns
    -------
    Document
        The same blocks for paper and for the screen: two pages, then the annexes unless they are left out.
    """
    annexes = tuple(
        _number(section, number)
        for number, section in enumerate(
            (
                write_proposal(subject),
                write_feasibility(subject),
                write_benefits(subject),
                write_places(subject),
                write_maps(subject),
                write_costs(subject),
                write_balances(subject),
                write_risks(subject),
                write_prices(subject),
                write_canvas(subject),
                write_duplication(subject),
                write_commune_annex(subject),
                write_sources(subject.territory),
                *write_corrections(subject.territory),
                write_parameters(subject),
                # Held together, it leaves no last page of a few lines.
                write_limits(subject),
            ),
            start=1,
        )
    )
    two_pages = (write_answer(subject), write_stakes(subject, annexes))
    title = _("Le dossier pour décider : {name}").format(name=subject.name)
    sections = two_pages if subject.is_short else (*two_pages, *annexes)
    return Document(title, subject.territory.name, _("AlpSat Geo"), sections)


def _number(section: Section, number: int) -> Section:
    title = _("Annexe {number} : {title}").format(number=number, title=section.title)
    return dataclasses.replace(section, title=title)
