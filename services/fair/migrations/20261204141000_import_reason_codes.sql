-- migrate:up

-- The code of the reason why an import failed, and its parameters. Imports that failed before have none.
ALTER TABLE imports ADD COLUMN code text, ADD COLUMN params jsonb;

-- migrate:down
ALTER TABLE imports DROP COLUMN code, DROP COLUMN params;
