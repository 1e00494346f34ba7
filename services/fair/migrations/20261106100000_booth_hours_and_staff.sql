-- migrate:up

-- When a booth is open, [{begins, ends}]; empty where it is for as long as the fair.
ALTER TABLE booths ADD COLUMN hours jsonb NOT NULL DEFAULT '[]';

-- Links by which people join the staff of a booth. The secret is nowhere here.
CREATE TABLE staff_links (
  id uuid PRIMARY KEY,
  fair uuid NOT NULL,
  org text NOT NULL,
  sha256 text NOT NULL,
  role text NOT NULL,
  uses int NOT NULL,
  used int NOT NULL,
  expires_at timestamptz NOT NULL,
  state text NOT NULL,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL,
  place bigint NOT NULL
);
CREATE INDEX staff_links_of_booth ON staff_links (fair, org, place);

-- Who acts, or did, for an enterprise in a fair, though the token does not say so.
CREATE TABLE staff (
  fair uuid NOT NULL,
  person text NOT NULL,
  org text NOT NULL,
  role text NOT NULL,
  link uuid NOT NULL,
  state text NOT NULL,
  joined_at timestamptz NOT NULL,
  place bigint NOT NULL,
  PRIMARY KEY (fair, person)
);
CREATE INDEX staff_of_booth ON staff (fair, org, place);
CREATE INDEX staff_of_person ON staff (person);

-- Who of the enterprise deals with an application: {to, by, at, note}.
ALTER TABLE applications ADD COLUMN assignment jsonb;

-- migrate:down
ALTER TABLE applications DROP COLUMN assignment;
DROP TABLE staff, staff_links;
ALTER TABLE booths DROP COLUMN hours;
