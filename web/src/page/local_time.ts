/** Moments as a field for local times has them, to the minute, and back. Pure. */

export function localTime(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment that such a field names; one that is empty or half filled in names none. */
export function instant(local: string): string | null {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
