-- migrate:up

-- The state of the application that a refused step met, as its sender hears it.
ALTER TABLE inbox ADD COLUMN state text;

-- migrate:down
ALTER TABLE inbox DROP COLUMN state;
