/** Moves one element of an order. Pure. */

/** `ids` with `id` moved to the index `to`. */
export function placed(ids: readonly string[], id: string, to: number): readonly string[] {
  const others = ids.filter((one) => one !== id);
  const at = Math.max(0, Math.min(others.length, to));
  return [...others.slice(0, at), id, ...others.slice(at)];
}
