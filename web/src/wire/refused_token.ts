/** Tells who listens that the server no longer takes a token: an answer was 401, or the live edge closed with 4401. */

type Listener = (token: string) => void;
const listeners = new Set<Listener>();

/** Returns how to stop listening. */
export function onRefusedToken(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function tokenRefused(token: string): void {
  for (const listener of [...listeners]) listener(token);
}
