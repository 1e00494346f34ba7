-- migrate:up

-- A fair's applications of one state, in the order of the log: a tab of the organizer's list, and its number.
CREATE INDEX applications_of_state ON applications (fair, state, "offset");

-- migrate:down
DROP INDEX applications_of_state;
