/** Reads of jobs. */
import { listJobs, readJob, readJobs, readTopJobs } from "../../../src/wire/api/jobs";
import { reads } from "./reading";

const JOBS = "/v1/fairs/f/jobs";

reads(
  {
    name: "the jobs with most applications, for everybody",
    read: () => readTopJobs("f"),
    ...{ path: JOBS, query: { sort: "applications", limit: "10" }, token: null },
  },
  {
    name: "the same with the exact numbers of an organizer",
    read: () => readTopJobs("f", "t"),
    ...{ path: JOBS, query: { sort: "applications", limit: "10" }, token: "t" },
  },
  {
    name: "jobs that somebody searches",
    read: () => readJobs("f", { q: "数据", cursor: null }, "t"),
    ...{ path: JOBS, query: { q: "数据" }, token: "t" },
  },
  { name: "one job", read: () => readJob("j"), path: "/v1/jobs/j", token: null },
  {
    name: "one job, not before a record",
    read: () => readJob("j", "t", "p"),
    ...{ path: "/v1/jobs/j", query: { after: "p" }, token: "t" },
  },
  {
    name: "an organizer's list of flagged jobs",
    read: () => listJobs("f", { flagged: "true" }, "t"),
    ...{ path: JOBS, query: { counts: "true", limit: "50", flagged: "true" }, token: "t" },
  },
);
