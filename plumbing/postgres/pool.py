"""The pool, with a time limit on everything, and transactions that are tried again when trying again can help."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import asyncpg
import structlog

from plumbing.telemetry import metrics

CONNECT_TIMEOUT_S = 5.0
COMMAND_TIMEOUT_S = 30.0
ACQUIRE_TIMEOUT_S = 5.0
ABANDONED_MS = 10_000  # a process that was stopped in a transaction holds its locks no longer: another goes on
BACKOFF_MAX_S = 2.0

# 40001 serialization, 40P01 deadlock, 25P03 abandoned, 53300 too many connections, 57P01..57P03 stopping or starting,
# 0A000 "cached plan must not change result type" after a migration, 25006 read-only standby after a failover
RETRIED_SQLSTATES = frozenset({"40001", "40P01", "25P03", "53300", "57P01", "57P02", "57P03", "0A000", "25006"})
Result = TypeVar("Result")
Work = Callable[[asyncpg.Connection], Awaitable[Result]]
log = structlog.get_logger(__name__)


class Pool:
    """A pool of connections to one database."""

    def __init__(self, dsn: str, *, size_max: int = 10, name: str = "livefair") -> None:
        self._dsn = dsn
        self._size_max = size_max
        self._name = name
        self._pool: asyncpg.Pool | None = None

    async def start(self) -> None:
        """Open the first connections. Raises OSError or a PostgresError where there is no database."""
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
                "timezone": "UTC",
            },
        )

    async def stop(self) -> None:
        if self._pool is not None:
            try:
                await asyncio.wait_for(self._pool.close(), 5)
            except TimeoutError:
                self._pool.terminate()

    async def read(self, work: Work[Result]) -> Result:
        """Run `work` on a connection, a second time where a connection broke or a plan went stale."""
        try:
            return await self._once(work)
        except Exception as error:
            if not can_be_retried(error):
                raise
            return await self._once(work)

    async def transact(self, work: Work[Result], *, give_up: Callable[[], bool] = lambda: False) -> Result:
        """Run `work` in a transaction, again and again while the failure is one that passes.

        Whoever waits keeps waiting: it ends with success, with an error that will not pass, or when `give_up()` says
        so. A commit whose answer was lost is tried again too, so `work` must notice that it was done before.
        """
        wait_s = 0.05
        while True:
            try:
                return await self._once(lambda connection: _in_transaction(connection, work))
            except Exception as error:
                if give_up() or not can_be_retried(error):
                    raise
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
        return error.sqlstate in RETRIED_SQLSTATES or str(error.sqlstate or "").startswith("08")
    return isinstance(error, OSError | TimeoutError | asyncpg.InterfaceError | asyncpg.InternalClientError)


async def _in_transaction(connection: asyncpg.Connection, work: Work[Result]) -> Result:
    async with connection.transaction():
        return await work(connection)


async def speak_json(connection: asyncpg.Connection) -> None:
    """Read and write `jsonb` as Python's own values; a text is written as the JSON that it is."""

    def encode(value: Any) -> str:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    await connection.set_type_codec("jsonb", encoder=encode, decoder=json.loads, schema="pg_catalog")
