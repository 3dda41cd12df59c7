"""Own figures of an action, at random and as an officer would state them."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from alpsat_geo.domain.own_figures import EUR_AT_MOST, FIRST_DAY, LAST_DAY, Funder, OwnFigures
from alpsat_geo.domain.text import clean_line

AMOUNTS = st.integers(0, 100 * EUR_AT_MOST).map(lambda cents: cents / 100)
PERCENTS = st.integers(0, 10_000).map(lambda hundredths: hundredths / 100)
WRITABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
STATED_FUNDERS = st.builds(
    Funder,
    name=st.text(WRITABLE, min_size=1, max_size=60).map(clean_line).filter(bool),
    share_percent=st.none() | PERCENTS,
    ceiling_eur=st.none() | AMOUNTS,
    pays=st.sampled_from(["investment", "running"]),
)
FIGURES = st.builds(
    OwnFigures,
    investment_eur=st.none() | AMOUNTS,
    running_eur_per_year=st.none() | AMOUNTS,
    rent_eur_per_year=st.none() | AMOUNTS,
    receipts_eur_per_year=st.none() | AMOUNTS,
    start=st.none() | st.dates(FIRST_DAY, LAST_DAY),
    funders=st.lists(STATED_FUNDERS, max_size=4).map(tuple),
)
"""Whether or not the funders could pay: what a file, a link and the store must carry."""

QUOTE = OwnFigures(
    investment_eur=48_250.5,
    running_eur_per_year=6_000.0,
    rent_eur_per_year=2_400.0,
    receipts_eur_per_year=3_000.0,
    start=date(2027, 3, 15),
    funders=(Funder("DETR", 40.0, 15_000.0), Funder("Région", 20.0), Funder("EPCI", None, 5_000.0)),
)
