"""Who acts, for which municipality, and what they may do there."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody acting now. Built at the edge, handed to every verb, never looked up inside.

    `permissions` hold in `municipality_number` (and, for a person of one unit, only for that unit's things);
    `network_permissions` hold everywhere. `is_member` says whether the municipality is in the network today, and
    `members` which ones are (None: any); what others offer is found while they are, too.
    """

    person_id: int | None = None
    municipality_number: str | None = None
    unit_id: int | None = None
    permissions: frozenset[str] = field(default_factory=frozenset)
    network_permissions: frozenset[str] = field(default_factory=frozenset)
    is_member: bool = False
    members: frozenset[str] | None = None
    language: str = "nb"

    def may(self, permission: str) -> bool:
        """Whether the permission is held at all."""
        return permission in self.permissions or permission in self.network_permissions

    def may_in(self, permission: str, municipality_number: str | None) -> bool:
        """Whether the permission is held in that municipality."""
        if permission in self.network_permissions:
            return True
        return municipality_number == self.municipality_number and permission in self.permissions

    def meets(self, municipality_number: str) -> bool:
        """Whether the actor's municipality and that one are in the network together."""
        return self.is_member and (self.members is None or municipality_number in self.members)


NOBODY = Actor()
SYSTEM = Actor(network_permissions=frozenset({"system"}))
