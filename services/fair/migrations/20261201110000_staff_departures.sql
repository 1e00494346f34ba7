-- migrate:up

-- When somebody last left the staff of a booth: links that are older, theirs or those that they made, lead nowhere.
-- It is apart from `staff`, whose one row for each person and fair is replaced when they join another booth.
CREATE TABLE staff_departures (
  fair uuid NOT NULL,
  org text NOT NULL,
  person text NOT NULL,
  place bigint NOT NULL,
  PRIMARY KEY (fair, org, person)
);
-- Of those who left before, the place of the join is known: the link that they used is closed to them at once, and
-- `livefair rebuild` finds the place where they left.
INSERT INTO staff_departures SELECT fair, org, person, place FROM staff WHERE state = 'removed';

-- migrate:down
DROP TABLE staff_departures;
