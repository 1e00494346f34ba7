"""Where the code keeps what may become more: each dict, list, set, deque and the like that an object holds.

A module that declares a `Limit` bounds its own. For all others `STATED` says what bounds them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.sources import module_name, python_files, tree_of

KINDS = {"dict", "list", "set", "deque", "OrderedDict", "Counter", "defaultdict"}

OF_A_LIMIT = """
services.notify.edge.line.Line._held services.notify.edge.sockets.Socket._inbox
services.notify.edge.sockets.Socket._parts services.notify.rooms.protocol.Connection.rooms
services.notify.rooms.room.Room._counters services.notify.rooms.room.Room._items
services.ingest.packed.PackedJobs._buckets
services.ingest.packed.Shared._facts services.ingest.packed.Shared._free services.ingest.packed.Shared._jobs
services.ingest.packed.Shared._numbers
plumbing.limits.Shares.of plumbing.turns.Turns._queues plumbing.turns.Turns._running
"""
"""Bounded by the `Limit` of another module: buffers, rooms and the catalog by bytes, the rest by those who wait."""

OF_A_CACHE = """
plumbing.auth.tokens.Verifier._known plumbing.rate.Rate._empty_at plumbing.sealing.keys.Keys._known
services.fair.jobs.public_number_reads.Cuts._kept services.fair.resumes.reads.ResumeReads._recorded
services.fair.sessions.current_viewers.CurrentViewers._now
services.ingest.jobs.import_rows.Acknowledged._until
services.ingest.resumes.access.ResumeAccess._cards services.notify.rooms.audience.Audience._peaks
services.notify.rooms.talks.Talks._remembered services.notify.rooms.talks.Talks._sums
"""
"""Bounded by a constant beside it: what was used longest ago is forgotten."""

OF_THE_SYSTEM = """
plumbing.eventlog.consumer.Consumer._expected plumbing.eventlog.replay.Replay.at
plumbing.telemetry.logging.Sparing._passed plumbing.workers.Sharing.given
services.fair.kernel.answer._Form._plans services.fair.kernel.noun.Noun.events
services.fair.kernel.noun.Noun.follows services.fair.kernel.noun.Noun.follows_together
services.fair.kernel.noun.Noun.ids services.fair.kernel.noun.Noun.keeps services.fair.kernel.noun.Noun.observes
services.fair.kernel.noun.Noun.tells services.fair.kernel.noun.Noun.touches services.fair.kernel.tables.Table._by_name
services.fair.wiring.Decider._watching services.notify.feeds.chat.Chat._offsets
services.notify.rooms.audience.Audience._newest services.notify.rooms.audience._Totals._of
services.notify.rooms.room.Room._decided
"""
"""As many as there are partitions, instances, nouns, columns or calls in the code: nobody who asks can make more."""

OF_VIEWERS = """
services.notify.rooms.audience.Audience._unsettled services.notify.rooms.audience._Report.totals
services.notify.rooms.audience._Totals.by_room services.fair.sessions.viewers.Viewers._minutes
services.fair.sessions.viewers.Viewers._peaks
"""
"""The sessions that have viewers, which the sockets of all instances bound: for 3.5 s, and in fair for the minutes
whose viewers it has not yet written, with a constant number of sessions each."""

OF_ONE_STEP = """
plumbing.eventlog.comparison.Comparison.first plumbing.eventlog.comparison.Comparison.rows
plumbing.eventlog.deadlines.Deadlines._appended plumbing.eventlog.inbox.Verdict.more
services.ingest.imports.layout.Layout.header services.ingest.jobs.noted_run.NotedRun._rejected
services.ingest.jobs.noted_run.NotedRun._sent services.ingest.jobs.running.Batches._flying
services.fair.applications.reach.Reach.applicants services.fair.applications.reach.Reach.desks
services.fair.applications.reach.Reach.holders services.fair.applications.reach.Reach.releasing
services.fair.chat.store.Heard.comments services.fair.chat.store.Heard.hidden
services.fair.chat.store.Heard.minutes services.fair.chat.store.Heard.seconds
services.fair.engine.loading.Senders.booths services.fair.engine.loading.Senders.people
services.fair.engine.telling.Rooms.causes services.fair.engine.telling.Rooms.decided
services.fair.engine.telling.Rooms.fairs services.fair.engine.telling.Rooms.items
services.ingest.imports.layout.Layout.columns services.ingest.imports.layout.Layout.ignored
services.ingest.imports.layout.Layout.sheets services.ingest.imports.read_spreadsheet.MergedCells._values
services.ingest.imports.layout.Layout.doubly_claimed services.ingest.imports.layout.Layout.unread
services.ingest.imports.read_spreadsheet.StoredNumbers._of_row
services.ingest.imports.read_spreadsheet._CellReader.found services.ingest.jobs.pacing.Pace._ahead
services.ingest.jobs.import_rows.Account.warnings
services.ingest.jobs.import_rows.Account.rejected services.ingest.jobs.import_rows.Sorting._booths
services.ingest.jobs.import_rows.Sorting._seen
services.notify.rooms.talks.Talks._forgotten services.notify.rooms.talks.Talks._news
services.notify.rooms.talks._Gathered.comments services.notify.rooms.talks._Gathered.hidden
"""
"""Ends with one batch of records, one page of rows, one import or one command, which are bounded."""

STATED = frozenset(" ".join((OF_A_LIMIT, OF_A_CACHE, OF_THE_SYSTEM, OF_VIEWERS, OF_ONE_STEP)).split())


def growing() -> Iterator[str]:
    """Each `module.Class.attribute` that begins empty, of modules without a `Limit`.

    The rows of a batch (`rows.py` of fair's nouns) end with it, and are left out.
    """
    for path in python_files("services", "plumbing"):
        if path.name.endswith("rows.py") and "fair" in path.parts:
            continue
        tree = tree_of(path)
        if not any(_called(node) == "Limit" for node in ast.walk(tree)):
            yield from (f"{module_name(path)}.{name}" for name in growing_in(tree))


def growing_in(tree: ast.Module) -> Iterator[str]:
    """Each `Class.attribute` of a module that begins empty."""
    for kind in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        for node in kind.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and _is_field(node.value):
                yield f"{kind.name}.{node.target.id}"
            elif isinstance(node, ast.FunctionDef) and node.name == "__init__":
                yield from (f"{kind.name}.{name}" for name in _begun(node))


def _begun(function: ast.FunctionDef) -> Iterator[str]:
    """The attributes that a constructor sets to something empty."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            for target, value in _pairs(node.targets[0] if isinstance(node, ast.Assign) else node.target, node.value):
                if isinstance(target, ast.Attribute) and _is_empty(value):
                    yield target.attr


def _pairs(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """Each target with its value, also of `a, b = c, d`."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        yield from zip(target.elts, value.elts, strict=True)
    else:
        yield target, value


def _is_empty(value: ast.expr | None) -> bool:
    """Whether it begins empty: `{}`, `[]`, `set()`, or a list of None for each number."""
    if isinstance(value, ast.BinOp):
        return isinstance(value.left, ast.List)
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.List):
        return not value.elts
    return isinstance(value, ast.Call) and _called(value) in KINDS and not value.args


def _is_field(value: ast.expr | None) -> bool:
    """Whether it is a dataclass field that begins empty."""
    if not isinstance(value, ast.Call) or _called(value) != "field":
        return False
    made = {keyword.value.id for keyword in value.keywords if isinstance(keyword.value, ast.Name)}
    return bool(made & KINDS)


def _called(node: ast.AST) -> str:
    """The name of what is called, `OrderedDict` of `OrderedDict[str, int]()`; empty for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    named = node.func.value if isinstance(node.func, ast.Subscript) else node.func
    return named.id if isinstance(named, ast.Name) else ""
