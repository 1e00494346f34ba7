-- migrate:up

-- Whose invitations are open, fair by fair: they end with the fair.
CREATE INDEX applications_invited ON applications (fair, "offset") WHERE state = 'invited';

-- migrate:down
DROP INDEX applications_invited;
