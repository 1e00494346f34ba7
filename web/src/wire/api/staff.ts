/** Reads of a booth's staff and of the links to join it. No state. */
import { read } from "../read";
import { address, fairPath, type Page } from "./asking";

export type StaffRole = "recruiter" | "lead";

/** A person of a booth's staff, by the token's `sub`. */
export interface Member {
  readonly person: string;
  readonly role: StaffRole;
  readonly joined_at: string;
}

/** An invitation link for `uses` people, of which `used` have joined. */
export interface StaffLink {
  readonly id: string;
  readonly role: StaffRole;
  readonly uses: number;
  readonly used: number;
  readonly expires_at: string;
  readonly state: "open" | "revoked";
  readonly made_by: string;
}

/** A booth whose staff the person belongs to. */
export interface Staffing {
  readonly fair: string;
  readonly org: string;
  readonly role: StaffRole;
}

const booth = (fair: string, org: string): string => `${fairPath(fair)}/booths/${encodeURIComponent(org)}`;

export const readStaff = (
  fair: string,
  org: string,
  token: string,
  after: string | null,
  cursor?: string | null,
): Promise<Page<Member>> =>
  read(address(`${booth(fair, org)}/staff`, { state: "active", limit: "100", after, cursor }), { token });
export const readStaffLinks = (
  fair: string,
  org: string,
  token: string,
  after: string | null,
  cursor: string | null,
): Promise<Page<StaffLink>> =>
  read(address(`${booth(fair, org)}/staff-links`, { limit: "100", after, cursor }), { token });
/** Newest first. */
export const readOwnStaffing = (token: string, after: string | null, cursor: string | null): Promise<Page<Staffing>> =>
  read(address("/v1/me/staff", { limit: "100", after, cursor }), { token });
