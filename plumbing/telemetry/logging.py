"""Structured logs: one JSON object per line on stderr, each with the service and the instance. No personal data."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable

import structlog


class Sparing(logging.Filter):
    """Lets each message of the Kafka client pass once a second. The next one tells how many were left out.

    Where the broker is away, the client logs each attempt of each task: more than a hundred lines a second.
    """

    EVERY_S = 1.0

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._passed: dict[tuple[str, int], tuple[float, int]] = {}  # bounded by the logging calls of the client

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith("aiokafka"):
            return True
        call, now = (record.pathname, record.lineno), self._clock()
        at, left_out = self._passed.get(call, (now - self.EVERY_S, 0))
        if now - at < self.EVERY_S:
            self._passed[call] = (at, left_out + 1)
            return False
        self._passed[call] = (now, 0)
        if left_out:
            record.msg = f"{record.msg} (and {left_out} more since the last one)"
        return True


def configure(service: str, instance: str, level: str = "info") -> None:
    """Send our own logs and those of libraries through one JSON renderer."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        # without the frames' variables, which may contain personal data
        structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service, instance=instance)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    handler.addFilter(Sparing())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(number)
    for library in ("aiokafka", "websockets"):  # they log every connection
        logging.getLogger(library).setLevel(max(number, logging.WARNING))
    logging.getLogger("uvicorn.access").disabled = True  # the services log their own requests, without personal data
