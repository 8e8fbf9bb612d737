"""Taking what a test has written out of a PostgreSQL database again."""

import psycopg

TABLES = "select quote_ident(relname) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
SEQUENCES = "select quote_ident(sequencename), last_value, start_value from pg_sequences where schemaname = 'public'"
# Every change of what there is writes a row of a catalogue, and a row has the number of the transaction that wrote it.
CATALOGUES = ("class", "attribute", "constraint", "index", "trigger", "proc", "namespace", "statistic")
SHAPE = " union all ".join(f"select '{name}', count(*), max(xmin::text::bigint) from pg_{name}" for name in CATALOGUES)
OTHERS = (
    "select pg_terminate_backend(pid, 10000) from pg_stat_activity "
    "where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
)


class RowsOfPostgres:
    """What a database holds at first, and the way back to it."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        # No trigger runs and no reference is checked: the ledger refuses to be emptied, and order does not matter.
        self._connection.execute("set session_replication_role = replica")
        tables = [name for (name,) in self._connection.execute(TABLES).fetchall()]
        self._summing = " union all ".join(
            f"select '{name}', md5(string_agg(t::text, chr(10) order by t::text)) from {name} t" for name in tables
        )
        self._sums = self._ask(self._summing)
        self._rows = {name: self._copied(name) for name, digest in self._sums if digest}
        self._sequences = self._ask(SEQUENCES)
        self._shape = self._ask(SHAPE)

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def put_back(self) -> bool:
        """Everybody else leaves, and the rows are as they were. False when more than rows was changed."""
        try:
            self._connection.execute(OTHERS)
            if self._ask(SHAPE) != self._shape:
                return False
            with self._connection.transaction():
                self._write_back()
        except psycopg.OperationalError:
            return False
        return True

    def _write_back(self) -> None:
        for name, _ in self._ask(self._summing) - self._sums:
            self._connection.execute(f"delete from {name}".encode())
            if name in self._rows:
                with self._connection.cursor().copy(f"copy {name} from stdin".encode()) as copy:
                    copy.write(self._rows[name])
        for name, last, start in self._sequences - self._ask(SEQUENCES):
            self._connection.execute(
                "select setval(%s::regclass, %s, %s)", (name, start if last is None else last, last is not None)
            )

    def _ask(self, question: str) -> set[tuple[object, ...]]:
        return set(self._connection.execute(question.encode()).fetchall())

    def _copied(self, name: object) -> bytes:
        with self._connection.cursor().copy(f"copy {name} to stdout".encode()) as copy:
            return b"".join(copy)
