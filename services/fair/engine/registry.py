"""The one list of nouns. It determines which events are read, and how they are decided, written and published."""

from __future__ import annotations

from services.fair.applications.noun import NOUN as APPLICATIONS
from services.fair.booths.noun import NOUN as BOOTHS
from services.fair.cards.noun import NOUN as CARDS
from services.fair.closing_round.noun import NOUN as CLOSING_ROUND
from services.fair.fairs.noun import NOUN as FAIRS
from services.fair.imports.noun import NOUN as IMPORTS
from services.fair.jobs.noun import NOUN as JOBS
from services.fair.kernel.noun import Noun
from services.fair.sessions.noun import NOUN as SESSIONS
from services.fair.staff.noun import NOUN as STAFF

NOUNS: tuple[Noun, ...] = (
    FAIRS,
    BOOTHS,
    JOBS,
    APPLICATIONS,
    CLOSING_ROUND,
    CARDS,
    STAFF,
    SESSIONS,
    IMPORTS,
)
"""From the lower layers to the higher. If several nouns handle one outcome, they run in this order."""
