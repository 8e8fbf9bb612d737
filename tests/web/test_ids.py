"""Keys that come by question or form: what can be none is none."""

import pytest

from marketplace.web.ids import find_row_id, row_id
from tests.builders import a_person


@pytest.mark.parametrize(
    ("text", "key"), [("7", 7), ("9" * 15, 10**15 - 1), ("9" * 16, None), ("٣", None), ("", None), ("-1", None)]
)
def test_only_what_can_be_a_key_is_one(text, key):
    assert find_row_id(text) == key
    if key is None:
        with pytest.raises(ValueError, match="no key"):
            row_id(text)
    else:
        assert row_id(text) == key


@pytest.mark.parametrize(
    "address",
    [
        "/hentinger/tider?annonse={}",
        "/avhendinger/ny?eiendel={}",
        "/avhendinger/ny?lik={}",
        "/avhendinger?eiendel={}",
        "/statistikk/bak-tallene?sted={}",
    ],
)
def test_a_number_too_large_for_a_key_is_as_if_it_were_not_there(client, sign_in, address):
    sign_in(client, a_person())
    assert client.get(address.format("9" * 30)).status_code == client.get(address.format("")).status_code == 200
