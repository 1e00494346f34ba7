/** Moments as a field for local times has them. */

/** So many hours from now. */
export const localTime = (hours: number): string => localOf(new Date(Date.now() + hours * 3_600_000));

/** To the minute. */
export function localOf(moment: Date): string {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
