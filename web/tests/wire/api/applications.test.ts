/** Reads of applications, by each of the three who may. */
import {
  listApplications,
  readApplication,
  readApplications,
  readOwnApplications,
  readRanking,
} from "../../../src/wire/api/applications";
import { reads } from "./reading";

reads(
  {
    name: "a student's own",
    read: () => readOwnApplications("t", { limit: "100", after: null }),
    ...{ path: "/v1/me/applications", query: { limit: "100" }, token: "t" },
  },
  {
    name: "one, not before a record",
    read: () => readApplication("j", "a", "t", "p"),
    ...{ path: "/v1/jobs/j/applications/a", query: { after: "p" }, token: "t" },
  },
  {
    name: "those of a job, as its enterprise filters them",
    read: () => readApplications("j", "t", { state: "shortlisted", cursor: "c" }),
    ...{ path: "/v1/jobs/j/applications", query: { state: "shortlisted", cursor: "c" }, token: "t" },
  },
  {
    name: "those of a fair, as its organizer lists them",
    read: () => listApplications("f", { org: "o" }, "t"),
    ...{ path: "/v1/fairs/f/applications", query: { counts: "true", limit: "50", org: "o" }, token: "t" },
  },
  { name: "the ranking of a job", read: () => readRanking("j", "t"), path: "/v1/jobs/j/ranking", token: "t" },
  {
    name: "the ranking of a job, not before a record",
    read: () => readRanking("j", "t", "p"),
    ...{ path: "/v1/jobs/j/ranking", query: { after: "p" }, token: "t" },
  },
);
