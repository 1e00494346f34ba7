/** The newest jobs from a fair's items: with amendments, without closed ones. Pure. */
import type { Item } from "../wire/room";

export interface NewJob {
  readonly id: string;
  readonly org: string;
  readonly title: string;
  readonly headcount: number;
  readonly region: string | null;
  readonly enterprise: string | null;
  readonly at: string;
}

export function newestJobs(items: readonly Item[], most: number): NewJob[] {
  const found = new Map<string, NewJob>();
  const closed = new Set<string>();
  const amended = new Map<string, Record<string, unknown>>();
  for (const { event, data, at } of items.toReversed()) {
    const id = text(data.job);
    if (id === null) continue;
    if (event === "JobClosed") closed.add(id);
    else if (event === "JobAmended") amended.set(id, { ...data, ...amended.get(id) });
    else if (event === "JobPublished" && !closed.has(id) && !found.has(id)) {
      found.set(id, jobFrom(id, at, { ...data, ...amended.get(id) }));
    }
    if (found.size === most) break;
  }
  return [...found.values()];
}

function jobFrom(id: string, at: string, data: Record<string, unknown>): NewJob {
  return {
    id,
    at,
    org: text(data.org) ?? "",
    title: text(data.title) ?? "",
    headcount: typeof data.headcount === "number" ? data.headcount : 1,
    region: text(data.region),
    enterprise: text(data.enterprise),
  };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
