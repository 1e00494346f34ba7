/** Reads of sessions. */
import { readFunnel, readReplay, readSession, readSessions } from "../../../src/wire/api/sessions";
import { reads } from "./reading";

reads(
  { name: "a session, by a guest", read: () => readSession("s"), path: "/v1/sessions/s", token: null },
  {
    name: "a session, not before a record",
    read: () => readSession("s", "t", "p"),
    ...{ path: "/v1/sessions/s", query: { after: "p" }, token: "t" },
  },
  {
    name: "the sessions of a fair",
    read: () => readSessions("f", "t"),
    ...{ path: "/v1/fairs/f/sessions", query: { limit: "100" }, token: "t" },
  },
  { name: "its minutes", read: () => readFunnel("s"), path: "/v1/sessions/s/funnel", token: null },
  {
    name: "its replay, of the stage alone",
    read: () => readReplay("s", true, null),
    ...{ path: "/v1/sessions/s/replay", query: { limit: "100", stage: "true" }, token: null },
  },
  {
    name: "its replay with all that was said, further on",
    read: () => readReplay("s", false, "c"),
    ...{ path: "/v1/sessions/s/replay", query: { limit: "100", cursor: "c" }, token: null },
  },
);
