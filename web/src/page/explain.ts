/** Explains an error in the viewer's language: what went wrong and what to do. Pure. */

import { reasonFor, type Terms } from "../terms";
import { type FieldError, Refused } from "../wire/http";
import { type Flag, Undone } from "../wire/writes";

export interface Explained {
  readonly what: string;
  readonly todo: string;
  /** The detail of the answer, in English. */
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly flags: readonly Flag[];
  /** Whether signing in again helps. */
  readonly signIn: boolean;
}

const KINDS: Readonly<Record<number, "signIn" | "forbidden" | "missing" | "conflict" | "wrong" | "large" | "often">> = {
  400: "wrong",
  401: "signIn",
  403: "forbidden",
  404: "missing",
  409: "conflict",
  413: "large",
  415: "wrong",
  422: "wrong",
  429: "often",
};

export function explain(error: unknown, terms: Terms): Explained {
  const none = { detail: "", errors: [], flags: [], signIn: false };
  if (error instanceof Undone) {
    return { ...none, what: reasonFor(terms, error.reason), todo: "", flags: error.flags };
  }
  if (!(error instanceof Refused)) return { ...none, what: terms.problem.away, todo: terms.problem.awayDo };
  const kind = KINDS[error.status] ?? "broken";
  return {
    what: terms.problem[kind],
    todo: terms.problem[`${kind}Do`],
    detail: error.errors.length > 0 ? "" : error.message,
    errors: error.errors,
    flags: [],
    signIn: kind === "signIn",
  };
}
