-- migrate:up

-- What one record leaves to the records of the watcher is found by an index, which is empty while nothing is left.
ALTER TABLE applicants ADD COLUMN releasing boolean NOT NULL DEFAULT false;
CREATE INDEX applicants_releasing ON applicants (fair, student) WHERE releasing;
CREATE INDEX applications_held ON applications (student, fair, "offset", id) WHERE state = 'invited';
CREATE INDEX booths_refused ON booths (fair, org) WHERE state = 'refused';
CREATE INDEX drops_with_line ON drops (place) WHERE state = 'closed' AND waiting > 0;
CREATE INDEX jobs_open_of_booth ON jobs (fair, org, place, id) WHERE state = 'open';
CREATE INDEX sessions_live ON sessions (fair, place, id) WHERE state = 'live';

-- migrate:down
DROP INDEX applicants_releasing, applications_held, booths_refused, drops_with_line, jobs_open_of_booth, sessions_live;
ALTER TABLE applicants DROP COLUMN releasing;
