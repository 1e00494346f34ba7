-- migrate:up

-- Counties and districts in Latin letters (Kunshan, Pudong) are regions since now, and so are a few places that have no
-- code. The terms of such rows are made again by fair's re-indexing (services/fair/engine/reindexing.py).
UPDATE jobs SET words = array_remove(words, '=2') WHERE region ~ '[A-Za-z]|[台臺新][北中南]|高雄|澳門|雄安';
UPDATE booths SET words = array_remove(words, '=2') WHERE region ~ '[A-Za-z]|[台臺新][北中南]|高雄|澳門|雄安';
UPDATE fairs SET words = array_remove(words, '=2') WHERE region ~ '[A-Za-z]|[台臺新][北中南]|高雄|澳門|雄安';
UPDATE cards SET words = array_remove(words, '=2')
WHERE facets ->> 'region' ~ '[A-Za-z]|[台臺新][北中南]|高雄|澳門|雄安'
OR wants ->> 'regions' ~ '[A-Za-z]|[台臺新][北中南]|高雄|澳門|雄安';

-- migrate:down
