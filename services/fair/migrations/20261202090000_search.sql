-- migrate:up

-- By what rows are found: made by fair when it decides them, and for older rows by its re-indexing
-- (services/fair/engine/reindexing.py). Rows that wait for it lack the term `=2`, also those that an older fair has
-- written meanwhile.
ALTER TABLE jobs ADD COLUMN title_key text, ADD COLUMN pay bigint, ADD COLUMN region_code text;
ALTER TABLE booths ADD COLUMN name_key text, ADD COLUMN words text[];
ALTER TABLE fairs ADD COLUMN title_key text, ADD COLUMN words text[];
CREATE INDEX jobs_to_index ON jobs (fair) WHERE (words @> '{=2}') IS NOT TRUE;
CREATE INDEX booths_to_index ON booths (fair) WHERE (words @> '{=2}') IS NOT TRUE;
CREATE INDEX cards_to_index ON cards (fair) WHERE (words @> '{=2}') IS NOT TRUE;
CREATE INDEX fairs_to_index ON fairs (id) WHERE (words @> '{=2}') IS NOT TRUE;

CREATE INDEX booths_words ON booths USING gin (words);
CREATE INDEX jobs_by_pay ON jobs (fair, (coalesce(pay, -1)) DESC, place);
-- Each search reads what is pending, so little may be.
ALTER INDEX jobs_words SET (gin_pending_list_limit = 256);

-- migrate:down
ALTER INDEX jobs_words RESET (gin_pending_list_limit);
DROP INDEX jobs_by_pay, booths_words, fairs_to_index, cards_to_index, booths_to_index, jobs_to_index;
ALTER TABLE fairs DROP COLUMN title_key, DROP COLUMN words;
ALTER TABLE booths DROP COLUMN name_key, DROP COLUMN words;
ALTER TABLE jobs DROP COLUMN title_key, DROP COLUMN pay, DROP COLUMN region_code;
