/** What the parts of a desk share: the person, the fair, and their writes. Draws nothing. */

import { OwnWrites } from "../page/own_writes";
import type { Person } from "../signed_in";

/** The most applications that one bulk action takes; more are several. */
const BULK_MAX = 1_000;

export class Office extends OwnWrites {
  constructor(
    readonly person: Person,
    readonly fair: string,
  ) {
    super(person.token);
  }

  /** A bulk action on applications; each has its own outcome. Returns how many were refused. */
  async many(path: string, applications: readonly string[], body: object = {}): Promise<number> {
    let refused = 0;
    for (let from = 0; from < applications.length; from += BULK_MAX)
      refused += await this.bulk(path, { ...body, applications: applications.slice(from, from + BULK_MAX) });
    return refused;
  }
}
