/** Reads of the questions of a session. */
import { readQuestions } from "../../../src/wire/api/questions";
import { reads } from "./reading";

reads(
  {
    name: "the first questions, by a guest",
    read: () => readQuestions("s", undefined, ""),
    ...{ path: "/v1/sessions/s/questions", query: { sort: "open", limit: "100" }, token: null },
  },
  {
    name: "further questions, with the person's own ones marked",
    read: () => readQuestions("s", "t", "c"),
    ...{ path: "/v1/sessions/s/questions", query: { sort: "open", limit: "100", cursor: "c" }, token: "t" },
  },
);
