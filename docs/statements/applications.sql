-- Printed by `make contracts` from the tables that the noun describes; do not edit.

-- applications: upsert
INSERT INTO applications (id, job, fair, org, student, state, reason, place, resume, message, receipt, "offset",
  received_at, created_at, history, deadline, invited_at, invitation, was_shortlisted, was_invited, drop, drop_place,
  admitted, assignment)
SELECT id, job, fair, org, student, state, reason, place, resume, message, receipt, "offset", received_at, created_at,
  history, deadline, invited_at, invitation, was_shortlisted, was_invited, drop, drop_place, admitted, assignment
FROM json_to_recordset($1::json) AS new (id uuid, job uuid, fair uuid, org text, student text, state text, reason
  text, place int, resume jsonb, message text, receipt text, "offset" bigint, received_at timestamptz, created_at
  timestamptz, history jsonb, deadline timestamptz, invited_at timestamptz, invitation text, was_shortlisted boolean,
  was_invited boolean, drop uuid, drop_place int, admitted boolean, assignment jsonb)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, reason = excluded.reason, place = excluded.place, resume =
  excluded.resume, message = excluded.message, receipt = excluded.receipt, "offset" = excluded."offset", received_at =
  excluded.received_at, history = excluded.history, deadline = excluded.deadline, invited_at = excluded.invited_at,
  invitation = excluded.invitation, was_shortlisted = excluded.was_shortlisted, was_invited = excluded.was_invited,
  drop = excluded.drop, drop_place = excluded.drop_place, admitted = excluded.admitted, assignment =
  excluded.assignment;

-- applicants: upsert
INSERT INTO applicants (fair, student, standing, matches, releasing)
SELECT fair, student, standing, matches, releasing
FROM json_to_recordset($1::json) AS new (fair uuid, student text, standing int, matches int, releasing boolean)
ON CONFLICT (fair, student) DO UPDATE SET standing = excluded.standing, matches = excluded.matches, releasing =
  excluded.releasing;

-- responses: upsert
INSERT INTO responses (fair, org, answers, buckets, median_s, shown, shown_median_s)
SELECT fair, org, answers, buckets, median_s, shown, shown_median_s
FROM json_to_recordset($1::json) AS new (fair uuid, org text, answers int, buckets jsonb, median_s int, shown int,
  shown_median_s int)
ON CONFLICT (fair, org) DO UPDATE SET answers = excluded.answers, buckets = excluded.buckets, median_s =
  excluded.median_s, shown = excluded.shown, shown_median_s = excluded.shown_median_s;

-- resume_reads: insert
INSERT INTO resume_reads (event, fair, job, application, org, student, reader, at)
SELECT event, fair, job, application, org, student, reader, at
FROM json_to_recordset($1::json) AS new (event uuid, fair uuid, job uuid, application uuid, org text, student text,
  reader text, at timestamptz);
