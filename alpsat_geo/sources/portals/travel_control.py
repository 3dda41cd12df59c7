"""Control of travel times: IGN's itineraries on a sample of pairs; a control, not an engine."""

from __future__ import annotations

import statistics
import time

from alpsat_geo.compute.travel import travel_times
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.communes import read_communes
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.portals.client import PortalError
from alpsat_geo.sources.portals.delivery import Delivery, Portal, Request, warn
from alpsat_geo.sources.roads import build_roads

_PAIRS = 24
_PAUSE_S = 0.25  # the portal allows five requests a second


def fetch(request: Request) -> Delivery:
    """Compare our summer minutes with IGN's, on pairs of town halls spread over the territory."""
    rows = sorted(read_communes(request.contents).rows, key=lambda row: row.insee_code)
    roads = build_roads(request.contents)
    if not roads.edge_ids:
        raise PortalError(
            "Le territoire n'a pas encore de routes : rien à contrôler ; rafraîchissez « roads » d'abord."
        )
    minutes = travel_times(roads, "summer", read_parameters()["terminal_time_min"].value).minutes
    url = request.client.locate("geopf", "navigation/itineraire")
    gaps = []
    # Steps prime to the count spread the pairs; the same pairs come each time.
    for rank in range(min(_PAIRS, len(rows) * (len(rows) - 1))):
        first, second = (7 * rank) % len(rows), (7 * rank + 3 + rank // len(rows)) % len(rows)
        if first == second:
            continue
        start, end = rows[first], rows[second]
        answer = request.client.read_json(
            url,
            {
                "resource": "bdtopo-osrm",
                "profile": "car",
                "optimization": "fastest",
                "start": f"{start.mairie_lon_deg},{start.mairie_lat_deg}",
                "end": f"{end.mairie_lon_deg},{end.mairie_lat_deg}",
                "timeUnit": "minute",
                "getSteps": "false",
            },
        )
        try:
            told = float(answer["duration"])
        except (KeyError, TypeError, ValueError):
            raise PortalError(
                "Le service d'itinéraires de l'IGN a changé de réponse : le contrôle ne se fait pas."
            ) from None
        gaps.append((float(minutes[first, second]) - told, start.name, end.name, float(minutes[first, second]), told))
        time.sleep(_PAUSE_S)
    if not gaps:
        raise PortalError("Le territoire n'a qu'une commune : il n'y a pas de trajet à contrôler.")
    middle = statistics.median(gap[0] for gap in gaps)
    worst = max(gaps, key=lambda gap: abs(gap[0]))
    summary = f"sur {len(gaps)} trajets d'été, nos minutes moins celles de l'IGN : {middle:+.1f} min au milieu"
    far = f"l'écart le plus grand est de {worst[1]} à {worst[2]} : {worst[3]:.0f} min chez nous, {worst[4]:.0f} à l'IGN"
    findings = (warn(PORTAL.key, f"{summary}.".replace(".", ",", 1)), warn(PORTAL.key, f"{far}."))
    return Delivery("IGN, itinéraires", url, (), None, findings)


PORTAL = Portal(
    key="travel_control",
    label=N_("Contrôle des temps de trajet (IGN)"),
    producer="IGN",
    title="Réseau routier simplifié, tronçons, été et hiver",
    url_main="https://geoservices.ign.fr",
    licence="Licence Ouverte 2.0",
    roles=(),
    vintage_pattern=r"IGN, itinéraires",
    cadence_days=365,
    fetch=fetch,
    is_on_request=True,
)
