"""What the tests of the inventory share."""

import pytest

from marketplace.inventory import holds


@pytest.fixture
def units_listed(app, monkeypatch):
    """Asset id -> units that listings hold, as the listings would answer."""
    listed = {}
    monkeypatch.setattr(holds, "_sources", [lambda ids: {key: listed[key] for key in ids if key in listed}])
    return listed
