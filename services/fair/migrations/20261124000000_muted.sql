-- migrate:up

-- Who may not comment in a session, by the token's sub, in the order in which they were muted.
ALTER TABLE sessions ADD COLUMN muted text[] NOT NULL DEFAULT '{}';

-- migrate:down
ALTER TABLE sessions DROP COLUMN muted;
