-- migrate:up

-- The watcher looks twice a second for cards that people who were erased have left open.
CREATE INDEX resumes_erased ON resumes (saved_at) WHERE card = '{}';

-- migrate:down
DROP INDEX resumes_erased;
