"""Roles, and what each may do."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is, in a municipality or for the network."""

    OBSERVER = "observer"
    REQUESTER = "requester"
    FACILITY_MANAGER = "facility_manager"
    MUNICIPALITY_ADMIN = "municipality_admin"
    PROJECT_LEAD = "project_lead"
    OPERATOR = "operator"


_LOOK = frozenset({"listings:view", "statistics:view"})
_ASK = _LOOK | {"claims:request", "assets:view", "searches:save"}
_MANAGE = _ASK | {
    "assets:manage",
    "listings:manage",
    "claims:decide",
    "transfers:view",
    "transfers:record",
    "dispositions:record",
}
_ADMINISTER = _MANAGE | {"people:manage", "sites:manage", "transfers:correct", "targets:manage"}

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.OBSERVER: _LOOK,
    Role.REQUESTER: _ASK,
    Role.FACILITY_MANAGER: _MANAGE,
    Role.MUNICIPALITY_ADMIN: _ADMINISTER,
    Role.PROJECT_LEAD: _LOOK | {"transfers:view"},
    Role.OPERATOR: frozenset({"listings:view"}),
}
"""What a role may do in the municipality it is held in."""

NETWORK_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.PROJECT_LEAD: frozenset(
        {
            "listings:view",
            "statistics:view",
            "statistics:network",
            "transfers:view",
            "factors:manage",
            "targets:manage",
            "members:view",
            "search:manage",
            "objections:settle",
        }
    ),
    Role.OPERATOR: frozenset(
        {"people:manage", "members:view", "members:manage", "sites:manage", "service:operate", "search:manage"}
    ),
}
"""What a role may do everywhere."""

NETWORK_ROLES = frozenset(NETWORK_PERMISSIONS)
