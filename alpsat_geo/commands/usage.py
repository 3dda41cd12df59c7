"""Wrong calls and help of the command line, said in French: all that the library would say in English."""

from __future__ import annotations

import re
import sys
from typing import Any

from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException

_HELP = "tapez « python -m alpsat_geo --help »"
# The library says what is wrong in English only: the names are read in its sentence.
_SENTENCES = (
    (re.compile(r"No such command '(.*?)'"), "La commande « {} » n'existe pas"),
    (re.compile(r"Missing command"), "Il manque une commande"),
    (re.compile(r"Option '(.*?)' requires an argument"), "Il manque la valeur de « {} »"),
    (re.compile(r"Option '(.*?)' does not take a value"), "L'option « {} » ne prend pas de valeur"),
    (re.compile(r"unexpected extra arguments?(?:\(s\))? \((.*)\)"), "« {} » est de trop"),
)
_HELP_OPTION = "Montrer cette aide, puis s'arrêter."
_PANELS = {
    "ARGUMENTS_PANEL_TITLE": "Arguments",
    "OPTIONS_PANEL_TITLE": "Options",
    "COMMANDS_PANEL_TITLE": "Commandes",
    "DEFAULT_STRING": "[par défaut : {}]",
    "REQUIRED_LONG_STRING": "[obligatoire]",
}


class FrenchCommand(TyperCommand):
    """A command whose help is in French."""

    def get_help_option(self, ctx: Any) -> TyperOption | None:  # noqa: ANN401 - the library keeps its type to itself
        """Return the option that shows the help, described in French."""
        _set_panels()
        return _describe_help(super().get_help_option(ctx))


class FrenchGroup(TyperGroup):
    """The list of the commands, in French."""

    def get_help_option(self, ctx: Any) -> TyperOption | None:  # noqa: ANN401 - the library keeps its type to itself
        """Return the option that shows the help, described in French."""
        _set_panels()
        return _describe_help(super().get_help_option(ctx))


def _describe_help(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help = _HELP_OPTION
    return option


def _set_panels() -> None:
    if "--help" not in sys.argv:
        return  # the library that draws panels takes a while to load
    from typer import rich_utils  # noqa: PLC0415 - see above

    for name, text in _PANELS.items():
        setattr(rich_utils, name, text)


def explain_usage_error(error: TyperException) -> str:
    """Return one French sentence for an error of the command-line library."""
    wrong = _name_option(error) or _name_parameter(error) or _read_sentence(str(error))
    return f"{wrong} : {_HELP}."


def _name_option(error: TyperException) -> str | None:
    option = getattr(error, "option_name", None)
    if type(error).__name__ != "NoSuchOption" or not option:
        return None
    possibilities = getattr(error, "possibilities", None)
    near = f" (voulez-vous dire {', '.join(possibilities)} ?)" if possibilities else ""
    return f"L'option « {option} » n'existe pas{near}"


def _name_parameter(error: TyperException) -> str | None:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return None
    name = parameter.opts[-1] if parameter.opts else parameter.name
    if type(error).__name__ == "MissingParameter":
        return f"Il manque « {name} »"
    return f"La valeur donnée à « {name} » ne convient pas"


def _read_sentence(english: str) -> str:
    for pattern, sentence in _SENTENCES:
        match = pattern.search(english)
        if match:
            return sentence.format(*match.groups())
    return "Cet appel n'est pas compris"
