/** Reads of what a bulk action came to. */
import { readOutcomes } from "../../../src/wire/api/outcomes";
import { reads } from "./reading";

reads({
  name: "the outcomes of a bulk action, once they are known",
  read: () => readOutcomes("e", "t", "p"),
  ...{ path: "/v1/outcomes/e/items", query: { after: "p" }, token: "t" },
});
