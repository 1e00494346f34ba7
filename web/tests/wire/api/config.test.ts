/** Where the other services are. */
import { expect, test } from "vitest";
import { readConfig } from "../../../src/wire/api/config";
import { asked } from "./reading";

test("the configuration is read without a token", async () => {
  expect(await readConfig()).toEqual({ live: "ws://edge", ingest: "http://ingest", media: [] });
  expect(asked()).toMatchObject({ path: "/pages/config.json", token: null });
});
