"""Run Streamlit's command in this process, and write down every few seconds what its memory holds.

From outside, a process shows its resident memory alone, where what is free but not given back counts too.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import tracemalloc
from pathlib import Path

from streamlit.web import cli

JOURNAL, IS_TRACED = "ALPSAT_BENCH_JOURNAL", "ALPSAT_BENCH_TRACED"
PERIOD_S = 5.0


def _keep_journal(journal: Path) -> None:
    start = time.monotonic()
    while True:
        time.sleep(PERIOD_S)
        pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
        sample = {
            "minutes": (time.monotonic() - start) / 60,
            "rss_mb": pages * os.sysconf("SC_PAGE_SIZE") / 1e6,
            "traced_mb": tracemalloc.get_traced_memory()[0] / 1e6,
            "blocks": sys.getallocatedblocks(),
        }
        with journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps(sample) + "\n")


if __name__ == "__main__":
    if os.environ.get(IS_TRACED) == "1":
        tracemalloc.start()
    threading.Thread(target=_keep_journal, args=(Path(os.environ[JOURNAL]),), daemon=True).start()
    sys.exit(cli.main())
