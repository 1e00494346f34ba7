/** A fair's state as its room tells it. */
import { expect, test } from "vitest";
import type { Fair } from "../../src/api";
import { restated } from "../../src/me/fairs";
import type { Item } from "../../src/room";

const FAIRS: readonly Fair[] = [{ id: "f", title: "", host: "", state: "open", starts_at: "", ends_at: "" }];
const item = (event: string): Item => ({ event, event_id: event, at: "", data: { fair: "f" } });

test("the newest word on the fair counts, and nothing else does", () => {
  expect(restated(FAIRS, [item("FairOpened"), item("FairPaused"), item("JobPublished")])[0]?.state).toBe("paused");
  expect(restated(FAIRS, [item("FairOpened"), item("FairSessionEnded")])).toBe(FAIRS);
  expect(restated(FAIRS, [])).toBe(FAIRS);
});
