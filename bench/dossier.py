"""The dossier: how long each file takes for four scenarios on the draws of the screen, once everything is loaded."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.commands.dossier import Question, build_subject
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.project import Registries, open_project
from alpsat_geo.report.dossier.formats import FORMATS
from alpsat_geo.report.link import LOCAL_ADDRESS
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY
from alpsat_geo.sources.scenarios import read_scenario

KEYS = ("espaces-frugaux", "plateforme-et-accueil", "accueil-et-existant", "ne-rien-faire")
DRAWS, SEED, RUNS = 2000, 1, 5
LIMIT_S = 2.0


def run() -> dict[str, Any]:
    """Compare four scenarios and write each file, as a click or a command does.

    What is kept between two writings of one subject is made anew each time.
    """
    project = open_project(EMBEDDED_TERRITORY, Registries(ACTION_TYPES, CRITERIA))
    scenarios = tuple(read_scenario(key) for key in KEYS)
    question = Question(scenarios, Settings(), {}, DRAWS, SEED, LOCAL_ADDRESS)
    build_subject(project, question)
    results: dict[str, Any] = {"scenarios": len(KEYS), "draws": DRAWS, "runs": RUNS, "limit_s": LIMIT_S}
    for ending, form in FORMATS.items():
        compared, written = [], []
        size = 0
        for _ in range(RUNS):
            start = time.perf_counter()
            subject = build_subject(project, question)
            compared.append(time.perf_counter() - start)
            start = time.perf_counter()
            size = len(form.write(subject))
            written.append(time.perf_counter() - start)
        results[ending] = {
            "compare_median_s": round(float(np.median(compared)), 3),
            "write_median_s": round(float(np.median(written)), 3),
            "write_max_s": round(max(written), 3),
            "size_bytes": size,
            "is_within_limit": bool(np.median(compared) + np.median(written) < LIMIT_S),
        }
    return results
