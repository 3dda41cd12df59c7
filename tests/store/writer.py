"""A program that saves scenarios and says each id once it is kept: `writer.py URL COUNT [LAST]`.

It says "ready", waits for a line before it opens and before each save, and kills itself between the writing and the
keeping of save number LAST.
"""

from __future__ import annotations

import os
import signal
import sys

from sqlalchemy import event
from sqlalchemy.orm import Session

from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.scenarios import ScenarioStore

TERRITORY = "vallee"
ALONE = Actor(is_alone=True)


def make_scenario(number: int) -> Scenario:
    """Make a scenario that its number tells entirely."""
    actions = tuple(
        ActionChoice("open_space", (f"{5000 + place:05d}",), {"desks": number, "grant": number / 100})
        for place in range(number % 7 + 1)
    )
    return Scenario(
        f"essai-{number}", f"Essai n° {number}", "\n".join(["Un essai."] * (number % 40)), actions, number % 2 == 0
    )


def say(word: str) -> None:
    """Say one line at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(url: str, count: int, last: int | None) -> None:
    """Save, and say what is kept."""
    say("ready")
    sys.stdin.readline()
    store = ScenarioStore.connect(url)
    for number in range(count):
        if number == last:

            @event.listens_for(Session, "before_commit")
            def _die(session: Session) -> None:
                session.flush()
                os.kill(os.getpid(), signal.SIGKILL)

        sys.stdin.readline()
        say(store.save(make_scenario(number), TERRITORY, ALONE).id)
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else None)
