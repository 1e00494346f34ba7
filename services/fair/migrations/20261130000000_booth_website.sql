-- migrate:up

-- The address of the enterprise's own pages, which it names when it requests its booth or later.
ALTER TABLE booths ADD COLUMN website text;

-- migrate:down
ALTER TABLE booths DROP COLUMN website;
