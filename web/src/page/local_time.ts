/** Converts moments to the value of a `datetime-local` field and back, to the minute. Pure. */

export function localTime(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment in such a field with the offset of its zone, in which a fair is planned; null if it is empty or incomplete. */
export function instant(local: string): string | null {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? null : zoned(at.toISOString()).replace(" ", "T").replace(" ", "");
}

/** A moment for a table: local, with the offset of its zone, as `2026-11-30 18:00:05 +08:00`. A spreadsheet keeps it as text. */
export function zoned(moment: string): string {
  const at = new Date(moment);
  const minutes = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, 19).replace("T", " ");
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${local} ${minutes < 0 ? "-" : "+"}${two(hours)}:${two(rest)}`;
}
