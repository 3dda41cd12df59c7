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

from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
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
        Role.READER: N_("lecture"),
        Role.AGENT: N_("agent"),
        Role.FACILITATOR: N_("animation"),
        Role.ADMINISTRATOR: N_("administration"),
    }
)

RIGHTS: Final[Mapping[str, Right]] = MappingProxyType(
    {
        "ScenarioStore.save": Right(Role.AGENT, "device", N_("enregistrer un scénario")),
        "ScenarioStore.save_copy": Right(Role.AGENT, "device", N_("enregistrer un scénario à part")),
        "ScenarioStore.update": Right(Role.AGENT, "device", N_("enregistrer une nouvelle version d'un scénario")),
        "ScenarioStore.restore": Right(Role.AGENT, "device", N_("reprendre une ancienne version d'un scénario")),
        "ScenarioStore.discard": Right(Role.AGENT, "device", N_("mettre un scénario à la corbeille")),
        "ScenarioStore.recover": Right(Role.AGENT, "device", N_("sortir un scénario de la corbeille")),
        "ScenarioStore.delete": Right(Role.ADMINISTRATOR, "device", N_("supprimer un scénario pour de bon")),
        "CorrectionStore.apply": Right(Role.AGENT, "alone", N_("enregistrer des corrections pour le territoire")),
        "CorrectionStore.undo": Right(Role.AGENT, "alone", N_("annuler une correction du territoire")),
        "FollowUpStore.promise": Right(Role.AGENT, "device", N_("enregistrer une prévision")),
        "FollowUpStore.withdraw": Right(Role.AGENT, "device", N_("retirer une prévision")),
        "FollowUpStore.observe_all": Right(Role.AGENT, "device", N_("inscrire des valeurs observées")),
        "FollowUpStore.correct": Right(Role.AGENT, "device", N_("corriger une valeur observée")),
        "FollowUpStore.erase": Right(Role.AGENT, "device", N_("effacer une valeur observée")),
        "MeetingStore.open_meeting": Right(Role.AGENT, "device", N_("ouvrir une réunion aux autres appareils")),
        "MeetingStore.show": Right(Role.AGENT, "device", N_("mener une réunion que d'autres suivent")),
        "MeetingStore.close": Right(Role.AGENT, "device", N_("fermer une réunion aux autres appareils")),
        "ConsultationStore.vote": Right(Role.READER, "all", N_("voter")),
        "ConsultationStore.open_session": Right(Role.FACILITATOR, "device", N_("ouvrir une consultation")),
        "ConsultationStore.print_codes": Right(Role.FACILITATOR, "device", N_("imprimer les codes d'une consultation")),
        "ConsultationStore.cast_paper": Right(Role.FACILITATOR, "device", N_("saisir un bulletin sur papier")),
        "ConsultationStore.withdraw_paper": Right(Role.FACILITATOR, "device", N_("retirer un bulletin sur papier")),
        "ConsultationStore.list_paper": Right(Role.FACILITATOR, "device", N_("relire les bulletins sur papier")),
        "ConsultationStore.close": Right(Role.FACILITATOR, "device", N_("clore une consultation")),
        "ConsultationStore.delete": Right(Role.FACILITATOR, "device", N_("effacer une consultation")),
        # Whoever logs in has no account yet, and holds what nobody else knows.
        "SpentTokenStore.spend": Right(Role.READER, "all", N_("se connecter ou se déconnecter")),
        "JournalStore.list": Right(Role.ADMINISTRATOR, "alone", N_("lire le journal")),
        "RetentionStore.purge": Right(Role.ADMINISTRATOR, "alone", N_("purger ce qui n'est plus à garder")),
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
        sentence = N_(
            "Rien n'a été changé : {act} demande le rôle « {role} », connectez-vous avec un compte qui l'a, ou "
            "demandez-le à la personne qui administre ce tableau de bord."
        )
        raise DeniedError(remark(sentence, act=remark(right.act), role=remark(ROLE_NAMES[right.role])))
    if right.shared == "alone" and actor.role is None and not actor.is_alone:
        sentence = N_(
            "Rien n'a été changé : {act} ne se fait que sur une machine qui sert une seule personne, ou avec un compte "
            "là où il y en a."
        )
        raise DeniedError(remark(sentence, act=remark(right.act)))


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
