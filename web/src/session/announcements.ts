/** What a screen reader says of the stage: a drop, that it is full, and the viewer's own state; never a count. Pure. */
import type { Drop } from "../wire/api/sessions";

export interface Announced {
  readonly kind: "dropped" | "full" | "closed" | "own";
  readonly job: string;
  /** The title of the job, if it is known. */
  readonly title: string | undefined;
  /** The viewer's own state, for `own`. */
  readonly state?: string;
}

/** What was shown: drops by id, and the viewer's own states by job. */
export interface Shown {
  readonly drops: readonly Drop[];
  readonly own: ReadonlyMap<string, { readonly state: string }>;
}

const isFull = ({ state, remaining }: Drop): boolean => state === "open" && remaining !== undefined && remaining <= 0;

/** What changed, in the order in which it is said: the viewer's own state last, since a reader may cut off what comes before. */
export function announced(before: Shown, after: Shown): readonly Announced[] {
  const known = new Map(before.drops.map((drop) => [drop.id, drop]));
  const ofDrops = [...after.drops].reverse().flatMap((drop) => ofDrop(known.get(drop.id), drop)); // the oldest first
  const titles = new Map(after.drops.map(({ job, title }) => [job, title]));
  const ofOwn = [...after.own].flatMap(([job, { state }]): Announced[] =>
    before.own.get(job)?.state === state ? [] : [{ kind: "own", job, title: titles.get(job), state }],
  );
  return [...ofDrops, ...ofOwn];
}

function ofDrop(before: Drop | undefined, after: Drop): Announced[] {
  const said = (kind: Announced["kind"]): Announced[] => [{ kind, job: after.job, title: after.title }];
  if (before === undefined) return after.state === "open" ? said(isFull(after) ? "full" : "dropped") : [];
  if (before.state === "open" && after.state !== "open") return said("closed");
  return isFull(after) && !isFull(before) ? said("full") : [];
}
