/** Who listens is told once for each token that is not taken any more. */
import { expect, test } from "vitest";
import { onRefusedToken, tokenRefused } from "../../src/wire/refused_token";

test("a listener is told refused tokens until it stops listening", () => {
  const heard: string[] = [];
  const stop = onRefusedToken((token) => heard.push(token));
  tokenRefused("a");
  stop();
  tokenRefused("b");
  expect(heard).toEqual(["a"]);
});
