/**
 * The person who is signed in: a token, kept for this tab only, and its claims.
 *
 * It travels in a header or a frame, never in an address's query. The pages do not verify it: the services do.
 */
import { clock } from "./wire/clock";

export type Role = "student" | "enterprise" | "organizer";

export interface Person {
  readonly token: string;
  readonly sub: string;
  readonly role: Role;
  readonly org: string | null;
  readonly name: string;
  /** When the token expires, ms. */
  readonly until: number;
}

/** Whether `person` hosts a session: they have the role and the organization that planned it. */
export function isHostOf(
  { host, org }: { readonly host: string; readonly org: string },
  person: Person | null,
): boolean {
  return person !== null && person.role === host && person.org === org;
}

const KEPT = "livefair.token";
const ROLES: readonly string[] = ["student", "enterprise", "organizer"];

/** The claims of a token, or null if it is not a Livefair token. */
export function personOf(token: string): Person | null {
  const claims = claimsOf(token.trim());
  const { sub, role, org, name, exp } = claims ?? {};
  if (typeof sub !== "string" || typeof role !== "string" || !ROLES.includes(role) || typeof exp !== "number")
    return null;
  return {
    token: token.trim(),
    sub,
    role: role as Role,
    org: typeof org === "string" ? org : null,
    name: typeof name === "string" && name !== "" ? name : sub,
    until: exp * 1_000,
  };
}

function claimsOf(token: string): Record<string, unknown> | null {
  const part = token.split(".")[1];
  if (part === undefined || token.split(".").length !== 3) return null;
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
      letter.charCodeAt(0),
    );
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** The token in `#token=…`, as `livefair demo` prints it. */
export function tokenIn(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, "")).get("token");
}

/** The person signed in in this tab. A token in the fragment takes precedence and is removed from the address. */
export function remembered(): Person | null {
  const given = tokenIn(location.hash);
  if (given !== null) {
    keep(given);
    history.replaceState(history.state, "", `${location.pathname}${location.search}`);
  }
  const person = personOf(given ?? recallToken() ?? "");
  return person !== null && isInTime(person) ? person : null;
}

/** How wrong a device's clock may be, ms: by its time zone twice, and some more. */
const DEVICE_MS = 48 * 3_600_000;

/** Whether the token may still be taken. Before the server's clock is known, only one that expired long ago is refused. */
export function isInTime({ until }: Person): boolean {
  return until + (clock.isMeasured ? 0 : DEVICE_MS) > clock.now();
}

/** Storage may be forbidden: then a sign-in lasts as long as the page. */
export function keep(token: string | null): void {
  try {
    if (token === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, token.trim());
  } catch {
    // see above
  }
}

function recallToken(): string | null {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
