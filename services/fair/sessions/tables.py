"""The tables of sessions, drops, their minutes and their replay, as a batch writes them."""

from __future__ import annotations

from services.fair.kernel.tables import Table, columns

SESSIONS = Table(
    "sessions",
    ("id",),
    columns(
        "id uuid",
        "fair uuid fixed",
        "org text fixed",
        "host text fixed",
        "title text",
        "starts_at timestamptz",
        "stream_url text",
        "run_of_show jsonb",
        "state text",
        "place bigint fixed",
        "created_at timestamptz fixed",
        "paused boolean",
        "pinned uuid",
        "started_at timestamptz",
        "ended_at timestamptz",
        "drops int",
        "viewers_peak int",
        "muted text[]",
        "counters jsonb = '{}'",  # WRITE_COUNTERS sets those of a new session, in the same transaction
    ),
)
DROPS = Table(
    "drops",
    ("id",),
    columns(
        "id uuid",
        "session uuid fixed",
        "fair uuid fixed",
        "job uuid fixed",
        "cap int",
        "state text",
        "number int fixed",
        "place bigint fixed",
        "opened_at timestamptz fixed",
        "closed_at timestamptz",
        "submissions int",
        "standing int",
        "admitted int",
        "waiting int",
    ),
)
FUNNEL = ("submissions", "waitlisted", "moved_up", "withdrawn", "views", "shortlisted")
MINUTES = Table(
    "session_minutes",
    ("session", "minute"),
    columns(
        "session uuid",
        "minute timestamptz",
        *(f"{name} int" for name in FUNNEL),
        "viewers int",
        "viewers_peak int",
    ),
)
SECONDS = Table(
    "drop_seconds",
    ("drop", "second"),
    columns("drop uuid", "second timestamptz", "submissions int", "standing int", "remaining int"),
)
ITEMS = Table(
    "session_items",
    ("session", "offset", "number"),
    columns(
        "session uuid",
        "offset bigint",
        "number int",
        "at timestamptz",
        "event text",
        "event_id uuid",
        "data jsonb",
    ),
)
WRITE_SESSIONS = SESSIONS.upsert()
WRITE_COUNTERS = SESSIONS.update("counters")
WRITE_DROPS = DROPS.upsert()
ADD_MINUTES = MINUTES.add(*FUNNEL)
WRITE_SECONDS = SECONDS.upsert()
WRITE_VIEWERS = MINUTES.put("viewers", "viewers_peak")
WRITE_ITEMS = ITEMS.insert()
STATEMENTS = (
    WRITE_SESSIONS,
    WRITE_COUNTERS,
    WRITE_DROPS,
    ADD_MINUTES,
    WRITE_SECONDS,
    WRITE_VIEWERS,
    WRITE_ITEMS,
)
