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

-- migrate:down
DROP TABLE staff_departures;
