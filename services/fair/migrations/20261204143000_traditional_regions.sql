-- migrate:up

-- A region in traditional characters (廣州) or with a longer code (330106001002) is a region since now. The terms of
-- such rows are made again by fair's re-indexing (services/fair/engine/reindexing.py). A row whose region was none has
-- its text as a term; cards may have several regions.
UPDATE jobs SET words = array_remove(words, '=2') WHERE words @> ARRAY['region=' || left(region, 64)];
UPDATE booths SET words = array_remove(words, '=2') WHERE words @> ARRAY['region=' || left(region, 64)];
UPDATE fairs SET words = array_remove(words, '=2') WHERE words @> ARRAY['region=' || left(region, 64)];
UPDATE cards SET words = array_remove(words, '=2')
WHERE facets ->> 'region' ~ '[^ -~]|\d{9}' OR wants ->> 'regions' ~ '[^ -~]|\d{9}';

-- migrate:down
