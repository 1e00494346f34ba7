-- Printed by `make contracts` from the tables that the noun describes; do not edit.

-- jobs: upsert
INSERT INTO jobs (id, fair, org, state, place, submissions, standing, invitations, matches, ranking, flags,
  created_at, title, headcount, region, industry, degree, majors, salary, employment_type, description, code,
  title_words, words, title_key, pay, region_code)
SELECT id, fair, org, state, place, submissions, standing, invitations, matches, ranking, flags, created_at, title,
  headcount, region, industry, degree, majors, salary, employment_type, description, code, title_words, words,
  title_key, pay, region_code
FROM json_to_recordset($1::json) AS new (id uuid, fair uuid, org text, state text, place bigint, submissions int,
  standing int, invitations int, matches int, ranking uuid[], flags jsonb, created_at timestamptz, title text,
  headcount int, region text, industry text, degree text, majors text[], salary jsonb, employment_type text,
  description text, code text, title_words text[], words text[], title_key text, pay bigint, region_code text)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, submissions = excluded.submissions, standing =
  excluded.standing, invitations = excluded.invitations, matches = excluded.matches, ranking = excluded.ranking, flags
  = excluded.flags, title = excluded.title, headcount = excluded.headcount, region = excluded.region, industry =
  excluded.industry, degree = excluded.degree, majors = excluded.majors, salary = excluded.salary, employment_type =
  excluded.employment_type, description = excluded.description, code = excluded.code, title_words =
  excluded.title_words, words = excluded.words, title_key = excluded.title_key, pay = excluded.pay, region_code =
  excluded.region_code;

-- jobs: update
UPDATE jobs SET state = new.state, submissions = new.submissions, standing = new.standing, invitations =
  new.invitations, matches = new.matches
FROM json_to_recordset($1::json) AS new (id uuid, state text, submissions int, standing int, invitations int, matches
  int)
WHERE jobs.id = new.id;

-- jobs: update
UPDATE jobs SET title_words = new.title_words, words = new.words, title_key = new.title_key, pay = new.pay,
  region_code = new.region_code
FROM json_to_recordset($1::json) AS new (id uuid, title_words text[], words text[], title_key text, pay bigint,
  region_code text)
WHERE jobs.id = new.id AND (jobs.words @> '{=2}') IS NOT TRUE;
