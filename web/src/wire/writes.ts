/**
 * Writes to ingest: each has an idempotency key and is retried with it, so that it takes effect once; then its outcome is read.
 * Draws nothing.
 */
import { backoffMs } from "./backoff";
import { ask, type Question, Refused } from "./http";

export interface Accepted {
  readonly id: string;
  readonly event_id: string;
  readonly receipt: { readonly position: string; readonly accepted_at: string };
  /** Of a new invitation link to a booth's staff: its secret, answered only once. */
  readonly secret?: string;
  /** Of joining a staff: the fair of the booth. */
  readonly fair?: string;
}
export interface Flag {
  readonly kind: string;
  readonly field: string;
  readonly phrase: string;
  readonly rule?: string;
}
export interface Outcome {
  readonly outcome: "applied" | "unchanged" | "refused";
  readonly reason?: string;
  readonly flags?: readonly Flag[];
}

/** The log accepted the request, but its outcome is a refusal. */
export class Undone extends Error {
  constructor(
    readonly reason: string,
    readonly flags: readonly Flag[] = [],
  ) {
    super(reason);
  }
}

export interface Machinery {
  ask<T>(url: string, question?: Question): Promise<T>;
  wait(ms: number): Promise<void>;
  random(): number;
  newKey(): string;
}

/** How many attempts a write gets before it fails. */
const ATTEMPTS = 5;
const UPLOAD_MS = 900_000;

export class Writes {
  /** `ingest` is where writes go; empty for this origin. Reads go to this origin always. */
  constructor(
    private readonly ingest: string,
    private readonly token: string,
    private readonly does: Machinery = browser,
  ) {}

  /** Resolves when the log has the request. Raises Refused, or the error of the last attempt. */
  async send(method: string, path: string, body?: object | Blob, isWorth = isWorthAnother): Promise<Accepted> {
    const question = { method, token: this.token, key: this.does.newKey(), body };
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.does.ask<Accepted>(`${this.ingest}/v1${path}`, question);
      } catch (error) {
        if (attempt + 1 === ATTEMPTS || !isWorth(error)) throw error;
        await this.does.wait(waitMs(error, attempt, this.does));
      }
    }
  }

  /** As `send`, but without retrying after a rate limit: a comment may be stale by then. */
  async say(path: string, body: object): Promise<Accepted> {
    return this.send("POST", path, body, (error) => isWorthAnother(error) && !isLimit(error));
  }

  /** At most once, without a key: for reactions and clicks, where counting twice is worse than losing one. */
  async count(path: string, body?: object): Promise<void> {
    await this.does.ask(`${this.ingest}/v1${path}`, { method: "POST", token: this.token, body });
  }

  /** Resolves when the outcome is known. Raises what `send` raises, and Undone. */
  async settle(method: string, path: string, body?: object | Blob): Promise<Accepted> {
    const accepted = await this.send(method, path, body);
    const { outcome, reason = "", flags } = await this.outcome(accepted);
    if (outcome === "refused") throw new Undone(reason, flags);
    return accepted;
  }

  /** Uploads a file, with a long timeout; sent once. */
  async upload<T>(path: string, form: FormData, headers?: Readonly<Record<string, string>>): Promise<T> {
    return this.does.ask<T>(`${this.ingest}/v1${path}`, {
      method: "POST",
      token: this.token,
      body: form,
      headers,
      waitMs: UPLOAD_MS,
    });
  }

  private async outcome({ event_id, receipt }: Accepted): Promise<Outcome> {
    const url = `/v1/outcomes/${event_id}?after=${encodeURIComponent(receipt.position)}`;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.does.ask<Outcome>(url, { token: this.token });
      } catch (error) {
        if (attempt + 1 === ATTEMPTS || !isWorthAnother(error)) throw error;
        await this.does.wait(waitMs(error, attempt, this.does));
      }
    }
  }
}

/** Whether a retry may help: no response, 429 or 5xx. */
function isWorthAnother(error: unknown): boolean {
  return !(error instanceof Refused) || error.status === 429 || error.status >= 500;
}

function isLimit(error: unknown): boolean {
  return error instanceof Refused && error.status === 429;
}

function waitMs(error: unknown, attempt: number, does: Machinery): number {
  const asked = error instanceof Refused ? error.retryMs : null;
  return (asked ?? 0) + backoffMs(attempt, () => does.random()) / 2;
}

const browser: Machinery = {
  ask,
  wait: (ms) => new Promise((done) => setTimeout(done, ms)),
  random: Math.random,
  newKey,
};

/** 128 random bits; `randomUUID` needs https, which a local network may lack. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
