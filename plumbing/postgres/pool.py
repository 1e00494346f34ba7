"""The pool, with a time limit on everything, and transactions that are retried if a retry can succeed."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import asyncpg
import structlog

from plumbing.telemetry import metrics

CONNECT_TIMEOUT_S = 5.0
COMMAND_TIMEOUT_S = 30.0
ACQUIRE_TIMEOUT_S = 5.0
CLOSE_TIMEOUT_S = 5.0
ABANDONED_MS = 10_000  # a process suspended in a transaction holds its locks no longer: another one continues
STATEMENT_MS = 60_000  # above our own limit, for the case that this process cannot enforce it
BACKOFF_MAX_S = 2.0

# Classes of SQLSTATE that are transient: connection, rollback, resources, locks, intervention, system, internal.
PASSING_CLASSES = frozenset({"08", "40", "53", "55", "57", "58", "XX"})
# And single ones: a transaction abandoned while the process was suspended, a standby after a failover, and
# "cached plan must not change result type" after a migration.
PASSING_STATES = frozenset({"25P03", "25006", "0A000"})
# Classes that the data causes: a value, a constraint, a limit of the program.
DATA_CLASSES = frozenset({"22", "23", "54"})
Result = TypeVar("Result")
Work = Callable[[asyncpg.Connection], Awaitable[Result]]
log = structlog.get_logger(__name__)


class Outlasted(Exception):
    """The transaction took longer than the database waits for it, each time that it was tried."""


class Pool:
    """A pool of connections to one database."""

    def __init__(self, dsn: str, *, size_max: int = 10, name: str = "livefair") -> None:
        self._dsn = dsn
        self._size_max = size_max
        self._name = name
        self._pool: asyncpg.Pool | None = None

    async def start(self) -> None:
        """Open the first connections. Raises OSError or a PostgresError if there is no database."""
        self._pool = await asyncpg.create_pool(
            self._dsn,
            min_size=1,
            max_size=self._size_max,
            timeout=CONNECT_TIMEOUT_S,
            command_timeout=COMMAND_TIMEOUT_S,
            init=speak_json,
            server_settings={
                "application_name": self._name,
                "idle_in_transaction_session_timeout": str(ABANDONED_MS),
                "jit": "off",
                "statement_timeout": str(STATEMENT_MS),
                "tcp_keepalives_idle": "10",  # the locks of a vanished host are released after about 40 s
                "tcp_keepalives_interval": "10",
                "tcp_keepalives_count": "3",
                "timezone": "UTC",
            },
        )

    async def stop(self) -> None:
        if self._pool is not None:
            try:
                await asyncio.wait_for(self._pool.close(), CLOSE_TIMEOUT_S)
            except TimeoutError:
                self._pool.terminate()

    async def read(self, work: Work[Result]) -> Result:
        """Run `work` on a connection; a second time if the connection broke or a plan became stale."""
        try:
            return await self._once(work)
        except Exception as error:
            if not can_be_retried(error):
                raise
            return await self._once(work)

    async def transact(
        self, work: Work[Result], *, give_up: Callable[[], bool] = lambda: False, tries: int | None = None
    ) -> Result:
        """Run `work` in a transaction, and retry it as long as the failure is transient.

        The call ends with success, with a permanent error, or when `give_up()` returns true. Work that outlasts the
        time that the database waits for it is run `tries` times (None: again and again); then Outlasted is raised. A
        commit whose response was lost is retried too, so `work` must detect that it was done before.
        """
        wait_s, outlasted = 0.05, 0
        while True:
            started = time.monotonic()
            try:
                return await self._once(lambda connection: _in_transaction(connection, work))
            except Exception as error:
                if give_up() or not can_be_retried(error):
                    raise
                outlasted += _took_too_long(error, time.monotonic() - started)
                if tries is not None and outlasted >= tries:
                    raise Outlasted(f"took longer than {ABANDONED_MS / 1000:g} s, {tries} times") from error
                metrics.TRANSACTIONS_RETRIED.labels(getattr(error, "sqlstate", None) or type(error).__name__).inc()
                log.warning("transaction_retried", error=repr(error), wait_s=wait_s)
                await asyncio.sleep(wait_s)
                wait_s = min(wait_s * 2, BACKOFF_MAX_S)

    async def _once(self, work: Work[Result]) -> Result:
        assert self._pool is not None, "the pool is not started"
        async with self._pool.acquire(timeout=ACQUIRE_TIMEOUT_S) as connection:
            return await work(connection)


def can_be_retried(error: BaseException) -> bool:
    """Whether the same transaction may succeed a moment later."""
    if isinstance(error, asyncpg.PostgresError):
        state = error.sqlstate or ""
        return state in PASSING_STATES or state[:2] in PASSING_CLASSES
    return isinstance(error, OSError | TimeoutError | asyncpg.InterfaceError | asyncpg.InternalClientError)


def lies_in_the_data(error: BaseException) -> bool:
    """Whether the database refuses a value, so that it would accept the other records."""
    if isinstance(error, asyncpg.PostgresError):
        return (error.sqlstate or "")[:2] in DATA_CLASSES
    return not can_be_retried(error)


def _took_too_long(error: BaseException, seconds: float) -> bool:
    """Whether the database ended the transaction because this process did nothing with it for too long."""
    # The client says of a connection that was ended in the meantime only that it is closed.
    ended = isinstance(error, asyncpg.IdleInTransactionSessionTimeoutError | asyncpg.InterfaceError)
    return ended and seconds >= ABANDONED_MS / 1000


async def _in_transaction(connection: asyncpg.Connection, work: Work[Result]) -> Result:
    async with connection.transaction():
        return await work(connection)


async def speak_json(connection: asyncpg.Connection) -> None:
    """Map `jsonb` to Python values; a text is written as the JSON that it contains."""

    def encode(value: Any) -> str:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    await connection.set_type_codec("jsonb", encoder=encode, decoder=json.loads, schema="pg_catalog")
