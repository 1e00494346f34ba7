"""The list of the writes in a session's room. `comments.py` and `reactions.py` prepare their events."""

from __future__ import annotations

from typing import Any

from services.ingest.chat.audience import Audience
from services.ingest.chat.bodies import CLICK, COMMENT, COMMENTER, COMMENTS, REACTION
from services.ingest.chat.comments import Comments
from services.ingest.chat.reactions import Reactions
from services.ingest.edge.sealing import Seals
from services.ingest.edge.write import Write, tagged
from services.ingest.sessions.access import SessionAccess


def writes(sessions: SessionAccess, audience: Audience, seals: Seals, limited: bool) -> list[Write[Any]]:
    """Comments and reactions while a session is live, and what its host does about them. The busiest first."""
    comments = Comments(sessions, seals, limited=limited)
    reactions = Reactions(sessions, audience, limited=limited)
    room, hosts = "/v1/sessions/{session}", ("organizer", "enterprise")
    click, everybody = f"{room}/drops/{{drop}}/click", (*hosts, "student")
    return [
        *tagged(
            "reactions",
            Write("POST", f"{room}/reactions", everybody, REACTION, reactions.react, counted=True),
            Write("POST", click, everybody, CLICK, reactions.click, counted=True),
        ),
        *tagged(
            "comments",
            Write("POST", f"{room}/comments", everybody, COMMENT, comments.post),
            Write("POST", f"{room}/comments/hide", hosts, COMMENTS, comments.hide, many="comments"),
            Write("POST", f"{room}/mute", hosts, COMMENTER, comments.mute),
            Write("POST", f"{room}/unmute", hosts, COMMENTER, comments.unmute),
        ),
    ]
