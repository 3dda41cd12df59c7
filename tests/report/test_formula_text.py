from __future__ import annotations

import pytest

from alpsat_geo.compute.explanation.inputs import FUNCTIONS
from alpsat_geo.report.formula_text import write_formula

SYMBOLS = {"employed": "D1", "rate": "P1", "epci": "D2", "gain": "E1"}


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("employed[:, 1] * rate", "D1 (CSP 2) \u00d7 P1"),
        ("minimum(gain[epci] / 2, 0.5)", "min(E1 (selon D2) ÷ 2 ; 0,5)"),
        ("power(1 + rate, -gain)", "puissance(1 + P1 ; \u2212E1)"),
        ("where(gain >= rate, gain ** 0.9, inf)", "si(E1 ≥ P1 ; E1 ^ 0,9 ; infini)"),
    ],
)
def test_a_formula_is_written_with_signs_and_french_functions(expression: str, text: str) -> None:
    assert write_formula(expression, SYMBOLS) == text


def test_every_function_of_the_model_has_a_french_name() -> None:
    for name in FUNCTIONS:
        written = write_formula(f"{name}(x)", {"x": "D1"})
        # These two are the same word in both languages.
        assert name == "exp" or not written.startswith(name + "("), name
