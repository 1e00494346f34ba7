"""Static membership in a consumer group (KIP-345): a member that is killed and restarted has its partitions back.

The restarted process joins under its name, and the broker hands it the partitions of its predecessor: the others notice
nothing, and nobody waits for the session timeout. The client (aiokafka 0.14) only joins like that. This adds the rest:

- a member that is stopped in order leaves at once; the client would let its session expire;
- a member whose name another process has taken ends; the client would take the name back, and the two would take it
  from each other for ever.
"""

from __future__ import annotations

import contextlib
from typing import Any

from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.errors import KafkaError
from aiokafka.protocol.group import JoinGroupRequest, LeaveGroupRequest

from plumbing.telemetry.fatal import stop_process

UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID = 25, 82  # error codes of the protocol


async def keep_membership(consumer: Any) -> None:
    """Complete the static membership of a consumer that was started with a `group_instance_id`."""
    consumer._coordinator.__class__ = StaticMember  # the client constructs its coordinator itself


class StaticMember(GroupCoordinator):  # type: ignore[misc]  # the client library is untyped
    """The client's coordinator of one member."""

    async def _send_req(self, request: Any) -> Any:
        """Send a request, and stop the process if the broker says that another one has joined under this name."""
        answer = await super()._send_req(request)
        code = getattr(answer, "error_code", 0)
        if code == FENCED_INSTANCE_ID:
            stop_process(
                f"another process is {self._group_instance_id} in the group {self.group_id}: "
                "each instance needs a LIVEFAIR_INSTANCE of its own"
            )
        if code == UNKNOWN_MEMBER_ID and isinstance(request, JoinGroupRequest):
            self.member_id = JoinGroupRequest.UNKNOWN_MEMBER_ID
        return answer

    def reset_generation(self) -> None:
        """Join again, with the old member id.

        The broker answers heartbeats and commits of this client alike, whether it has forgotten the member after a long
        pause or has given its name to another process. A join with the old id tells the two apart.
        """
        self.generation = -1
        self.request_rejoin()

    async def _maybe_leave_group(self) -> None:
        """Leave, so that the others take over at once. If the broker is away, the session expires later."""
        if self.generation > 0:
            with contextlib.suppress(KafkaError):
                await self._send_req(LeaveGroupRequest(self.group_id, self.member_id))
        self.member_id = JoinGroupRequest.UNKNOWN_MEMBER_ID
        self.reset_generation()
