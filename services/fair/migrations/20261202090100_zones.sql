-- migrate:up

-- The offset from UTC with which the beginning of a fair was given. Fairs from before are in UTC.
ALTER TABLE fairs ADD COLUMN utc_offset_minutes int NOT NULL DEFAULT 0;

-- migrate:down
ALTER TABLE fairs DROP COLUMN utc_offset_minutes;
