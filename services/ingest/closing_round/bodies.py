"""What the bodies of writes of the closing round may hold. No I/O."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from schemas.closing_round import Wishes
from services.ingest.edge.bodies import json_of, once


class WishesBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    jobs: Annotated[Wishes, AfterValidator(once)]


WISHES = json_of(WishesBody)
