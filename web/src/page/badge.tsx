/** A state as a small label. */
import type { ComponentChildren, JSX } from "preact";

/** `kind` chooses its colour: see work.css. */
export function Badge({ kind, children }: { kind: string; children: ComponentChildren }): JSX.Element {
  return (
    <span class="badge" data-kind={kind}>
      {children}
    </span>
  );
}
