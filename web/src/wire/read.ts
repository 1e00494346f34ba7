/**
 * A read of fair, repeated a few times where that may help: the server was busy or away, or the line was cut.
 *
 * Bounded: what fails then is the caller's to show. Writes are repeated with their key (`writes.ts`).
 */
import { backoffMs } from "./backoff";
import { ask, type Question, Refused } from "./http";

export const ATTEMPTS = 3;
/** The longest `Retry-After` that a read waits for, ms; with a longer one it fails at once. */
export const PATIENCE_MS = 10_000;
/** Too many requests; a proxy without a service behind it; busy; not decided in time. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** The body of the answer. Raises what `ask` raises at the last attempt. */
export async function read<T>(url: string, question: Question = {}): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask<T>(url, question);
    } catch (error) {
      const wait = waitMs(error, attempt);
      if (wait === null || attempt + 1 === ATTEMPTS) throw error;
      if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    }
  }
}

/** When to read again, ms; null where that does not help. Jitter spreads what many pages read at the same moment. */
function waitMs(error: unknown, attempt: number): number | null {
  const jitter = backoffMs(attempt, Math.random);
  if (!(error instanceof Refused)) return error instanceof TypeError ? jitter : null; // a timeout has waited enough
  if (!PASSING.has(error.status) || (error.retryMs ?? 0) > PATIENCE_MS) return null;
  return (error.retryMs ?? 0) + jitter;
}
