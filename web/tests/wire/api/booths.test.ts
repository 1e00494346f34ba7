/** Reads of booths. */
import { listBooths } from "../../../src/wire/api/booths";
import { reads } from "./reading";

reads({
  name: "the booths of a fair in one state, with counts",
  read: () => listBooths("f", { state: "requested", after: null }, "t"),
  path: "/v1/fairs/f/booths",
  query: { counts: "true", limit: "50", state: "requested" },
  token: "t",
});
