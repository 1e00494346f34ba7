/** For which enterprise a person acts in a fair. Pure. */
import type { Booth } from "../wire/api/booths";
import type { Staffing } from "../wire/api/staff";

/** The token's where its booth was let in, else the one whose staff this is, else the token's; "" for none. */
export function actingFor(org: string | null, booths: readonly Booth[], staffing: Staffing | null): string {
  const isIn = booths.some((booth) => booth.org === org && booth.state === "approved");
  return (isIn ? org : (staffing?.org ?? org)) ?? "";
}
