"""Erases a person: destroys the keys of their texts, deletes their resume, and says so in the log.

A key is first emptied, and deleted after the log has its name. So an erasure that was interrupted finds all names again
when it is repeated. Nothing lists a person's keys: their names are computed for every fair, and for every job under
which there are keys of applicants.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

from plumbing.objects.store import Objects
from plumbing.sealing.keys import FOLDER, Keys
from schemas.application import application_id
from schemas.person import KEYS_MAX, PersonErased
from schemas.personal import application_key, person_key
from schemas.resume import folder_path
from schemas.topics import PEOPLE
from services.ingest.edge.bodies import NothingBody
from services.ingest.edge.rate_limit import RateLimit
from services.ingest.edge.write import Call, Draft, Logged
from services.ingest.resumes.access import ResumeAccess

PER_SECOND, BURST = 1 / 60, 3
TOO_OFTEN = "You erase yourself too often: three times at once, then once a minute."
AT_ONCE = 32


class Erasure:
    """Erases the caller. `limited` sets a rate limit: an erasure looks into every fair."""

    def __init__(self, objects: Objects, keys: Keys, resumes: ResumeAccess, *, limited: bool) -> None:
        self._objects, self._keys, self._resumes = objects, keys, resumes
        self._limit = RateLimit(PER_SECOND, BURST, TOO_OFTEN) if limited else None

    async def erase(self, call: Call[NothingBody]) -> Logged:
        """Erase what the caller has typed, everywhere: comments, questions, messages, what was written about their
        applications, and their resume. Applications stay as facts without a text.
        """
        person = call.person.sub
        if self._limit is not None:
            self._limit.spend(person)
        names = [name async for name in self._keys_of(person)]
        for name in names:
            await self._objects.put(f"{FOLDER}/{name}", b"")
        for resume in await self._resumes.ids(person):
            async for file in self._objects.listed(folder_path(resume)):
                await self._objects.delete(file.path)
        for first in range(0, max(1, len(names)), KEYS_MAX):
            event = PersonErased(person=person, keys=names[first : first + KEYS_MAX])
            receipt = await call.publish(Draft(person, event, person, PEOPLE.name))
        for name in names:
            await self._objects.delete(f"{FOLDER}/{name}")
        self._keys.forget(names)
        return Logged(person, call.event_id, receipt)

    async def _keys_of(self, person: str) -> AsyncIterator[str]:
        """The names of the keys of a person that exist."""
        for folder in await self._objects.folders(FOLDER):
            fair = UUID(folder.rpartition("/")[2])
            wanted = [person_key(fair, await self._keys.blind(fair, person))]
            for of_job in await self._objects.folders(folder):
                job = UUID(of_job.rpartition("/")[2])
                application = await self._keys.blind(fair, application_id(job, person))
                wanted.append(application_key(fair, job, application))
            for first in range(0, len(wanted), AT_ONCE):
                part = wanted[first : first + AT_ONCE]
                found = await asyncio.gather(*(self._objects.get_small(f"{FOLDER}/{name}") for name in part))
                for name, content in zip(part, found, strict=True):
                    if content is not None:
                        yield name
                await asyncio.sleep(0)
