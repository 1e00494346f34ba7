/** A booth's staff and its links. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Crew } from "../../src/desk/crew";
import { Office } from "../../src/desk/office";
import { Hall, pass, person } from "../hall";

const STAFF = "/v1/fairs/f/booths/an org/staff";
let hall: Hall;
let crew: Crew;
let drawn: number;

beforeEach(() => {
  drawn = 0;
  hall = new Hall().open();
  hall.list(STAFF, { person: "ann", role: "lead" }, { person: "me", role: "recruiter" });
  hall.list("/v1/fairs/f/booths/an org/staff-links", { id: "first" }, { id: "second" });
  const office = new Office(person("enterprise", "an org", "me"), "f");
  office.open("");
  crew = new Crew(
    office,
    () => "an org",
    () => (drawn += 1),
  );
});
afterEach(() => hall.close());

test("the staff and the links, the newest link first", async () => {
  await crew.read();
  expect(crew.state.staff.map((one) => one.person)).toEqual(["ann", "me"]);
  expect(crew.state.links.map(({ id }) => id)).toEqual(["second", "first"]);
  expect(drawn).toBe(1);
});

test("links come page by page until there are no more", async () => {
  hall.on("GET /v1/fairs/f/booths/an org/staff-links", ({ query }: { query: { cursor?: string } }) =>
    query.cursor === undefined ? { items: [{ id: "1" }], next_cursor: "c" } : { items: [{ id: "2" }] },
  );
  await crew.read();
  expect(crew.state.links.map(({ id }) => id)).toEqual(["2", "1"]);
});

test("a new link is shown with its secret, which no later read contains", async () => {
  hall.on("POST /v1/fairs/f/booths/an org/staff-links", {
    ...{ id: "link", event_id: "e", secret: "s3cret" },
    receipt: { position: "p:0:1", accepted_at: "" },
  });
  await crew.makeLink("recruiter", 5);
  expect(crew.state.made).toEqual({ id: "link", secret: "s3cret" });
  expect(hall.writes[0]?.body).toEqual({ role: "recruiter", uses: 5 });
  expect(hall.reads(STAFF)[0]?.query.after).toBe("p:0:1");
});

test("the secret is removed when its link is revoked, and kept when another link is", async () => {
  await crew.makeLink("lead", 1);
  const { made } = crew.state;
  await crew.revokeLink("first");
  expect(crew.state.made).toEqual(made);
  await crew.revokeLink(made?.id ?? "");
  expect(crew.state.made).toBeNull();
  expect(hall.writes.map(({ method, path }) => `${method} ${path.split("/").at(-1)}`)).toEqual([
    "POST staff-links",
    "DELETE first",
    `DELETE ${made?.id}`,
  ]);
});

test("the staff are read again after a removal, but not after leaving, which ends access", async () => {
  await crew.remove("ann");
  expect(hall.reads(STAFF).length).toBe(1);
  await crew.remove("me");
  await pass();
  expect(hall.reads(STAFF).length).toBe(1);
  expect(hall.writes.map(({ path }) => path)).toEqual([`${STAFF}/remove`, `${STAFF}/remove`]);
});

test("a removal names the person in the body, since a sub may hold a slash, which no address can carry", async () => {
  await crew.remove("idp/people/ann b");
  expect(hall.writes.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
    { method: "POST", path: `${STAFF}/remove`, body: { person: "idp/people/ann b" } },
  ]);
});
