"""What hours are spent on."""

from enum import StrEnum


class HoursKind(StrEnum):
    """The kinds that are told apart in reports."""

    EXCHANGE = "exchange"
    MAPPING = "mapping"
    COORDINATION = "coordination"
    TRAINING = "training"
    OTHER = "other"
