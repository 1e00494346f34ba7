"""Messages and reasons that the log holds sealed."""

from __future__ import annotations

from pathlib import Path

from schemas.application import ApplicationRefused, application_id
from tests.services.fair.site import Site
from tests.services.fair.story import Teller

t = Teller()
KEY = f"{t.fair.hex}/{'a' * 32}"
ONE = f"/v1/jobs/{t.job('a')}/applications/{application_id(t.job('a'), 'stu-1')}"


async def test_texts_are_opened_until_their_key_is_destroyed(site: Site, tmp_path: Path) -> None:
    """The student reads the message, the reason and the history; then they are empty, and the application is as it
    was, in the organizer's export too.
    """
    word = await site.api.keys.seal(KEY, "我很感兴趣")
    refused = t._by_enterprise(ApplicationRefused, "stu-1", "a", sealed_reason=word)
    await site.fill([*t.ready("a")], t.submitted("stu-1", message=word), refused)
    body = (await site.get(ONE, "student")).json()
    assert (body["message"], body["reason"], body["history"][-1]["reason"]) == ("我很感兴趣",) * 3
    export = f"/v1/fairs/{t.fair}/exports/applications.csv"
    assert "我很感兴趣" in (await site.get(export, "organizer")).text
    site.api.keys.forget([KEY])
    (tmp_path / "objects" / "keys" / KEY).unlink()
    body = (await site.get(ONE, "student")).json()
    assert (body["message"], body["reason"], body["history"][-1]["reason"], body["state"]) == ("", "", "", "refused")
    text = (await site.get(export, "organizer")).text
    assert ("stu-1" in text, "sealed:" in text, "我很感兴趣" in text) == (True, False, False)
