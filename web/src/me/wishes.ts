/** A student's ranking of jobs for the closing round. Pure. */
import type { OwnApplication } from "../wire/api/applications";
import { stands } from "./standing";

/** Only active applications without a match take part. */
const TAKES_PART = (state: string): boolean => stands(state) && state !== "accepted" && state !== "hired";

export interface Wishes {
  /** Best first. */
  readonly ranked: readonly OwnApplication[];
  /** Jobs that can be ranked but are not. */
  readonly others: readonly OwnApplication[];
}

export function wishesOf(applications: readonly OwnApplication[], fair: string, jobs: readonly string[]): Wishes {
  const live = applications.filter((one) => one.fair === fair && TAKES_PART(one.state));
  const byJob = new Map(live.map((one) => [one.job, one]));
  const ranked = jobs.map((job) => byJob.get(job)).filter((one) => one !== undefined);
  return { ranked, others: live.filter(({ job }) => !jobs.includes(job)) };
}
