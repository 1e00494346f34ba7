"""Who may call which route: the contract's "Who may do what" as data. Answers are compared with it, never recorded.

A route that no right lists fails the test of completeness. A route may stand twice, the second time with a query that
needs another right.
"""

from __future__ import annotations

from tests.e2e.rights.relations import (
    ENTERPRISE,
    ORGANIZER,
    STUDENT,
    anybody,
    applied,
    has_booth,
    hosts,
    imported,
    leads,
    may_join,
    nobody,
    of_both_sides,
    organizes,
    plans,
    reads_resume,
    recruits,
    seeks,
    sent_many,
    sent_one,
)
from tests.e2e.rights.right import ANY_ROLE, EVERYBODY, FORBIDDEN, Right

APPLICATION = "GET /v1/jobs/{job}/applications/{application}"
RIGHTS = (
    Right(
        EVERYBODY,
        anybody,
        """
        GET /healthz
        GET /readyz
        GET /metrics
        GET /openapi.json
        GET /asyncapi.json
        GET /.well-known/jwks.json
        GET /pages/config.json
        """,
        ignores_token=True,
    ),
    Right(
        EVERYBODY,
        anybody,
        """
        GET /v1/fairs
        GET /v1/fairs/{fair}
        GET /v1/fairs/{fair}/booths
        GET /v1/fairs/{fair}/counters
        GET /v1/fairs/{fair}/timeline
        GET /v1/fairs/{fair}/jobs
        GET /v1/fairs/{fair}/breakdown?by=region
        GET /v1/fairs/{fair}/sessions
        GET /v1/sessions/{session}
        GET /v1/sessions/{session}/funnel
        GET /v1/sessions/{session}/questions
        GET /v1/sessions/{session}/comments
        GET /v1/sessions/{session}/replay
        GET /v1/jobs/{job}
        """,
    ),
    Right(EVERYBODY, anybody, "GET /v1/fairs/{fair}/closing-round", needs="round"),
    Right(EVERYBODY, nobody, "GET /v1/attachments/{resume}/{sha256}", ignores_token=True),  # by grant alone
    Right((ORGANIZER,), anybody, "POST /v1/fairs"),
    Right(
        (ORGANIZER,),
        organizes,
        """
        PATCH /v1/fairs/{fair}
        POST /v1/fairs/{fair}/publish
        POST /v1/fairs/{fair}/open
        POST /v1/fairs/{fair}/pause
        POST /v1/fairs/{fair}/resume
        POST /v1/fairs/{fair}/wind-down
        POST /v1/fairs/{fair}/close
        POST /v1/fairs/{fair}/reopen
        POST /v1/fairs/{fair}/archive
        POST /v1/fairs/{fair}/closing-round
        POST /v1/fairs/{fair}/booths/approve
        POST /v1/fairs/{fair}/booths/refuse
        POST /v1/fairs/{fair}/jobs/close
        GET /v1/fairs/{fair}/applications
        GET /v1/fairs/{fair}/exports/{kind}.{format}
        GET /v1/fairs/{fair}/report
        GET /v1/fairs/{fair}/report.xlsx
        GET /v1/fairs/{fair}/report.pdf
        GET /v1/fairs/{fair}/jobs?flagged=true
        GET /v1/fairs/{fair}/closing-round?dry_run=true
        """,
        others=FORBIDDEN,
    ),
    Right(
        (ORGANIZER,),
        organizes,
        """
        POST /v1/fairs/{fair}/booths/{org}/approve
        POST /v1/fairs/{fair}/booths/{org}/refuse
        """,
        others=FORBIDDEN,
        needs="booth",
    ),
    Right((ENTERPRISE,), anybody, "POST /v1/fairs/{fair}/booths"),
    Right((ENTERPRISE,), has_booth, "POST /v1/fairs/{fair}/jobs", others=FORBIDDEN),
    Right((ENTERPRISE, ORGANIZER), seeks, "POST /v1/fairs/{fair}/jobs/import", others=FORBIDDEN),
    Right((ENTERPRISE, ORGANIZER), seeks, "GET /v1/fairs/{fair}/cards", others=FORBIDDEN),
    Right((ENTERPRISE,), has_booth, "POST /v1/fairs/{fair}/cards/{card}/approach", others=FORBIDDEN),
    Right(
        (ENTERPRISE,),
        leads,
        """
        PATCH /v1/fairs/{fair}/booths/{org}
        POST /v1/fairs/{fair}/booths/{org}/staff-links
        DELETE /v1/fairs/{fair}/booths/{org}/staff-links/{link}
        DELETE /v1/fairs/{fair}/booths/{org}/staff/{person}
        POST /v1/fairs/{fair}/booths/{org}/staff/remove
        """,
        others=FORBIDDEN,
        refused=FORBIDDEN,
    ),
    Right(
        (ENTERPRISE,),
        recruits,
        """
        GET /v1/fairs/{fair}/booths/{org}/staff
        GET /v1/fairs/{fair}/booths/{org}/staff-links
        """,
        others=FORBIDDEN,
    ),
    Right((ENTERPRISE,), may_join, "POST /v1/staff-links/{secret}/join\nPOST /v1/staff-links/join", needs="secret"),
    Right((ENTERPRISE,), anybody, "GET /v1/me/staff"),
    Right(
        (ENTERPRISE,),
        recruits,
        """
        PATCH /v1/jobs/{job}
        POST /v1/jobs/{job}/close
        """,
        others=FORBIDDEN,
        refused=FORBIDDEN,
    ),
    Right(
        (ENTERPRISE,),
        recruits,
        """
        PUT /v1/jobs/{job}/ranking
        POST /v1/jobs/{job}/applications/view
        POST /v1/jobs/{job}/applications/shortlist
        POST /v1/jobs/{job}/applications/invite
        POST /v1/jobs/{job}/applications/refuse
        POST /v1/jobs/{job}/applications/{application}/view
        POST /v1/jobs/{job}/applications/{application}/shortlist
        POST /v1/jobs/{job}/applications/{application}/invite
        POST /v1/jobs/{job}/applications/{application}/refuse
        POST /v1/jobs/{job}/applications/{application}/hire
        POST /v1/jobs/{job}/applications/{application}/assign
        GET /v1/jobs/{job}/ranking
        GET /v1/jobs/{job}/applications
        GET /v1/jobs/{job}/approaches
        GET /v1/jobs/{job}/closing-rounds
        """,
        refused=FORBIDDEN,
    ),
    Right((ENTERPRISE,), recruits, "GET /v1/jobs/{job}/closing-round", refused=FORBIDDEN, needs="round"),
    Right((ENTERPRISE, STUDENT), of_both_sides, APPLICATION, refused=FORBIDDEN, needs="application"),
    Right((ENTERPRISE, STUDENT), reads_resume, f"{APPLICATION}/resume", refused=FORBIDDEN, needs="application"),
    Right(
        (STUDENT,),
        applied,
        """
        POST /v1/jobs/{job}/applications/{application}/accept
        POST /v1/jobs/{job}/applications/{application}/decline
        POST /v1/jobs/{job}/applications/{application}/withdraw
        """,
        needs="application",
    ),
    Right(
        (STUDENT,),
        applied,
        """
        POST /v1/jobs/{job}/approaches/{approach}/accept
        POST /v1/jobs/{job}/approaches/{approach}/decline
        """,
        needs="approach",
    ),
    Right(
        (STUDENT,),
        anybody,
        """
        POST /v1/jobs/{job}/applications
        PUT /v1/fairs/{fair}/card
        POST /v1/fairs/{fair}/card/hide
        PUT /v1/fairs/{fair}/ranking
        GET /v1/fairs/{fair}/ranking
        PUT /v1/me/resume
        PUT /v1/me/resume/attachment
        GET /v1/me/resume
        GET /v1/me/applications
        GET /v1/me/approaches
        GET /v1/me/cards
        GET /v1/me/closing-rounds
        GET /v1/me/consents
        GET /v1/me/reads
        """,
    ),
    Right(ANY_ROLE, anybody, "DELETE /v1/me"),
    Right((ORGANIZER, ENTERPRISE), imported, "GET /v1/imports/{id}\nDELETE /v1/imports/{id}"),
    Right((ORGANIZER, ENTERPRISE), imported, "GET /v1/imports/{id}/rejected.{format}"),
    Right((ORGANIZER, ENTERPRISE), anybody, "GET /v1/me/imports"),
    Right((ORGANIZER, ENTERPRISE), plans, "POST /v1/fairs/{fair}/sessions", others=FORBIDDEN),
    Right(
        (ORGANIZER, ENTERPRISE),
        hosts,
        """
        PATCH /v1/sessions/{session}
        POST /v1/sessions/{session}/start
        POST /v1/sessions/{session}/end
        POST /v1/sessions/{session}/pause
        POST /v1/sessions/{session}/resume
        POST /v1/sessions/{session}/pin
        POST /v1/sessions/{session}/announce
        POST /v1/sessions/{session}/drops
        POST /v1/sessions/{session}/drops/next
        POST /v1/sessions/{session}/comments/hide
        POST /v1/sessions/{session}/mute
        POST /v1/sessions/{session}/unmute
        """,
        refused=FORBIDDEN,
    ),
    Right(
        (ORGANIZER, ENTERPRISE),
        hosts,
        """
        POST /v1/sessions/{session}/questions/{question}/answer
        POST /v1/sessions/{session}/questions/{question}/hide
        """,
        refused=FORBIDDEN,
        needs="question",
    ),
    Right(
        (ORGANIZER, ENTERPRISE),
        hosts,
        """
        POST /v1/sessions/{session}/drops/{drop}/extend
        POST /v1/sessions/{session}/drops/{drop}/close
        """,
        refused=FORBIDDEN,
        needs="drop",
    ),
    Right(
        ANY_ROLE,
        anybody,
        """
        POST /v1/sessions/{session}/comments
        POST /v1/sessions/{session}/reactions
        POST /v1/sessions/{session}/questions
        """,
    ),
    Right(ANY_ROLE, anybody, "POST /v1/sessions/{session}/questions/{question}/upvote", needs="question"),
    Right(ANY_ROLE, anybody, "POST /v1/sessions/{session}/drops/{drop}/click", needs="drop"),
    Right(ANY_ROLE, sent_one, "GET /v1/outcomes/{event_id}"),
    Right(ANY_ROLE, sent_many, "GET /v1/outcomes/{event_id}/items"),
)
RIGHT_OF = {route.strip(): right for right in RIGHTS for route in right.routes.strip().splitlines()}
"""The right of each route, by method, path and query."""
ENDING = (
    "POST /v1/jobs/{job}/applications/{application}/withdraw",
    "POST /v1/jobs/{job}/applications/{application}/decline",
    "POST /v1/jobs/{job}/applications/{application}/refuse",
    "POST /v1/jobs/{job}/applications/refuse",
    "POST /v1/jobs/{job}/close",
    "POST /v1/fairs/{fair}/jobs/close",
    "POST /v1/sessions/{session}/end",
    "POST /v1/fairs/{fair}/card/hide",
    "POST /v1/staff-links/{secret}/join",
    "POST /v1/staff-links/join",
    "DELETE /v1/fairs/{fair}/booths/{org}/staff-links/{link}",
    "DELETE /v1/fairs/{fair}/booths/{org}/staff/{person}",
    "POST /v1/fairs/{fair}/booths/{org}/staff/remove",
    "POST /v1/fairs/{fair}/booths/refuse",
    "POST /v1/fairs/{fair}/booths/{org}/refuse",
    "POST /v1/fairs/{fair}/booths/approve",
    "POST /v1/fairs/{fair}/booths/{org}/approve",
    "POST /v1/fairs/{fair}/publish",
    "POST /v1/fairs/{fair}/open",
    "POST /v1/fairs/{fair}/pause",
    "POST /v1/fairs/{fair}/resume",
    "POST /v1/fairs/{fair}/wind-down",
    "POST /v1/fairs/{fair}/close",
    "POST /v1/fairs/{fair}/reopen",
    "POST /v1/fairs/{fair}/archive",
    "DELETE /v1/imports/{id}",
    "DELETE /v1/me",
)
"""What gives or takes rights, or moves what others need: where it is allowed, it is tried after everything else."""
