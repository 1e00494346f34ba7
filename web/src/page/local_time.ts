/** Converts moments to the value of a `datetime-local` field and back, to the minute. Pure. */

export function localTime(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment in such a field; null if it is empty or incomplete. */
export function instant(local: string): string | null {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
