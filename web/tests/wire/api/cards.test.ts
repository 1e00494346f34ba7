/** Reads of cards and approaches, by students and by enterprises. */
import { readApproaches, readCards, readOwnApproaches, readOwnCards } from "../../../src/wire/api/cards";
import { reads } from "./reading";

reads(
  { name: "a student's own", read: () => readOwnCards("t"), path: "/v1/me/cards", query: { limit: "100" }, token: "t" },
  {
    name: "who contacted the student and waits for an answer",
    read: () => readOwnApproaches("t", "p"),
    ...{ path: "/v1/me/approaches", query: { state: "open", limit: "100", after: "p" }, token: "t" },
  },
  {
    name: "cards that an enterprise looks for",
    read: () => readCards("f", "t", { degree: "master", region: "", cursor: null }),
    ...{ path: "/v1/fairs/f/cards", query: { degree: "master" }, token: "t" },
  },
  {
    name: "whom an enterprise contacted about a job",
    read: () => readApproaches("j", "t", { limit: "100", after: "p" }),
    ...{ path: "/v1/jobs/j/approaches", query: { limit: "100", after: "p" }, token: "t" },
  },
);
