"""Two schemas are compared row by row, and differences are named."""

from __future__ import annotations

from plumbing.eventlog.comparison import SHOWN_MAX, Difference, compare
from tests.plumbing.postgres.connections import connection_to

TABLES = """
CREATE SCHEMA one; CREATE SCHEMA two;
CREATE TABLE one.things (place text, number int, said jsonb, words text[], PRIMARY KEY (place, number));
CREATE TABLE two.things (LIKE one.things INCLUDING ALL);
CREATE TABLE one.outbox (id int PRIMARY KEY); CREATE TABLE two.outbox (LIKE one.outbox INCLUDING ALL);
INSERT INTO one.outbox VALUES (1);
INSERT INTO one.things VALUES ('a', 1, '{"x": 1.0}', '{p,q}'), ('a', 2, NULL, NULL), ('b', 1, '{"x": 2}', '{}');
INSERT INTO two.things VALUES ('a', 1, '{"x": 1}', '{p,q}'), ('a', 3, NULL, NULL), ('b', 1, '{"x": 2}', '{r}');
"""


async def test_each_side_and_each_column(empty_database: str) -> None:
    """Changed, missing and additional rows are found by their key; JSON is compared by value."""
    async with connection_to(empty_database) as connection:
        await connection.execute(TABLES)
        done = await compare(connection, "one", "two", {"outbox"})
    assert done.rows == {"things": 3}
    assert [str(difference) for difference in done.first] == [
        "things place=a, number=2: in the tables, the log does not have it",
        "things place=a, number=3: missing in the tables, the log has it",
        "things place=b, number=1: words is [], the log says ['r']",
    ]


async def test_only_the_first_are_told(empty_database: str) -> None:
    """All are counted, and the first twenty are kept."""
    async with connection_to(empty_database) as connection:
        await connection.execute(TABLES)
        await connection.execute("INSERT INTO one.things SELECT 'c', n FROM generate_series(1, 50) n")
        done = await compare(connection, "one", "two", {"outbox"})
    assert (done.different, len(done.first)) == (53, SHOWN_MAX)


def test_a_long_value_is_cut() -> None:
    """A line stays readable, and names only the columns that differ."""
    line = str(Difference("things", {"id": 1}, {"id": 1, "text": "x" * 5_000}, {"id": 1, "text": "y"}))
    assert line.startswith("things id=1: text is 'xxx")
    assert line.endswith("..., the log says 'y'")
    assert len(line) < 300
