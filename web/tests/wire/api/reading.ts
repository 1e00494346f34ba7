/** Reads against a hall that answers each of them: what was asked, and by whom. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Asked, Hall } from "../../hall";

export interface Case {
  readonly name: string;
  readonly read: () => Promise<unknown>;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Whose read it is; null for a guest. */
  readonly token: string | null;
}

export let hall: Hall;
beforeEach(() => (hall = new Hall().open()));
afterEach(() => hall.close());

/** The answer comes back as it is, and the request is the one of the contract. */
export function reads(...cases: readonly Case[]): void {
  test.each(cases)("$name", async ({ read, path, query = {}, token }) => {
    const answer = { items: [{ id: path }], next_cursor: "more" };
    hall.on(`GET ${path}`, answer);
    expect(await read()).toEqual(answer);
    expect(asked()).toMatchObject({ method: "GET", path, query, token, body: null, key: null });
  });
}

/** The one request that was made. */
export function asked(): Asked {
  const [first, second] = hall.asked;
  if (first === undefined || second !== undefined) throw new Error(`${hall.asked.length} requests`);
  return first;
}
