/**
 * Writes of the person who is signed in, and the record that later reads wait for (read-your-writes). Draws nothing.
 */
import { readOutcomes } from "../wire/api/outcomes";
import { type Accepted, Writes } from "../wire/writes";

export class OwnWrites {
  /** The record that reads wait for; their `after`. */
  after: string | null = null;
  private writes: Writes | null = null;

  constructor(readonly token: string) {}

  open(ingest: string): void {
    this.writes = new Writes(ingest, this.token);
  }

  /** Throws before `open`. */
  get opened(): Writes {
    if (this.writes === null) throw new Error("not ready");
    return this.writes;
  }

  /** A room has shown all records up to `decided`; null if it does not know. */
  sawUpTo(decided: string | null): void {
    this.after = decided ?? this.after;
  }

  /** Resolves when the write has its outcome. Raises what `Writes.settle` raises. */
  async write(method: string, path: string, body?: object | Blob): Promise<Accepted> {
    const accepted = await this.opened.settle(method, path, body);
    this.after = accepted.receipt.position;
    return accepted;
  }

  /** A bulk action; each item has its own outcome. Returns how many were refused. */
  async bulk(path: string, body: object): Promise<number> {
    const { event_id, receipt } = await this.opened.send("POST", path, body);
    this.after = receipt.position;
    const { outcomes } = await readOutcomes(event_id, this.token, receipt.position);
    return outcomes.refused ?? 0;
  }
}
