/** Invitation links to a booth's staff. The secret is in the fragment, which is never sent to a server. Pure. */
import type { StaffLink } from "../wire/api/staff";

export const joinAddress = ({ origin }: { readonly origin: string }, secret: string): string =>
  `${origin}/desk#join=${encodeURIComponent(secret)}`;

/** The secret in `#join=…`, or null. */
export function secretIn(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, "")).get("join") || null;
}

/** The state of a link; `now` in ms. */
export function linkState(
  { state, used, uses, expires_at }: StaffLink,
  now: number,
): "open" | "revoked" | "used" | "expired" {
  if (state === "revoked") return state;
  if (used >= uses) return "used";
  return new Date(expires_at).getTime() <= now ? "expired" : "open";
}
