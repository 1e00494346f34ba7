/** A button of the host's console that runs one action. */
import type { JSX } from "preact";
import type { Action } from "../page/action";

interface PressProps {
  readonly name: string;
  readonly label: string;
  readonly strong?: boolean;
  readonly disabled?: boolean;
  readonly action: Action;
  readonly work: () => Promise<void>;
}

export function Press({ name, label, strong = false, disabled = false, action, work }: PressProps): JSX.Element {
  return (
    <button
      type="button"
      class={strong ? "strong" : ""}
      disabled={disabled || action.running}
      onClick={() => action.run(work)}
      data-control={name}
    >
      {label}
    </button>
  );
}
