"""A wrong setting stops the start with a sentence that names it."""

import pytest

from marketplace.settings import Settings, WrongSetting, from_environment


def test_nothing_set_gives_the_embedded_service():
    assert from_environment({"PATH": "/bin"}) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("SEARCH", "solr"),
        ("UPLOADS_URL", "ftp://x"),
        ("BASE_URL", "ombruk.example"),
        ("SMTP_URL", "http://mail"),
        ("REDIS_URL", "memory://"),
        ("TEAMS_WEBHOOK", "teams"),
        ("OIDC_ISSUER", "entra"),
        ("INLINE_WORKER", "perhaps"),
        ("SECRET_KEY", "short"),
        ("SERCH", "whoosh"),
    ],
)
def test_a_wrong_value_is_named(name, value):
    with pytest.raises(WrongSetting, match=f"OMBRUK_{name} "):
        from_environment({f"OMBRUK_{name}": value})


def test_a_service_on_the_open_net_needs_its_own_key():
    with pytest.raises(WrongSetting, match="OMBRUK_SECRET_KEY"):
        from_environment({"OMBRUK_BASE_URL": "https://ombruk.example"})


def test_postgresql_is_reached_by_psycopg():
    settings = from_environment({"OMBRUK_DATABASE_URL": "postgresql://u:p@db/ombruk"})
    assert settings.database_url == "postgresql+psycopg://u:p@db/ombruk"


def test_an_empty_value_counts_as_not_set():
    assert from_environment({"OMBRUK_SMTP_URL": " "}).smtp_url is None
