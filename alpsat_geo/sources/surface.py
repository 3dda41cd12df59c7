"""Surfaces and distances on the ellipsoid, from longitudes and latitudes."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import shapely

_SEMI_MAJOR_AXIS_KM = 6378.137
_ECCENTRICITY = 0.0818191910428158
_MEAN_RADIUS_KM = 6371.0088


def project_equal_area(lonlat_deg: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Project points so that areas are kept (cylindrical equal-area, GRS 80 ellipsoid).

    Parameters
    ----------
    lonlat_deg : array (k, 2)
        Longitude and latitude, degrees.

    Returns
    -------
    array (k, 2)
        Kilometres.

    References
    ----------
    J. P. Snyder, Map Projections: A Working Manual, 1987, equations 3-12 and 10-13 to 10-15.
    """
    sine = np.sin(np.radians(lonlat_deg[:, 1]))
    bent = _ECCENTRICITY * sine
    authalic = (1 - _ECCENTRICITY**2) * (sine / (1 - bent**2) - np.log((1 - bent) / (1 + bent)) / (2 * _ECCENTRICITY))
    x_km = _SEMI_MAJOR_AXIS_KM * np.radians(lonlat_deg[:, 0])
    return np.column_stack([x_km, _SEMI_MAJOR_AXIS_KM * authalic / 2])


def measure_area_km2(shape: shapely.Geometry) -> float:
    """Return the area of a polygon given in degrees, km2; edges are straight in the equal-area projection."""
    return float(shapely.area(shapely.transform(shape, project_equal_area)))


def measure_distance_km(from_lon_deg: float, from_lat_deg: float, to_lon_deg: float, to_lat_deg: float) -> float:
    """Return the great-circle distance between two points, km (haversine, mean Earth radius)."""
    from_lat, to_lat = math.radians(from_lat_deg), math.radians(to_lat_deg)
    half_lat = math.sin((to_lat - from_lat) / 2)
    half_lon = math.sin(math.radians(to_lon_deg - from_lon_deg) / 2)
    chord = half_lat**2 + math.cos(from_lat) * math.cos(to_lat) * half_lon**2
    return 2 * _MEAN_RADIUS_KM * math.asin(math.sqrt(chord))


def measure_gap_km(shape: shapely.Geometry, lon_deg: float, lat_deg: float) -> float:
    """Return how far a point lies from a polygon, km; 0 inside.

    Degrees are scaled at the point's own latitude, which is exact enough for gaps of a few kilometres.
    """
    km_per_degree = math.radians(1) * _MEAN_RADIUS_KM
    scale = np.array([km_per_degree * math.cos(math.radians(lat_deg)), km_per_degree])
    origin = np.array([lon_deg, lat_deg])
    local = shapely.transform(shape, lambda points: (points - origin) * scale)
    return float(shapely.distance(local, shapely.Point(0.0, 0.0)))
