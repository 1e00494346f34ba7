/** An order that somebody changes. Pure. */

/** `ids` with `id` at the place `to` (from 0). */
export function placed(ids: readonly string[], id: string, to: number): readonly string[] {
  const others = ids.filter((one) => one !== id);
  const at = Math.max(0, Math.min(others.length, to));
  return [...others.slice(0, at), id, ...others.slice(at)];
}
