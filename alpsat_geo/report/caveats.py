"""What a reader must know before believing a comparison."""

from __future__ import annotations

from collections.abc import Sequence

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.cross_checks import CrossCheck
from alpsat_geo.compute.robustness import Priority
from alpsat_geo.compute.unknowns import Unknown
from alpsat_geo.report.blanks import UNLISTED_SPACES
from alpsat_geo.report.language import _, begin_lower, join_pair
from alpsat_geo.report.uncounted import tell_uncounted

_PRIORITIES_SHOWN = 5


def name_unknown(unknown: Unknown) -> str:
    """Name what nobody knows yet, in the reader's language."""
    return _(unknown.question).format(space=unknown.space_name) if unknown.question else _(unknown.label)


def tell_check(unknown: Unknown) -> str:
    """Tell what would settle an unknown, in the reader's language."""
    return _(unknown.settled_by) if unknown.settled_by else _("à préciser")


def list_decisive(priorities: Sequence[Priority]) -> list[Priority]:
    """List what to verify first, among what would change the leader by itself."""
    return [priority for priority in priorities if priority.changes_leader_share > 0][:_PRIORITIES_SHOWN]


def list_caveats(comparison: Comparison, checks: Sequence[CrossCheck], names: Sequence[str]) -> list[str]:
    """List what a reader must know: costs that are too low, criteria left out or counted twice, values, methods.

    Parameters
    ----------
    comparison : Comparison
    checks : sequence of CrossCheck
        Of the same comparison.
    names : sequence of str
        Of the scenarios, in the order of the comparison.
    """
    judged = comparison.acceptabilities.applicability
    by_key = {criterion.key: _(criterion.label) for criterion in comparison.problem.criteria}
    labels = [by_key[key] for key in comparison.weighted_keys]
    sentences = [] if comparison.problem.baseline.knows_spaces else [_(UNLISTED_SPACES)]
    for outcome, name in zip(comparison.outcomes, names, strict=True):
        short = tell_uncounted(outcome.levers.cost_lines)
        sentences += [join_pair(name, begin_lower(short))] if short else []
    not_applicable = _(
        "« {label} » est sans objet pour au moins un scénario : ce critère ne compte pas dans le classement."
    )
    indifferent = _("« {label} » ne départage pas ces scénarios : ce critère ne compte pas dans le classement.")
    for is_set, sentence in ((judged.is_not_applicable, not_applicable), (judged.is_indifferent, indifferent)):
        sentences += [sentence.format(label=label) for label, out in zip(labels, is_set, strict=True) if out]
    for twin in judged.twins:
        same = _("« {first} » et « {second} » vont ensemble d'un scénario à l'autre : la même chose compte deux fois.")
        against = _(
            "« {first} » et « {second} » s'opposent d'un scénario à l'autre : gagner l'un, c'est perdre l'autre."
        )
        sentence = same if twin.correlation > 0 else against
        sentences.append(sentence.format(first=labels[twin.first], second=labels[twin.second]))
    by_scenario = dict(zip((outcome.scenario.key for outcome in comparison.outcomes), names, strict=True))
    beyond: dict[str, list[str]] = {}
    for scenario, criterion in comparison.beyond_anchors:
        beyond.setdefault(criterion, []).append(by_scenario[scenario])
    for criterion, whose in beyond.items():
        clipped = _(
            "Dans certaines simulations, « {label} » dépasse l'échelle prévue ({names}) : sa note s'arrête"
            " alors au bout de l'échelle."
        )
        sentences.append(clipped.format(label=by_key[criterion], names=", ".join(whose)))
    for check in checks:
        if check.disagrees:
            other = _("Une autre méthode de classement ferait arriver « {name} » premier, aux valeurs retenues.")
            sentences.append(other.format(name=names[check.ranking[0]]))
    if not any(check.disagrees for check in checks):
        sentences.append(_("Les autres méthodes de classement essayées donnent le même gagnant."))
    return sentences
