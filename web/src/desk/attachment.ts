/** The link to the PDF of a resume: fair signs it, and it ends after some minutes. Pure. */

/** A link that ends within this time is not opened any more: the file has to be asked for, too. Ms. */
const MARGIN_MS = 10_000;

/** Whether the link has ended at `now` (the server's time, ms), or is about to. One that does not say when it ends is good. */
export function hasEnded(link: string, now: number): boolean {
  const expires = /[?&]expires=(\d+)/.exec(link)?.[1];
  return expires !== undefined && Number(expires) * 1_000 - MARGIN_MS <= now;
}
