-- migrate:up

ALTER TABLE jobs
  ADD COLUMN invitations int NOT NULL DEFAULT 0,
  ADD COLUMN matches int NOT NULL DEFAULT 0,
  ADD COLUMN ranking uuid[] NOT NULL DEFAULT '{}';

ALTER TABLE applications
  ADD COLUMN deadline timestamptz,
  ADD COLUMN invited_at timestamptz,
  ADD COLUMN invitation text,
  ADD COLUMN was_shortlisted boolean NOT NULL DEFAULT false,
  ADD COLUMN was_invited boolean NOT NULL DEFAULT false;

-- Who is at a job's desk, and whose time to answer ends next.
CREATE INDEX applications_at_the_desk ON applications (job) WHERE state IN ('invited', 'shortlisted');
CREATE INDEX applications_by_deadline ON applications (deadline) WHERE state = 'invited';

-- migrate:down
DROP INDEX applications_by_deadline, applications_at_the_desk;
ALTER TABLE applications
  DROP COLUMN deadline, DROP COLUMN invited_at, DROP COLUMN invitation, DROP COLUMN was_shortlisted,
  DROP COLUMN was_invited;
ALTER TABLE jobs DROP COLUMN invitations, DROP COLUMN matches, DROP COLUMN ranking;
