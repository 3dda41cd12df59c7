"""The address that restores a dossier: what it shows and nothing more."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core.page_table import DOSSIER
from alpsat_geo.app.parts.invitation import find_public_address
from alpsat_geo.report.address.app_state import AppState, to_query
from alpsat_geo.report.link import LOCAL_ADDRESS, write_link
from alpsat_geo.sources.scenario_code import decode_scenario


def restore_address(current: AppState) -> str:
    """Write the address at which anyone finds the same dossier.

    Parameters
    ----------
    current : AppState
        Only what the dossier shows is kept: its scenarios, season, minutes, weights and assumptions.
    """
    shown = AppState(
        language=current.language,
        season=current.season,
        catchment_min=current.catchment_min,
        scenarios=current.scenarios,
        points=current.points,
        own=tuple(reference for reference in current.own if _is_shown(reference, current.scenarios)),
        dossier=current.dossier,
        assumptions=current.assumptions,
    )
    return write_link(find_public_address() or _find_own_address(), DOSSIER.address, to_query(shown))


def _is_shown(reference: str, keys: tuple[str, ...]) -> bool:
    """Tell whether an own scenario is among those shown; one named by its record may be."""
    scenario = decode_scenario(reference)
    return scenario is None or scenario.key in keys


def _find_own_address() -> str:
    """Return the address by which this browser reached the dashboard."""
    url = st.context.url
    return url.rpartition("/")[0] if url else LOCAL_ADDRESS
