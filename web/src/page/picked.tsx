/** Selecting several rows of a list. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";

export interface Picked {
  /** The selected rows that are still in the list, in its order. */
  readonly ids: readonly string[];
  readonly has: (id: string) => boolean;
  readonly toggle: (id: string) => void;
  readonly toggleAll: () => void;
  readonly isAll: boolean;
}

export function usePicked(all: readonly string[]): Picked {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const ids = all.filter((id) => chosen.has(id));
  const isAll = all.length > 0 && ids.length === all.length;
  return {
    ids,
    has: (id) => chosen.has(id),
    toggle: (id) => setChosen(new Set(chosen.has(id) ? [...chosen].filter((one) => one !== id) : [...chosen, id])),
    toggleAll: () => setChosen(new Set(isAll ? [] : all)),
    isAll,
  };
}

export function PickAll({ picked, label }: { picked: Picked; label: string }): JSX.Element {
  return (
    <label class="tick">
      <input type="checkbox" checked={picked.isAll} onChange={picked.toggleAll} data-control="select-all" />
      {label}
    </label>
  );
}
