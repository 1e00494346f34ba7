-- migrate:up

-- A fair's applications of one state, in the order of the log: a tab of the organizer's list, and its number.
CREATE INDEX applications_of_state ON applications (fair, state, "offset");

-- In the order of the log; what else lists are narrowed to stands in the index, so that rows which do not fit are passed
-- over there: a page of a value that few have reads no more than the index.
DROP INDEX applications_of_fair;
CREATE INDEX applications_of_fair
  ON applications (fair, "offset", received_at, (resume ->> 'degree'), (resume ->> 'region'));

-- migrate:down
DROP INDEX applications_of_fair;
CREATE INDEX applications_of_fair ON applications (fair, "offset");
DROP INDEX applications_of_state;
