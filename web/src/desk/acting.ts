/** The enterprise that a person acts for in a fair. Pure. */
import type { Booth } from "../wire/api/booths";
import type { Staffing } from "../wire/api/staff";

/** The token's enterprise if its booth is approved, otherwise the one whose staff they are, otherwise the token's; "" for none. */
export function actingFor(org: string | null, booths: readonly Booth[], staffing: Staffing | null): string {
  const isIn = booths.some((booth) => booth.org === org && booth.state === "approved");
  return (isIn ? org : (staffing?.org ?? org)) ?? "";
}
