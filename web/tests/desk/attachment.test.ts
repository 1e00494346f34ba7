/** When a link to a PDF has ended. */
import { expect, test } from "vitest";
import { hasEnded } from "../../src/desk/attachment";

const NOW = 1_796_032_800_000;
const link = (seconds: number): string =>
  `/v1/attachments/r/sha?expires=${NOW / 1_000 + seconds}&signature=${"a".repeat(64)}`;

test.each([
  [300, false],
  [11, false],
  [9, true], // the file would not be asked for in time
  [0, true],
  [-600, true],
])("a link that ends in %i s has ended: %s", (seconds, ended) => {
  expect(hasEnded(link(seconds), NOW)).toBe(ended);
});

test("a link that does not say when it ends is good", () => {
  expect(hasEnded("https://files.example.org/cv.pdf", NOW)).toBe(false);
});
