"""The engine inside PostgreSQL: its own tables, changed in the same transaction as the listings they tell of."""
