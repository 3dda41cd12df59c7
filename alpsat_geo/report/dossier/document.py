"""The whole dossier, from its first page to its annexes."""

from __future__ import annotations

from alpsat_geo.compute.benefit import Benefit
from alpsat_geo.report.dossier.blocks import Block, Document, Figure, Figures, Paragraph, Section
from alpsat_geo.report.dossier.canvas import write_canvas, write_duplication
from alpsat_geo.report.dossier.doubts import write_closing, write_risks, write_undecided, write_verdict
from alpsat_geo.report.dossier.gains import list_weighted, write_benefits, write_commune_annex, write_places
from alpsat_geo.report.dossier.maps import write_maps
from alpsat_geo.report.dossier.money import summarise_costs, write_balances, write_costs
from alpsat_geo.report.dossier.proposal import write_feasibility, write_proposal
from alpsat_geo.report.dossier.references import write_limits, write_link, write_parameters, write_sources
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.wording import SHARE_UNIT, write_change, write_ends, write_middle
from alpsat_geo.report.figures import format_vintage
from alpsat_geo.report.language import _


def write_document(subject: Subject) -> Document:
    """Write the dossier of a scenario.

    Returns
    -------
    Document
        The same blocks for paper and for the screen.
    """
    sections = (
        _write_summary(subject),
        write_proposal(subject),
        write_feasibility(subject),
        write_benefits(subject),
        write_places(subject),
        write_maps(subject),
        write_costs(subject),
        write_balances(subject),
        write_risks(subject),
        write_undecided(subject),
        write_canvas(subject),
        write_duplication(subject),
        write_limits(subject),
        write_commune_annex(subject),
        write_sources(subject),
        write_parameters(subject),
    )
    title = _("Le dossier pour décider : {name}").format(name=subject.name)
    return Document(title, subject.territory.name, _("AlpSat Geo"), sections)


def _write_summary(subject: Subject) -> Section:
    """Put on the first page what a council reads first."""
    others = [_("« {name} »").format(name=name) for name in subject.names if name != subject.name]
    question = _(
        "Faut-il soutenir « {name} » ? Qu'est-ce que cela change, pour qui, à quel coût, et en est-on sûr ?"
    ).format(name=subject.name)
    compared = _(
        "Comparé à {names}. Données lues au plus tard le {day} ; tous les chiffres sont des estimations."
    ).format(names=", ".join(others), day=format_vintage(str(subject.day)))
    blocks: tuple[Block, ...] = (
        Paragraph(question, "lead"),
        Paragraph(compared, "note"),
        write_verdict(subject),
        Figures(_list_figures(subject)),
        Paragraph(
            _(
                "Valeur du milieu (fourchette de neuf simulations sur dix) ; « écart » : valeur du milieu des écarts"
                " avec ne rien faire."
            ),
            "note",
        ),
        *write_closing(subject),
        write_link(subject),
    )
    return Section("summary", _("En une page"), blocks)


def _list_figures(subject: Subject) -> tuple[Figure, ...]:
    figures = [_write_figure(benefit) for benefit in list_weighted(subject)]
    capex, _opex, _net, _petr = summarise_costs(subject)
    figures.append(
        Figure(
            write_middle(capex, "€"),
            _("Investissement, tous financeurs"),
            write_ends(capex),
        )
    )
    return tuple(figures)


def _write_figure(benefit: Benefit) -> Figure:
    criterion = benefit.criterion
    unit = criterion.unit
    # What is counted is named by the label; an amount needs its unit.
    value = write_middle(benefit.value, unit if unit == SHARE_UNIT or "€" in unit else "")
    interval = write_ends(benefit.value, unit)
    change = _("par rapport à ne rien faire : {change}").format(change=write_change(benefit.change, unit))
    return Figure(value, _(criterion.label), interval, change)
