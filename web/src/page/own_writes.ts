/**
 * What the person signed in writes, and up to which record reads wait for it: what was done on a page is seen on it. Draws nothing.
 */
import { readOutcomes } from "../wire/api/outcomes";
import { type Accepted, Writes } from "../wire/writes";

export class OwnWrites {
  /** Reads wait for this record. */
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

  /** A room has told of records up to `decided`; null where it does not say. */
  heard(decided: string | null): void {
    this.after = decided ?? this.after;
  }

  /** Until it is decided. Raises what `Writes.settle` raises. */
  async write(method: string, path: string, body?: object | Blob): Promise<Accepted> {
    const accepted = await this.opened.settle(method, path, body);
    this.after = accepted.receipt.position;
    return accepted;
  }

  /** Several at once; each is decided by itself. Returns how many were refused. */
  async bulk(path: string, body: object): Promise<number> {
    const { event_id, receipt } = await this.opened.send("POST", path, body);
    this.after = receipt.position;
    const { outcomes } = await readOutcomes(event_id, this.token, receipt.position);
    return outcomes.refused ?? 0;
  }
}
