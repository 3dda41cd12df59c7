"""The catalogue of candidate actions: one type per file, one line each here."""

from __future__ import annotations

from alpsat_geo.actions.animate_spaces import ANIMATE_SPACES
from alpsat_geo.actions.company_awareness import COMPANY_AWARENESS
from alpsat_geo.actions.digital_mediation import DIGITAL_MEDIATION
from alpsat_geo.actions.extend_space import EXTEND_SPACE
from alpsat_geo.actions.itinerant_services import ITINERANT_SERVICES
from alpsat_geo.actions.open_space import OPEN_SPACE
from alpsat_geo.actions.residual_fibre import RESIDUAL_FIBRE
from alpsat_geo.actions.shared_platform import SHARED_PLATFORM
from alpsat_geo.actions.shuttle import SHUTTLE
from alpsat_geo.actions.welcome_service import WELCOME_SERVICE
from alpsat_geo.compute.action_type import ActionType

ACTION_TYPES: tuple[ActionType, ...] = (
    SHARED_PLATFORM,
    WELCOME_SERVICE,
    OPEN_SPACE,
    EXTEND_SPACE,
    ANIMATE_SPACES,
    DIGITAL_MEDIATION,
    ITINERANT_SERVICES,
    RESIDUAL_FIBRE,
    SHUTTLE,
    COMPANY_AWARENESS,
)

ACTION_TYPES_BY_KEY = {action.key: action for action in ACTION_TYPES}
