"""What the writes of staff answer beside the receipt: models for OpenAPI."""

from __future__ import annotations

from uuid import UUID

from services.ingest.edge.answers import Accepted


class AcceptedLink(Accepted):
    """`secret` is the body of `POST /v1/staff-links/join`. It is told here and nowhere else."""

    secret: str


class AcceptedJoin(Accepted):
    """`id` is the `org` for which one acts from then on, in this fair."""

    fair: UUID
