"""Acting by chance: what is done, and what is refused."""

from collections import Counter
from collections.abc import Callable
from random import Random

from benchmarks.year_of_people import Network
from marketplace.foundation.database import db
from marketplace.foundation.errors import Refusal


class Acting:
    """Counts what is done and what is refused: a refusal is an answer, anything else that goes wrong is an error."""

    def __init__(self, network: Network, random: Random) -> None:
        self.network, self.random = network, random
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.registered = 0
        """Units that were put into inventories."""

    def attempt(self, name: str, act: Callable[[], object]) -> None:
        """Do it, unless it is refused; False says that there was nothing to do."""
        db.session.rollback()
        try:
            if act() is not False:
                self.done[name] += 1
        except Refusal as refusal:
            self.refused[refusal.code] += 1
        db.session.rollback()

    def chance(self, share: float) -> bool:
        """Whether it happens this time."""
        return self.random.random() < share
