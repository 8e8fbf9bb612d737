"""Fetching pages and sending forms, each page fit for use."""

from tests.web.pages import faults


def fetch(client, address, status=200):
    """The page at an address."""
    answer = client.get(address)
    assert answer.status_code == status
    assert faults(answer.text) == []
    return answer.text


def send(client, address, status, /, **values):
    """The answer to a form."""
    answer = client.post(address, data=values)
    assert answer.status_code == status
    if status != 302:
        assert faults(answer.text) == []
    return answer
