"""Runs the examples of the API guide as one story against a system, through HTTP and WebSocket only."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.docs.guide import INDEX, Dialogue, Example, examples, pages, people
from tests.docs.pattern import Bound, differences, filled, text_differences
from tests.e2e.running import System
from tests.e2e.stage import offset_of

FRAME_S = 10.0
MARK = "\ufeff"  # at the start of a CSV, for spreadsheets


@dataclass(slots=True)
class Story:
    """`bound` has the names from answers, `newest` the receipts by topic, `last` the receipts by thing."""

    system: System
    http: httpx.AsyncClient
    bound: Bound = field(default_factory=dict)
    newest: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)

    async def is_told(self) -> list[str]:
        """Run every example in order. Returns what differs from the guide, and what depends on a failed example."""
        found: list[str] = []
        for page in pages():
            text = page.read_text(encoding="utf-8")
            if page.name == INDEX:
                await self._meets_people(text)
            for one in examples(text, page.name):
                found += [f"{one.where}: {difference}" for difference in await self._tells(one)]
        return found

    async def events(self) -> set[str]:
        """The names of the items in the story's rooms at its end."""
        public = ("fair:{fair}", "session:{session}", "session:{talk}")
        watched = [(None, room) for room in public] + [("enterprise", "enterprise:acme"), ("recruiter", "me")]
        watched += [(person, "me") for person in ("organizer", "enterprise", "student", "second", "third")]
        rooms = [await self._snapshot(person, filled(room, self.bound)) for person, room in watched]
        return {item["event"] for room in rooms for item in room["items"]}

    async def _snapshot(self, person: str | None, room: str) -> Any:
        hello = {"type": "hello"} | ({"token": self.bound[person]} if person else {})
        async with connect(f"{self.system.notify}/v1/live", compression=None) as socket:
            for said in (hello, {"type": "subscribe", "room": room}):
                await socket.send(json.dumps(said))
            await _frame(socket)
            return await _frame(socket)

    async def _meets_people(self, text: str) -> None:
        for person in people(text):
            (self.bound[person.token],) = await self.system.tokens(person.role, person.sub, org=person.org)

    async def _tells(self, one: Example | Dialogue) -> list[str]:
        await self._is_decided()
        try:
            if isinstance(one, Dialogue):
                return await self._speaks(one)
            return list(self._compared(one, await self._sent(one)))
        except KeyError as missing:
            return [f"no answer before has named {missing}"]

    async def _is_decided(self) -> None:
        """Wait for earlier writes before a read. Each topic has positions of its own."""
        for position in self.newest.values():
            answer = await self.http.get(f"{self.system.fair}/v1/fairs", params={"after": position, "limit": 1})
            answer.raise_for_status()
        self.newest.clear()

    async def _sent(self, one: Example) -> httpx.Response:
        headers = {name: filled(value, self.bound) for name, value in one.headers.items() if name != "Host"}
        body = filled(one.body, self.bound)
        if headers.get("Content-Type", "").startswith("multipart/"):
            body = body.replace("\n", "\r\n")
        elif body and "Content-Type" not in headers:
            headers["Content-Type"] = "application/json"
        address = self.system.addresses(one.service)[0].replace("ws://", "http://")
        target = filled(one.target, self.bound)
        return await self.http.request(one.method, f"{address}{target}", content=body.encode(), headers=headers)

    def _compared(self, one: Example, answer: httpx.Response) -> Iterator[str]:
        request = f"{one.method} {one.target}"
        media = answer.headers.get("content-type", "").partition(";")[0]
        if answer.status_code != one.status or (one.media and media != one.media):
            yield f"{request} is answered {answer.status_code} {media}: {answer.text[:500]}"
        elif one.answer is not None and "json" in media:
            given = answer.json()
            yield from (f"{request}: {each}" for each in differences(json.loads(one.answer), given, self.bound))
            self._keeps_receipt(given)
        elif one.answer is not None:
            given = answer.text.strip().lstrip(MARK).replace("\r\n", "\n")
            yield from (f"{request}: {each}" for each in text_differences(one.answer.strip(), given, self.bound))

    def _keeps_receipt(self, given: dict[str, Any]) -> None:
        position = (given.get("receipt") or {}).get("position")
        if position and "event_id" in given:
            self.newest[position.partition(":")[0]] = self.last[given["id"]] = position

    async def _speaks(self, dialogue: Dialogue) -> list[str]:
        """One connection per dialogue, once the live edge has read what was written to its rooms."""
        found: list[str] = []
        for room in re.findall(r'"room": "(fair:[^"]+)"', "".join(text for _, text in dialogue.frames)):
            await self._is_shown(filled(room, self.bound))
        async with connect(f"{self.system.notify}/v1/live", compression=None) as socket:
            for direction, text in dialogue.frames:
                if direction == "->":
                    await socket.send(filled(text, self.bound))
                else:
                    found += list(differences(json.loads(text), await _frame(socket), self.bound, "frame"))
        return found

    async def _is_shown(self, room: str) -> None:
        """Wait for a frame of the room that includes the last write to its fair."""
        offset = offset_of(self.last[room.partition(":")[2]])
        async with connect(f"{self.system.notify}/v1/live", compression=None) as socket:
            for said in ({"type": "hello"}, {"type": "subscribe", "room": room}):
                await socket.send(json.dumps(said))
            await _frame(socket)
            while offset_of((await _frame(socket))["decided"]) < offset:
                pass


async def _frame(socket: ClientConnection) -> Any:
    return json.loads(await asyncio.wait_for(socket.recv(), FRAME_S))
