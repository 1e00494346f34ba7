"""What fair passes to `plumbing.eventlog`: how its log is read, decided and stored, and which topics reads wait for."""

from __future__ import annotations

from plumbing.eventlog.inbox import Inbox
from plumbing.eventlog.sink import Sink
from schemas.topics import CHAT, FAIRS, PEOPLE
from services.fair.engine import store
from services.fair.kernel.dead_letters import dead_letter
from services.fair.kernel.log import read

INBOX_COLUMNS = {"state": "text", "flags": "jsonb"}
"""What the sender of a refused request learns beside the reason."""
AWAITED = {topic.name: topic.partitions for topic in (FAIRS, PEOPLE)}
"""The topics whose end every read waits for."""
AWAITED_BY_SESSION = {CHAT.name: CHAT.partitions}
"""The topics whose end only reads of a session's room wait for."""

DECIDED = Sink(read, Inbox(store.decide_batch, INBOX_COLUMNS).write, dead_letter)
