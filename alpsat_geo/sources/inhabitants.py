"""Where the inhabitants live in their commune, where a territory was refreshed with INSEE's squares."""

from __future__ import annotations

from typing import Final

from alpsat_geo.domain.indicator import Indicator
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.by_commune import declare_indicator

FAR_KM: Final = 2.0

FAR_FROM_TOWN_HALL = Indicator(
    "far_from_town_hall",
    N_("Habitants loin de la mairie"),
    N_("Part des habitants à plus de 2 km de la mairie, à vol d'oiseau"),
    N_("part"),
    (0.1, 0.25, 0.5, 0.75),
    is_less_better=True,
)

SOURCE = declare_indicator(FAR_FROM_TOWN_HALL, "INSEE", least=0.0, most=1.0)
