/** Reads of fairs. */
import { readCounters, readFair, readFairs, readTimeline } from "../../../src/wire/api/fairs";
import { reads } from "./reading";

reads(
  { name: "a fair, by a guest", read: () => readFair("f"), path: "/v1/fairs/f", token: null },
  {
    name: "a fair as its organizer sees it, not before a record",
    read: () => readFair("f", "t", "livefair.fairs:0:7"),
    ...{ path: "/v1/fairs/f", query: { after: "livefair.fairs:0:7" }, token: "t" },
  },
  { name: "a fair whose id needs escaping", read: () => readFair("a/b"), path: "/v1/fairs/a/b", token: null },
  { name: "the first fairs", read: () => readFairs(null), path: "/v1/fairs", query: { limit: "50" }, token: null },
  {
    name: "further fairs, with an organizer's drafts",
    read: () => readFairs("c", "t"),
    ...{ path: "/v1/fairs", query: { limit: "50", cursor: "c" }, token: "t" },
  },
  { name: "the counters", read: () => readCounters("f"), path: "/v1/fairs/f/counters", token: null },
  { name: "the timeline", read: () => readTimeline("f"), path: "/v1/fairs/f/timeline", token: null },
);
