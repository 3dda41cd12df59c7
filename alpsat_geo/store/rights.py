"""Who may call each method of the stores that writes, or that reads what is not everybody's: one table, checked there.

A method is found here by its name; one that is not does not load, and a test finds those that write without asking.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from types import MappingProxyType
from typing import Final, Literal, ParamSpec, TypeVar, cast

from alpsat_geo.store.actor import Actor, Role
from alpsat_geo.store.errors import DeniedError

P = ParamSpec("P")
Answer = TypeVar("Answer")

Shared = Literal["all", "device", "alone"]
"""Who may where several people have no accounts: all of them; the device whose row it is; or nobody, and only the one
person of a machine that serves nobody else."""


@dataclass(frozen=True, slots=True)
class Right:
    """What one method takes.

    Attributes
    ----------
    role : Role
        The least one, where there are accounts.
    shared : {"all", "device", "alone"}
        Who may where there are none.
    act : str
        What is done, in French, as a verb.
    """

    role: Role
    shared: Shared
    act: str


ROLE_NAMES: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.READER: "lecture",
        Role.AGENT: "agent",
        Role.FACILITATOR: "animation",
        Role.ADMINISTRATOR: "administration",
    }
)

RIGHTS: Final[Mapping[str, Right]] = MappingProxyType(
    {
        "ScenarioStore.save": Right(Role.AGENT, "device", "enregistrer un scénario"),
        "ScenarioStore.save_copy": Right(Role.AGENT, "device", "enregistrer un scénario à part"),
        "ScenarioStore.copy": Right(Role.AGENT, "device", "copier un scénario"),
        "ScenarioStore.update": Right(Role.AGENT, "device", "enregistrer une nouvelle version d'un scénario"),
        "ScenarioStore.restore": Right(Role.AGENT, "device", "reprendre une ancienne version d'un scénario"),
        "ScenarioStore.discard": Right(Role.AGENT, "device", "mettre un scénario à la corbeille"),
        "ScenarioStore.recover": Right(Role.ADMINISTRATOR, "device", "sortir un scénario de la corbeille"),
        "ScenarioStore.delete": Right(Role.ADMINISTRATOR, "device", "supprimer un scénario pour de bon"),
        "CorrectionStore.apply": Right(Role.AGENT, "alone", "enregistrer des corrections pour le territoire"),
        "CorrectionStore.undo": Right(Role.AGENT, "alone", "annuler une correction du territoire"),
        "FollowUpStore.promise": Right(Role.AGENT, "device", "enregistrer une prévision"),
        "FollowUpStore.withdraw": Right(Role.AGENT, "device", "retirer une prévision"),
        "FollowUpStore.observe": Right(Role.AGENT, "device", "inscrire une valeur observée"),
        "FollowUpStore.observe_all": Right(Role.AGENT, "device", "inscrire des valeurs observées"),
        "FollowUpStore.correct": Right(Role.AGENT, "device", "corriger une valeur observée"),
        "FollowUpStore.erase": Right(Role.AGENT, "device", "effacer une valeur observée"),
        "MeetingStore.open_meeting": Right(Role.AGENT, "device", "ouvrir une réunion aux autres appareils"),
        "MeetingStore.show": Right(Role.AGENT, "device", "mener une réunion que d'autres suivent"),
        "MeetingStore.close": Right(Role.AGENT, "device", "fermer une réunion aux autres appareils"),
        "ConsultationStore.vote": Right(Role.READER, "all", "voter"),
        "ConsultationStore.open_session": Right(Role.FACILITATOR, "device", "ouvrir une consultation"),
        "ConsultationStore.cast_paper": Right(Role.FACILITATOR, "device", "saisir un bulletin sur papier"),
        "ConsultationStore.withdraw_paper": Right(Role.FACILITATOR, "device", "retirer un bulletin sur papier"),
        "ConsultationStore.list_paper": Right(Role.FACILITATOR, "device", "relire les bulletins sur papier"),
        "ConsultationStore.close": Right(Role.FACILITATOR, "device", "clore une consultation"),
        "ConsultationStore.delete": Right(Role.FACILITATOR, "device", "effacer une consultation"),
        "JournalStore.list": Right(Role.ADMINISTRATOR, "alone", "lire le journal"),
        "RetentionStore.purge": Right(Role.ADMINISTRATOR, "alone", "purger ce qui n'est plus à garder"),
    }
)
"""By name of a method: what it takes."""


def check_right(name: str, actor: Actor) -> None:
    """Refuse what an actor may not.

    Parameters
    ----------
    name : str
        Of a method, as `RIGHTS` has it.
    actor : Actor

    Raises
    ------
    DeniedError
        With the role that it takes.
    """
    right = RIGHTS[name]
    if not actor.has_role(right.role):
        message = (
            f"Rien n'a été changé : {right.act} demande le rôle « {ROLE_NAMES[right.role]} », connectez-vous avec un "
            "compte qui l'a, ou demandez-le à la personne qui administre ce tableau de bord."
        )
        raise DeniedError(message)
    if right.shared == "alone" and actor.role is None and not actor.is_alone:
        message = (
            f"Rien n'a été changé : {right.act} ne se fait que sur une machine qui sert une seule personne, ou avec un "
            "compte là où il y en a."
        )
        raise DeniedError(message)


def may_call(name: str, actor: Actor) -> bool:
    """Tell whether an actor may call a method, before it is offered: some row may still be another's."""
    try:
        check_right(name, actor)
    except DeniedError:
        return False
    return True


def takes_right(method: Callable[P, Answer]) -> Callable[P, Answer]:
    """Check, before a method of a store runs, that its ``actor`` has the right that `RIGHTS` gives its name."""
    name = method.__qualname__
    parameters = list(inspect.signature(method).parameters)
    if RIGHTS[name].role is Role.READER and RIGHTS[name].shared == "all":
        return method
    position = parameters.index("actor")

    @wraps(method)
    def check_then_call(*args: P.args, **kwargs: P.kwargs) -> Answer:
        check_right(name, cast("Actor", kwargs["actor"] if "actor" in kwargs else args[position]))
        return method(*args, **kwargs)

    return check_then_call
