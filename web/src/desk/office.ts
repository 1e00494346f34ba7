/** What the parts of a desk share: who asks, in which fair, where writes go, and up to which record reads wait. Draws nothing. */

import { OwnWrites } from "../page/own_writes";
import type { Person } from "../signed_in";

/** So many a bulk action names. */
const BULK_MAX = 1_000;

export class Office extends OwnWrites {
  constructor(
    readonly person: Person,
    readonly fair: string,
  ) {
    super(person.token);
  }

  /** Several applications at once; each is decided by itself. Returns how many were refused. */
  async many(path: string, applications: readonly string[], body: object = {}): Promise<number> {
    return this.bulk(path, { ...body, applications: applications.slice(0, BULK_MAX) });
  }
}
