/** Reads of resumes, consents, and the list of people who opened a resume. */
import { expect, test } from "vitest";
import { findOwnResume, readConsents, readOwnResume, readReads, readResume } from "../../../src/wire/api/resumes";
import { refusal } from "../../hall";
import { hall, reads } from "./reading";

reads(
  { name: "a student's own", read: () => readOwnResume("t"), path: "/v1/me/resume", token: "t" },
  {
    name: "a student's own as it was just saved",
    read: () => readOwnResume("t", "p"),
    ...{ path: "/v1/me/resume", query: { after: "p" }, token: "t" },
  },
  {
    name: "the resume of an application",
    read: () => readResume("j", "a", "t"),
    ...{ path: "/v1/jobs/j/applications/a/resume", token: "t" },
  },
  { name: "who opened it", read: () => readReads("t"), path: "/v1/me/reads", query: { limit: "20" }, token: "t" },
  {
    name: "who may open it",
    read: () => readConsents("t", "p"),
    ...{ path: "/v1/me/consents", query: { limit: "100", after: "p" }, token: "t" },
  },
);

test("none saved yet is no failure", async () => {
  hall.on("GET /v1/me/resume", () => refusal(404, "no resume"));
  expect(await findOwnResume("t")).toBeNull();
});

test("one that is saved is found", async () => {
  hall.on("GET /v1/me/resume", { id: "r" });
  expect(await findOwnResume("t")).toEqual({ id: "r" });
});

test.each([401, 403, 429, 500, 503])("any other refusal stays one: %i", async (status) => {
  hall.on("GET /v1/me/resume", () => refusal(status, "because"));
  await expect(findOwnResume("t")).rejects.toMatchObject({ status, message: "because" });
});
