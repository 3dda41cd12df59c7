"""Mobile network beside fibre: measures of their own, where a territory was refreshed with them (ARCEP)."""

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
MOBILE_4G_COVERED = Indicator(
    "mobile_4g_covered",
    N_("Couverture mobile 4G"),
    N_("Part de la surface en bonne couverture 4G chez les quatre opérateurs, selon eux"),
    N_("part"),
    (0.2, 0.4, 0.6, 0.8),
)

SITES_SOURCE = declare_indicator(MOBILE_4G_SITES, "ARCEP", least=0.0)
COVERAGE_SOURCE = declare_indicator(MOBILE_4G_COVERED, "ARCEP", least=0.0, most=1.0)
