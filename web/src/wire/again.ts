/** When a student may apply for a job again, as the contract allows it. Pure. */
import type { Application } from "./api/applications";

/** After a withdrawal, and where the application was still on the waiting list of a drop when that ended (`drop_full`). */
export function mayApplyAgain({ state, drop }: Pick<Application, "state" | "drop">): boolean {
  return state === "withdrawn" || (state === "refused" && drop !== undefined && !drop.admitted);
}
