/** Reads of the comments of a session. */
import { readComments } from "../../../src/wire/api/comments";
import { reads } from "./reading";

reads({
  name: "the newest comments, not before a record",
  read: () => readComments("s", "t", "p"),
  ...{ path: "/v1/sessions/s/comments", query: { limit: "100", after: "p" }, token: "t" },
});
