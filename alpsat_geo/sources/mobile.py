"""Mobile network beside fibre: a measure of its own, where a territory was refreshed with it (ARCEP)."""

from __future__ import annotations

from alpsat_geo.domain.indicator import Indicator
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.by_commune import declare_indicator

MOBILE_4G_SITES = Indicator(
    "mobile_4g_sites",
    N_("Sites mobiles 4G"),
    N_("Sites 4G des quatre opérateurs dans la commune"),
    N_("sites"),
    (1.0, 3.0, 6.0, 12.0),
)

SOURCE = declare_indicator(MOBILE_4G_SITES, "ARCEP", least=0.0)
