"""How somebody wants to be told of what answers a saved search."""

from enum import StrEnum


class Alert(StrEnum):
    """When. `OFF`: it is only kept."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    OFF = "off"
