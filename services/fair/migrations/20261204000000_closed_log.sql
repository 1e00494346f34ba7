-- migrate:up
-- Nobody follows the log while a partition is closed, because its lost records are being replaced.
ALTER TABLE log_marks ADD COLUMN closed boolean NOT NULL DEFAULT false;

-- migrate:down
ALTER TABLE log_marks DROP COLUMN closed;
