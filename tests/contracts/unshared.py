"""The bounds that nobody shares: they bound one value, one answer or one step of work, or only caches, which others
cannot fill to anybody's harm. Each with the reason; every other `*_MAX` of the code is a `Limit`.
"""

from __future__ import annotations

OF_ONE_VALUE = """
plumbing.auth.claims.TEXT_CHARACTERS_MAX plumbing.auth.tokens.TOKEN_CHARACTERS_MAX plumbing.environment.PORT_MAX
plumbing.environment.SECRET_BYTES_MAX plumbing.http.address.HEADER_CHARACTERS_MAX plumbing.http.body.DEPTH_MAX
plumbing.http.body.PATH_CHARACTERS_MAX plumbing.http.protocol.HEADER_BYTES_MAX
plumbing.http.upload.FILENAME_CHARACTERS_MAX plumbing.http.upload.TEXT_BYTES_MAX plumbing.regions.CHARACTERS_MAX
plumbing.text.MARKS_MAX plumbing.romanized.WORDS_MAX services.ingest.imports.regions.NAMESAKES_MAX
plumbing.eventlog.reading.VALUE_BYTES_MAX plumbing.eventlog.reading.REASON_CHARACTERS_MAX
plumbing.eventlog.sink.DEAD_LETTER_BYTES_MAX plumbing.workers.WORKERS_MAX
services.fair.applications.application.HISTORY_MAX services.fair.applications.selection.INVITATIONS_MAX
services.fair.jobs.advertisement.CONTEXTS_MAX
services.fair.jobs.advertisement.FLAGGED_MAX services.fair.jobs.advertisement.FLAGS_MAX
services.fair.jobs.advertisement.PHRASE_CHARACTERS_MAX services.fair.kernel.cursors.CHARACTERS_MAX
services.fair.kernel.highlighting.CHARACTERS_MAX services.fair.jobs.index_store.PAY_MAX
services.fair.jobs.search_reads.NAMED_WORDS_MAX services.fair.kernel.suggestion.CHARACTERS_MAX
services.fair.kernel.suggestion.WORDS_MAX services.fair.kernel.search.CHARACTERS_MAX
services.fair.kernel.search.QUERY_CHARACTERS_MAX services.fair.kernel.search.WORD_CHARACTERS_MAX
services.fair.kernel.search.TOKENS_MAX services.fair.sessions.drop.LINE_MAX services.fair.sessions.mute.MUTED_MAX
services.fair.settings.RETENTION_DAYS_MAX services.fair.sessions.question.OPEN_MAX
services.fair.sessions.session.DROPS_MAX
services.ingest.chat.bodies.BYTES_MAX services.ingest.chat.bodies.HIDDEN_MAX services.ingest.chat.bodies.STACKED_MAX
services.ingest.edge.bodies.ITEMS_MAX services.ingest.edge.coarse.FACET_CHARACTERS_MAX
services.ingest.edge.writing.PATH_CHARACTERS_MAX services.ingest.imports.pay.AMOUNT_MAX
services.ingest.imports.reading.COLUMNS_MAX services.ingest.imports.reading.FIELD_CHARS_MAX
services.ingest.imports.reading.RECORD_CHARS_MAX services.ingest.imports.reading.REREAD_CHARS_MAX

services.ingest.imports.rows.DESCRIPTION_CHARS_MAX services.ingest.imports.headcounts.HEADCOUNT_MAX
services.ingest.imports.listed.CHARACTERS_MAX services.ingest.imports.pay.APART_MAX services.ingest.imports.pay.BARE_MAX
services.ingest.imports.rows.MAJORS_MAX services.ingest.imports.rows.TEXT_CHARS_MAX
services.ingest.imports.read_spreadsheet.CELL_CHARS_MAX services.ingest.imports.read_spreadsheet.COLUMNS_MAX
services.ingest.imports.read_spreadsheet.SHEETS_MAX services.ingest.imports.read_spreadsheet.PART_BYTES_MAX
services.ingest.imports.encoding.EVIDENCE_BYTES_MAX services.ingest.imports.layout.IGNORED_MAX
services.ingest.jobs.file_reader.CPU_SECONDS_MAX services.ingest.jobs.file_reader.MEMORY_BYTES_MAX
services.ingest.imports.read_spreadsheet.CPU_SECONDS_MAX services.ingest.imports.read_spreadsheet.MEMORY_BYTES_MAX
services.ingest.imports.words.CHARACTERS_MAX services.ingest.resumes.document.STUDY_TYPE_CHARACTERS_MAX
services.ingest.staff.writes.SECRET_CHARACTERS_MAX services.ingest.known._ORDER_MAX
services.notify.edge.sockets.PARTS_MAX
services.notify.rooms.frames.CLIENT_FRAME_BYTES_MAX services.notify.rooms.room.RING_ITEMS_MAX
"""
"""A request, a field, a file or a thing of the domain may be this large; more is refused or cut."""

