/** What counts as a frame. */
import { expect, test } from "vitest";
import { parseFrame } from "../../src/wire/frames";

test.each([
  '{"type":"welcome","user":null}',
  '{"type":"pong"}',
  '{"type":"error","code":"forbidden","message":"no"}',
  '{"type":"snapshot","room":"r","position":"e:0:1","counters":{},"items":[]}',
  '{"type":"update","room":"r","position":"e:0:1"}',
  '{"type":"reload","room":"r"}',
  '{"type":"update","room":"r","position":"e:0:1","comments":[{"id":"c","text":"t","role":"student","at":"now"}],"hidden":["d"],"comments_skipped":2}',
])("%s is a frame", (text) => {
  expect(parseFrame(text)).toEqual(JSON.parse(text));
});

test.each([
  "",
  "{",
  "null",
  "[]",
  '"update"',
  '{"type":"news"}',
  '{"type":"error"}',
  '{"type":"snapshot","room":"r","position":"e:0:1","items":[]}',
  '{"type":"update","room":"r","position":"e:0:1","counters":{"jobs":"7"}}',
  '{"type":"update","room":"r","position":"e:0:1","items":[{"event":"JobPublished"}]}',
  '{"type":"update","room":"r","position":"e:0:1","comments":[{"id":"c","text":7,"role":"student","at":"now"}]}',
  '{"type":"update","room":"r","position":"e:0:1","hidden":[7]}',
  '{"type":"snapshot","room":"r","position":"e:0:1","counters":{},"items":[],"comments":{}}',
])("%j is none", (text) => {
  expect(parseFrame(text)).toBeNull();
});

test("bytes are no frame", () => {
  expect(parseFrame(new ArrayBuffer(2))).toBeNull();
});
