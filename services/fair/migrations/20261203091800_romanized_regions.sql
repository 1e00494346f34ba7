-- migrate:up

-- A region in Latin letters (Hangzhou, Shanghai) is a region since now. The terms of such rows are made again by fair's
-- re-indexing (services/fair/engine/reindexing.py); those of all other rows stay as they are.
UPDATE jobs SET words = array_remove(words, '=2') WHERE region ~ '[A-Za-z]';
UPDATE booths SET words = array_remove(words, '=2') WHERE region ~ '[A-Za-z]';
UPDATE fairs SET words = array_remove(words, '=2') WHERE region ~ '[A-Za-z]';
UPDATE cards SET words = array_remove(words, '=2')
WHERE facets ->> 'region' ~ '[A-Za-z]' OR wants ->> 'regions' ~ '[A-Za-z]';

-- migrate:down
