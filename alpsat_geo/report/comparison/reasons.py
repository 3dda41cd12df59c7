"""What the answer of a comparison rests on: what moves its prices, what to verify, what to know before reading it."""

from __future__ import annotations

from alpsat_geo.compute.expectation import expect_users
from alpsat_geo.report.caveats import list_caveats
from alpsat_geo.report.decision import (
    list_dominated,
    list_entry_moves,
    list_worths,
    tell_nothing_to_verify,
    write_price,
)
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.dots import write_dots
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, put_in_card, write_facts, write_list, write_tag
from alpsat_geo.report.questions import Inquiry
from alpsat_geo.report.reference_prices import write_reference_prices


def write_reasons(inquiry: Inquiry) -> list[Markup]:
    """Write the cards: entry prices and what moves them, what to verify, what to know, and what is paid elsewhere."""
    comparison, names = inquiry.comparison, inquiry.all_names
    moves = list_entry_moves(comparison, inquiry.moves, names)
    beaten = list_dominated(comparison, names)
    known = list_caveats(comparison, inquiry.names)
    cards = [
        _write_card(_("À partir de quel effort chaque scénario vaut son coût"), write_facts(moves)),
        _write_card(_("À vérifier d'abord"), _write_checks(inquiry)),
        _write_card(_("À quoi s'attendre"), _write_expectation(inquiry)),
    ]
    cards += [_write_card(_("Dépassés à tout effort accepté, et par quoi"), write_facts(beaten))] if beaten else []
    cards += [_write_card(_("À savoir avant de lire ces chiffres"), write_list(known))] if known else []
    return [*cards, write_reference_prices()]


def _write_card(title: str, content: Markup) -> Markup:
    return put_in_card(write_tag("h2", title, "ag-section"), content)


def _write_checks(inquiry: Inquiry) -> Markup:
    """Say what knowing is worth at the efforts that are set."""
    if inquiry.comparison.choice is None:
        return write_tag("p", _("Donnez un effort accepté : ce que vaut chaque vérification en dépend."), "ag-note")
    information = inquiry.information
    worths = list_worths(information)
    if not worths:
        return write_tag("p", tell_nothing_to_verify())
    whole = _("Tout savoir vaudrait {amount} par an.").format(amount=write_price(information.perfect_eur_per_year))
    told = [(name, _("{amount} ; à vérifier par {how}").format(amount=amount, how=how)) for name, amount, how in worths]
    return join_parts(write_tag("p", whole), write_facts(told))


def _write_expectation(inquiry: Inquiry) -> Markup:
    expected = expect_users(inquiry.comparison)
    first, second = (
        _("Si chacun avait un espace assez proche, le territoire compterait {users} usagers réguliers.").format(
            users=write_interval(expected.demand_users)
        ),
        _("De quoi faire vivre {count} espaces, à {users} usagers par espace.").format(
            count=write_interval(expected.spaces_fed), users=format_number(expected.reference_users)
        ),
    )
    return join_parts(
        write_tag("p", first, "ag-note"), write_dots(expected.demand_draws), write_tag("p", second, "ag-note")
    )
