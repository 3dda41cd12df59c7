"""Write the table of docs/hosting-rights.md from the code: ``python -m docs.write_rights``, from the root.

One line a method of a store that takes a right, in the order of `alpsat_geo.store.rights.RIGHTS`.
"""

from __future__ import annotations

from pathlib import Path

from alpsat_geo.store.actor import Actor, Role
from alpsat_geo.store.rights import RIGHTS, ROLE_NAMES, Shared, may_call

DOCUMENT = Path(__file__).resolve().parent / "hosting-rights.md"
BEGIN, END = "<!-- rights -->\n", "<!-- end of rights -->"
SHARED_WORDS: dict[Shared, str] = {"all": "tous", "device": "l'appareil dont c'est", "alone": "personne"}


def write_table() -> str:
    """Write the table: what each role may, hosted; who may where there are no accounts."""
    lines = [
        f"| Méthode | Ce qu'elle fait | {' | '.join(ROLE_NAMES[role] for role in Role)} | sans comptes |",
        "|---|---|" + "---|" * (len(Role) + 1),
    ]
    actors = [Actor(role=role, account="qui@example.org") for role in Role]
    for name, right in RIGHTS.items():
        marks = " | ".join("oui" if may_call(name, actor) else "non" for actor in actors)
        lines.append(f"| `{name}` | {right.act} | {marks} | {SHARED_WORDS[right.shared]} |")
    return "\n".join(lines) + "\n"


def write_document(text: str) -> str:
    """Return the document with the table of the code."""
    before, _begin, rest = text.partition(BEGIN)
    _former, _end, after = rest.partition(END)
    return f"{before}{BEGIN}{write_table()}{END}{after}"


if __name__ == "__main__":
    DOCUMENT.write_text(write_document(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
