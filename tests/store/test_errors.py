"""Pages say in four languages why a store refused or failed: each of its errors carries a remark."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

STORE = Path(__file__).resolve().parents[2] / "alpsat_geo" / "store"
# By file: why its sentences stay French.
TOLD_IN_A_TERMINAL = {
    "backup.py": "a backup is written and restored by commands alone",
    "retention.py": "what is no longer to be kept is purged by a command alone",
}


def list_raised(tree: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    """Find what errors are raised with: line, and the first argument of the error."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        calls = [node.exc for node in ast.walk(function) if isinstance(node, ast.Raise)]
        # An error of ours that composes its own sentence.
        calls += [node for node in ast.walk(function) if isinstance(node, ast.Call) and is_parents_init(node)]
        for call in calls:
            if isinstance(call, ast.Call) and call.args:
                yield call.lineno, call.args[0]


def is_parents_init(call: ast.Call) -> bool:
    return ast.unparse(call.func) == "super().__init__"


def is_text(node: ast.expr, texts: set[str]) -> bool:
    """Tell whether an expression is a text, or a name that was given one."""
    if isinstance(node, ast.Name):
        return node.id in texts
    if isinstance(node, ast.IfExp):
        return is_text(node.body, texts) or is_text(node.orelse, texts)
    if isinstance(node, ast.BinOp):
        return is_text(node.left, texts) or is_text(node.right, texts)
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in {"str", "N_"} or ast.unparse(node.func).endswith((".format", ".join"))
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def find_texts(code: str) -> list[int]:
    """Return the lines of the errors that are raised with a text."""
    tree = ast.parse(code)
    texts: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and is_text(node.value, texts):
            texts |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return sorted({line for line, said in list_raised(tree) if is_text(said, texts)})


@pytest.mark.parametrize("path", sorted(STORE.glob("*.py")), ids=lambda path: path.name)
def test_what_a_page_may_show_of_a_store_can_be_translated(path: Path) -> None:
    found = find_texts(path.read_text(encoding="utf-8"))
    assert bool(found) is (path.name in TOLD_IN_A_TERMINAL), found


@pytest.mark.parametrize(
    ("said", "is_found"),
    [
        ("'Fermé.'", True),
        ("f'Fermé le {day}.'", True),
        ("'Fermé ' + day", True),
        ("'Fermé.' if day else remark(N_('Ouvert.'))", True),
        ("N_('Fermé.')", True),
        ("_SENTENCE.format(day=day)", True),
        ("message", True),
        ("remark(N_('Fermé.'))", False),
        ("remark(message, day=day)", False),
        ("phrase_failure(error, place)", False),
    ],
)
def test_a_text_is_found_wherever_it_is_written(said: str, *, is_found: bool) -> None:
    raised = f"def close(day):\n    message = 'Fermé.'\n    raise ClosedError({said}) from None\n"
    assert bool(find_texts(raised)) is is_found
    composed = f"class OldError(ClosedError):\n    def __init__(self, day):\n        super().__init__({said})\n"
    assert bool(find_texts(composed)) is (is_found and said != "message")
