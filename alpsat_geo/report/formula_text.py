"""Formulas as a person reads them: each quantity by a short sign, functions in French.

The names of the model are English and long; a sign (E step, D datum, P parameter) leads to the row
that says in French what it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from babel.numbers import get_decimal_symbol

from alpsat_geo.compute.explanation.inputs import FUNCTIONS
from alpsat_geo.compute.explanation.trace import Trace
from alpsat_geo.domain.text import N_
from alpsat_geo.report.language import _, get_locale

_WORDS: Mapping[str, str] = {name: function.label for name, function in FUNCTIONS.items()} | {"inf": N_("infini")}
_SIGNS = ((" ** ", " ^ "), (" * ", " \u00d7 "), (" / ", " ÷ "), (" - ", " \u2212 "), (">=", "≥"), ("<=", "≤"))
_MINUS = re.compile(r"-(?=[A-Za-z(])")
_NAME = re.compile(r"[A-Za-z_]\w*")
_COLUMN = re.compile(r"\[:, (\d+)\]")
_GROUP = re.compile(r"\[(\w+)\]")


def name_symbols(trace: Trace) -> dict[str, str]:
    """Give each step, datum and parameter of a trace a short sign.

    Returns
    -------
    dict of str to str
        ``E1``, ``E2``... for the steps in order, ``D1``... for the data, ``P1``... for the parameters.
    """
    groups = {
        "E": [step.name for step in trace.steps],
        "D": list(trace.inputs),
        "P": [row.key for row in trace.parameters],
    }
    return {name: f"{letter}{i}" for letter, names in groups.items() for i, name in enumerate(names, start=1)}


def write_formula(expression: str, symbols: Mapping[str, str]) -> str:
    """Write a formula of the model with signs and French functions.

    Parameters
    ----------
    expression : str
    symbols : mapping of str to str
        Of `name_symbols`; a name that is neither there nor a function stays as it is.
    """
    text = _COLUMN.sub(lambda match: " " + _("(CSP {number})").format(number=int(match[1]) + 1), expression)
    text = _GROUP.sub(lambda match: " " + _("(selon {name})").format(name=match[1]), text)
    for sign, written in _SIGNS:
        text = text.replace(sign, written)
    text = _MINUS.sub("\u2212", text)
    text = _NAME.sub(lambda match: symbols.get(match[0]) or _(_WORDS.get(match[0], match[0])), text)
    if (decimal := get_decimal_symbol(get_locale())) == ",":
        text = text.replace(",", _(" ; ").rstrip())
    return re.sub(r"(?<=\d)\.(?=\d)", decimal, text)
