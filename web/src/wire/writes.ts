/**
 * Writes to ingest: sent with a key of their own, again with the same key where the answer did not come, so that
 * one wish has one effect; then followed to what became of them. Draws nothing.
 */
import { backoffMs } from "./backoff";
import { ask, type Question, Refused } from "./http";

export interface Accepted {
  readonly id: string;
  readonly event_id: string;
  readonly receipt: { readonly position: string; readonly accepted_at: string };
  /** Of a link to a booth's staff: what opens it, told this once. */
  readonly secret?: string;
  /** Of a joining: the fair of the booth. */
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

/** Accepted into the log, and refused there: somebody or something was faster. */
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

/** How often one write is tried before its failure is told. */
const ATTEMPTS = 5;
const UPLOAD_MS = 900_000;

export class Writes {
  /** `ingest` is where writes go; empty for this origin. Reads go to this origin always. */
  constructor(
    private readonly ingest: string,
    private readonly token: string,
    private readonly does: Machinery = browser,
  ) {}

  /** Until the log has it. Raises Refused, or what the last attempt met. */
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

  /** As `send`, but a limit is told at once: for what is said in passing, and may be stale when the limit ends. */
  async say(path: string, body: object): Promise<Accepted> {
    return this.send("POST", path, body, (error) => isWorthAnother(error) && !isLimit(error));
  }

  /** Sent once and without a key: for what is only counted, where twice would be worse than not at all. */
  async count(path: string, body?: object): Promise<void> {
    await this.does.ask(`${this.ingest}/v1${path}`, { method: "POST", token: this.token, body });
  }

  /** Until it is decided. Raises what `send` raises, and Undone. */
  async settle(method: string, path: string, body?: object | Blob): Promise<Accepted> {
    const accepted = await this.send(method, path, body);
    const { outcome, reason = "", flags } = await this.outcome(accepted);
    if (outcome === "refused") throw new Undone(reason, flags);
    return accepted;
  }

  /** A file, which is read while it comes and may take its time; sent once. */
  async upload<T>(path: string, form: FormData): Promise<T> {
    return this.does.ask<T>(`${this.ingest}/v1${path}`, {
      method: "POST",
      token: this.token,
      body: form,
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

/** No answer, or one that asks to come again; a refusal stays one. */
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

/** 128 random bits; `randomUUID` needs https, which a hall's network may not have. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
