/** Reads of closing rounds, by each of the three who may. */
import { expect, test } from "vitest";
import {
  readClosingRound,
  readJobRounds,
  readOwnRanking,
  readOwnRounds,
  tryClosingRound,
} from "../../../src/wire/api/rounds";
import { refusal } from "../../hall";
import { hall, reads } from "./reading";

const ROUND = "/v1/fairs/f/closing-round";

reads(
  {
    name: "the newest round",
    read: () => readClosingRound("f", "t", "p"),
    path: ROUND,
    query: { after: "p" },
    token: "t",
  },
  { name: "a preview", read: () => tryClosingRound("f", "t"), path: ROUND, query: { dry_run: "true" }, token: "t" },
  { name: "a student's ranking", read: () => readOwnRanking("f", "t"), path: "/v1/fairs/f/ranking", token: "t" },
  {
    name: "a student's rounds",
    read: () => readOwnRounds("t", "p"),
    ...{ path: "/v1/me/closing-rounds", query: { limit: "20", after: "p" }, token: "t" },
  },
  {
    name: "the rounds of a job",
    read: () => readJobRounds("j", "t", null),
    ...{ path: "/v1/jobs/j/closing-rounds", query: { limit: "20" }, token: "t" },
  },
);

test("no round yet is no failure", async () => {
  hall.on(`GET ${ROUND}`, () => refusal(404));
  expect(await readClosingRound("f", "t")).toBeNull();
});

test("any other refusal stays one, and so does one of a preview", async () => {
  hall.on(`GET ${ROUND}`, () => refusal(403));
  await expect(readClosingRound("f", "t")).rejects.toMatchObject({ status: 403 });
  hall.on(`GET ${ROUND}`, () => refusal(404));
  await expect(tryClosingRound("f", "t")).rejects.toMatchObject({ status: 404 });
});
