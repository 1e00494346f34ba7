-- migrate:up

-- Whether an acceptance releases the student's other open invitations: keep or release. Fairs of old named no rule.
ALTER TABLE fairs ADD COLUMN offers text NOT NULL DEFAULT 'keep';

-- How many matches a student has in a fair.
ALTER TABLE applicants ADD COLUMN matches int NOT NULL DEFAULT 0;
UPDATE applicants SET matches = counted.matches FROM (
  SELECT fair, student, count(*) AS matches FROM applications WHERE state IN ('accepted', 'hired')
  GROUP BY fair, student
) AS counted WHERE (applicants.fair, applicants.student) = (counted.fair, counted.student);

-- migrate:down
ALTER TABLE applicants DROP COLUMN matches;
ALTER TABLE fairs DROP COLUMN offers;
