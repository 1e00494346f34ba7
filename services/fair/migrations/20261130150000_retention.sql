-- migrate:up
-- The retention of the fair is over: its texts are gone, and nobody opens a resume of it any more.
ALTER TABLE fairs ADD COLUMN forgotten boolean NOT NULL DEFAULT false;
CREATE INDEX fairs_to_forget ON fairs (ends_at) WHERE NOT forgotten;

-- migrate:down
DROP INDEX fairs_to_forget;
ALTER TABLE fairs DROP COLUMN forgotten;
