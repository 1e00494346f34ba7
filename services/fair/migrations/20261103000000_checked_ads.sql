-- migrate:up

-- What a flagged ad leads to: warn, refuse or off. Older fairs named no rule.
ALTER TABLE fairs ADD COLUMN ads text NOT NULL DEFAULT 'warn';

-- What was wrong with the ad when the job was published or last amended: [{kind, field, phrase, rule}].
ALTER TABLE jobs ADD COLUMN flags jsonb NOT NULL DEFAULT '[]';
CREATE INDEX jobs_flagged ON jobs (fair, place) WHERE flags <> '[]';

-- The phrases for which an ad was refused.
ALTER TABLE inbox ADD COLUMN flags jsonb;

-- migrate:down
ALTER TABLE inbox DROP COLUMN flags;
DROP INDEX jobs_flagged;
ALTER TABLE jobs DROP COLUMN flags;
ALTER TABLE fairs DROP COLUMN ads;