OF_ONE_ANSWER = """
plumbing.eventlog.comparison.SHOWN_MAX plumbing.eventlog.comparison.VALUE_CHARACTERS_MAX
plumbing.http.body.ERRORS_MAX plumbing.http.body.ERRORS_SPELT_MAX services.fair.booths.reads.BOOTHS_MAX
services.fair.booths.reads.INTRO_CHARACTERS_MAX services.fair.jobs.facet_answers.VALUES_MAX
services.fair.kernel.highlighting.RANGES_MAX services.fair.jobs.search_reads.COUNTED_MAX
services.fair.jobs.search_reads.NAMED_MAX services.fair.kernel.suggestion.KNOWN_MAX
services.fair.kernel.suggestion.TEXTS_MAX services.fair.kernel.regions.TEXTS_MAX
services.fair.engine.republishing.ITEMS_MAX
services.fair.fairs.reads.MINUTES_MAX services.fair.kernel.reading.LIMIT_MAX services.fair.outcomes.reads.ITEMS_MAX
services.fair.report.figures.MINUTES_MAX services.fair.report.figures.UNFILLED_JOBS_MAX
services.fair.report.files.XLSX_ROWS_MAX services.fair.report.page.JOBS_MAX
services.fair.report.page.NAME_CHARACTERS_MAX services.fair.report.page.ROWS_MAX
services.fair.report.page.SESSIONS_MAX services.fair.report.sending.TITLE_CHARACTERS_MAX
services.fair.report.workbook.SHEET_CHARACTERS_MAX services.fair.sessions.reads.MINUTES_MAX
services.ingest.jobs.import_rows.REJECTED_TOLD_MAX services.ingest.jobs.import_rows.WARNINGS_TOLD_MAX
services.notify.rooms.batches.JOINED_BYTES_MAX
services.notify.rooms.beside.FRAME_COMMENTS_BYTES_MAX services.notify.rooms.beside.FRAME_COMMENTS_MAX
services.notify.rooms.beside.HIDDEN_MAX services.notify.rooms.beside.KEPT_COMMENTS_MAX
services.notify.rooms.hub.FRAME_BYTES_MAX services.notify.rooms.pace.FRAMES_MAX
"""
"""An answer, a file or a frame holds at most this; the rest is on the next page, or counted."""

OF_ONE_STEP = """
plumbing.eventlog.consumer.BAD_IN_A_ROW_MAX plumbing.eventlog.consumer.GAPS_MAX
plumbing.eventlog.deadlines.AGAIN_S_MAX plumbing.eventlog.deadlines.ROWS_MAX
plumbing.eventlog.outbox.RECORD_BYTES_MAX plumbing.eventlog.outbox.ROW_RECORDS_MAX
plumbing.eventlog.rebuild.ROUNDS_MAX plumbing.eventlog.relay.ROWS_MAX plumbing.eventlog.replay.BATCH_RECORDS_MAX
plumbing.eventlog.subscription.BATCH_RECORDS_MAX plumbing.eventlog.subscription.FETCH_BYTES_MAX
plumbing.kafka.sizes.BATCH_BYTES_MAX plumbing.kafka.publisher.REQUEST_BYTES_MAX
plumbing.kafka.view.BATCH_RECORDS_MAX plumbing.postgres.pool.BACKOFF_MAX_S
services.fair.closing_round.store.ROWS_MAX services.fair.engine.reindexing.ROWS_MAX
services.fair.jobs.search_reads.SORTED_MAX services.fair.jobs.search_reads.WALKED_MAX
services.fair.engine.subscriptions.BATCH_RECORDS_MAX
services.fair.engine.subscriptions.CHAT_RECORDS_MAX services.fair.engine.telling.ITEMS_MAX
services.fair.engine.telling.ROOM_BYTES_MAX services.fair.engine.telling.WHOLE_BYTES_MAX
services.fair.fairs.fair.LAPSES_MAX services.ingest.jobs.running.BATCHES_IN_FLIGHT_MAX
services.ingest.jobs.pacing.BATCHES_AHEAD_MAX
services.fair.applications.stranded.TOLD_MAX services.fair.applications.offers.RELEASED_MAX
services.fair.jobs.job.CLOSED_MAX services.fair.sessions.rows.ENDED_MAX
services.fair.sessions.drop.TURNED_AWAY_MAX
services.notify.edge.line.BUFFERS_MAX services.notify.rooms.directory.LOOKS_MAX
"""
"""One step of work takes at most this, and the next step the rest: nothing is refused."""

OF_A_CACHE = """
plumbing.http.address.REMEMBERED_MAX plumbing.sealing.keys.KEPT_MAX services.fair.report.breakdown.KEPT_MAX
services.fair.jobs.public_number_reads.FAIRS_MAX
services.fair.resumes.reads.RECORDED_MAX services.fair.sessions.current_viewers.SESSIONS_MAX
services.fair.sessions.viewers.SESSIONS_MAX services.fair.sessions.viewers.MINUTES_MAX plumbing.rate.KNOWN_MAX
services.ingest.jobs.import_rows.ACKNOWLEDGED_MAX services.ingest.jobs.background.RUNS_MAX
services.notify.rooms.audience.UNWATCHED_MAX services.notify.rooms.snapshots.SNAPSHOTS_MAX
services.notify.rooms.talks.REMEMBERED_MAX services.notify.rooms.talks.SESSIONS_MAX
"""
"""What was used longest ago is forgotten, and found, counted or made again; nobody is refused anything."""

UNSHARED = frozenset(" ".join((OF_ONE_VALUE, OF_ONE_ANSWER, OF_ONE_STEP, OF_A_CACHE)).split())
