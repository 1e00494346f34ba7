"""Every metric of the system, in one list. Names contain the unit; no label contains an id of a person."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)

# Publishing: every service
PUBLISHED = Counter("livefair_published_records", "Records that the broker acknowledged", ["topic"])
PUBLISH_SECONDS = Histogram("livefair_publish_seconds", "From sending a batch to its acknowledgement", buckets=SECONDS)
PUBLISH_REFUSED = Counter("livefair_publish_refused_records", "Records not taken because too many waited")

# Consuming: every service
CONSUMED = Counter("livefair_consumed_records", "Records read and dealt with", ["topic"])
LAG = Gauge("livefair_lag_records", "Records behind the end of the log", ["topic"])
DEAD_LETTERS = Counter(
    "livefair_dead_letters",
    "Records put aside as unreadable; those of a transaction that is tried again count again",
    ["topic"],
)

# HTTP: ingest
HTTP_SECONDS = Histogram(
    "livefair_http_seconds", "From a request to its answer, by route and status", ["route", "status"], buckets=SECONDS
)
CATALOG_BYTES = Gauge("livefair_catalog_bytes", "What the catalog in memory takes, about")
CATALOG_ROOM = Gauge("livefair_catalog_max_bytes", "What it may take: beyond that nothing new is written")
CATALOG_WAITING = Gauge("livefair_catalog_waiting_requests", "Requests that wait for a record of the catalog")
COMMENTS_REFUSED = Counter(
    "livefair_comments_refused", "Comments not posted: the person's limit, the room's, or muted", ["why"]
)
AUDIENCE_COUNTED = Counter("livefair_audience_counted", "Reactions and clicks whose sum the log has", ["what"])

# fair
BATCH_RECORDS = Histogram(
    "livefair_batch_records", "Records decided, or kept, in one transaction", ["topic"], buckets=SIZES
)
BATCH_SECONDS = Histogram(
    "livefair_batch_seconds", "Deciding and storing a part, to its commit", ["topic"], buckets=SECONDS
)
OUTCOMES = Counter(
    "livefair_outcomes",
    "Decided records by outcome; those of a transaction that is retried count again",
    ["outcome"],
)
TRANSACTIONS_RETRIED = Counter("livefair_transactions_retried", "Transactions tried again, by SQLSTATE", ["sqlstate"])
BATCHES_FENCED = Counter("livefair_batches_fenced", "Batches dropped because another member had moved on")
OUTBOX_AGE = Gauge("livefair_outbox_age_seconds", "Age of the oldest record that waits to be relayed")
READ_WAIT_SECONDS = Histogram("livefair_read_wait_seconds", "How long a read waited for its `after`", buckets=SECONDS)
READS_REFUSED = Counter("livefair_reads_refused", "Reads refused: a bound, or a share, is used up", ["what", "bound"])
EXPORTS = Counter("livefair_exports", "Files made for an organizer", ["kind", "format"])

# notify
SOCKETS = Gauge("livefair_sockets", "WebSockets that are open")
ROOMS = Gauge("livefair_rooms", "Rooms that this instance knows")
BACKLOG = Gauge("livefair_backlog_bytes", "Bytes that wait for slow readers, of all sockets, each once")
FRAMES_SENT = Counter("livefair_frames_sent", "Frames written to sockets")
BYTES_SENT = Counter("livefair_frames_sent_bytes", "Bytes of the frames written to sockets")
CLOSED = Counter(
    "livefair_sockets_closed", "Sockets that the server ended, by close code; 4409 is a slow reader", ["code"]
)
SEND_SECONDS = Histogram(
    "livefair_send_seconds", "From a record's log time to its frame on the sockets", buckets=SECONDS
)
COMMENTS_TOLD = Counter("livefair_comments_told", "Comments told in the frames of watched rooms")
COMMENTS_SKIPPED = Counter("livefair_comments_skipped", "Comments that came too fast for the frames of their room")
UNREADABLE = Counter("livefair_unreadable_records", "Records passed over by a view", ["topic"])
OLDER = Counter("livefair_older_records", "Records passed over because a newer one of the thing was known", ["topic"])
