/** What the parts of a desk share: who asks, in which fair, where writes go, and up to which record reads wait. Draws nothing. */

import type { Person } from "../signed_in";
import { readOutcomes } from "../wire/api/outcomes";
import { type Accepted, Writes } from "../wire/writes";

/** So many a bulk action names. */
const BULK_MAX = 1_000;

export class Office {
  /** Reads wait for this record: what was done here is seen here. */
  after: string | null = null;
  private writes: Writes | null = null;

  constructor(
    readonly person: Person,
    readonly fair: string,
  ) {}

  get token(): string {
    return this.person.token;
  }

  open(ingest: string): void {
    this.writes = new Writes(ingest, this.token);
  }

  /** Until it is decided. */
  async write(method: string, path: string, body?: object): Promise<Accepted> {
    const accepted = await this.desk().settle(method, path, body);
    this.after = accepted.receipt.position;
    return accepted;
  }

  /** The same with several at once; each is decided by itself. Returns how many were not possible. */
  async many(path: string, applications: readonly string[], body: object = {}): Promise<number> {
    const named = { ...body, applications: applications.slice(0, BULK_MAX) };
    const { event_id, receipt } = await this.desk().send("POST", path, named);
    this.after = receipt.position;
    const { outcomes } = await readOutcomes(event_id, this.token, receipt.position);
    return outcomes.refused ?? 0;
  }

  private desk(): Writes {
    if (this.writes === null) throw new Error("not ready");
    return this.writes;
  }
}
