/** Which videos a page plays. */
import { expect, test } from "vitest";
import { mayPlay } from "../../src/session/sources";

const OWN = "https://fair.example";

test.each([
  ["https://fair.example/video/a.m3u8", []],
  ["/video/a.m3u8", []],
  ["https://video.example/a.m3u8", ["https://video.example"]],
  ["https://eu.video.example/a.m3u8", ["https://*.video.example"]],
  ["http://127.0.0.1:8123/a.m3u8", ["http://127.0.0.1:*"]],
  ["https://video.example:8443/a.m3u8", ["https://video.example:8443"]],
  ["https://anywhere.example/a.m3u8", ["https:"]],
])("%s is played where %j is allowed", (address, sources) => {
  expect(mayPlay(address, sources, OWN)).toBe(true);
});

test.each([
  ["https://evil.example/a.m3u8", []],
  ["https://evil.example/a.m3u8", ["https://video.example"]],
  ["https://video.example.evil.example/a.m3u8", ["https://video.example"]],
  ["https://video.example/a.m3u8", ["https://*.video.example"]],
  ["http://video.example/a.m3u8", ["https://video.example"]],
  ["https://video.example:8443/a.m3u8", ["https://video.example"]],
  ["https://video.example@evil.example/a.m3u8", ["https://video.example"]],
  ["http://fair.example/a.m3u8", []],
  ["javascript:alert(1)", ["https:"]],
  ["https://", ["https:"]],
])("%s is not played where %j is allowed", (address, sources) => {
  expect(mayPlay(address, sources, OWN)).toBe(false);
});
