/** Applications as they were read, updated by the items of a room since. Pure. */
import type { Application } from "./api/applications";
import type { Item } from "./room";

/** The same applications, with the states of newer items of the room. */
export function updated<T extends Application>(applications: readonly T[], items: readonly Item[]): readonly T[] {
  const latest = new Map<string, Item>();
  for (const item of items) if (typeof item.data.application === "string") latest.set(item.data.application, item);
  return applications.map((one) => {
    const item = latest.get(one.id);
    return item === undefined || typeof item.data.state !== "string" ? one : moved(one, item.data);
  });
}

function moved<T extends Application>(one: T, data: Item["data"]): T {
  const { deadline: _deadline, reason: _reason, ...rest } = one;
  const kept =
    data.state === "invited" ? { deadline: text(data.deadline) ?? one.deadline } : { deadline: one.deadline };
  const why = text(data.reason);
  const place = typeof data.place === "number" ? data.place : one.place;
  const next = {
    ...rest,
    state: data.state as string,
    place,
    ...(kept.deadline ? kept : {}),
    ...(why ? { reason: why } : {}),
  };
  return next as unknown as T;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
