"""The table of rights that readers see is that of the code."""

from __future__ import annotations

from docs.write_rights import DOCUMENT, write_document


def test_the_table_of_rights_is_that_of_the_code() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert write_document(text) == text, "run python -m docs.write_rights"
    assert "| `ScenarioStore.delete` | supprimer un scénario pour de bon | non | non | non | oui |" in text
