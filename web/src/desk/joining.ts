/** Links by which one joins a booth's staff. The secret stands in the fragment, which no server sees. Pure. */
import type { StaffLink } from "../wire/api/staff";

export const joinAddress = ({ origin }: { readonly origin: string }, secret: string): string =>
  `${origin}/desk#join=${encodeURIComponent(secret)}`;

/** The secret in `#join=…`, or null. */
export function secretIn(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, "")).get("join") || null;
}

/** What a link is good for now; `now` in ms. */
export function linkState(
  { state, used, uses, expires_at }: StaffLink,
  now: number,
): "open" | "revoked" | "used" | "expired" {
  if (state === "revoked") return state;
  if (used >= uses) return "used";
  return new Date(expires_at).getTime() <= now ? "expired" : "open";
}
