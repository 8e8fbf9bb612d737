"""Distance as the crow flies."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_KM = 6371.0088


def crow_flies_km(here: tuple[float, float], latitudes: ArrayLike, longitudes: ArrayLike) -> NDArray[np.float64]:
    """Great-circle kilometres from `here` (latitude, longitude in degrees) to each place; NaN where none is known."""
    latitude, longitude = np.radians(here)
    to_latitude: Any = np.radians(np.asarray(latitudes, dtype=np.float64))
    to_longitude: Any = np.radians(np.asarray(longitudes, dtype=np.float64))
    half = (
        np.sin((to_latitude - latitude) / 2) ** 2
        + np.cos(latitude) * np.cos(to_latitude) * np.sin((to_longitude - longitude) / 2) ** 2
    )
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(half)), dtype=np.float64)
