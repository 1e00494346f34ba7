/** A booth's staff and its invitation links. Owns these reads and writes, which the desk's model runs. Draws nothing. */
import { pagesOf } from "../wire/api/asking";
import { type Member, readStaff, readStaffLinks, type StaffLink, type StaffRole } from "../wire/api/staff";
import type { Office } from "./office";

export interface CrewState {
  readonly staff: readonly Member[];
  /** The newest first. */
  readonly links: readonly StaffLink[];
  /** The link that was created last, with its secret, which cannot be read again. */
  readonly made: { readonly id: string; readonly secret: string } | null;
}

export class Crew {
  state: CrewState = { staff: [], links: [], made: null };

  constructor(
    private readonly office: Office,
    private readonly org: () => string,
    private readonly onChange: () => void,
  ) {}

  async read(): Promise<void> {
    const { fair, token, after } = this.office;
    const org = this.org();
    const [staff, links] = await Promise.all([
      pagesOf((cursor) => readStaff(fair, org, token, after, cursor)),
      pagesOf((cursor) => readStaffLinks(fair, org, token, after, cursor)),
    ]);
    this.set({ staff: staff.items, links: links.items.toReversed() });
  }

  async makeLink(role: StaffRole, uses: number): Promise<void> {
    const { id, secret = "" } = await this.office.write("POST", `${this.booth}/staff-links`, { role, uses });
    this.set({ made: { id, secret } });
    await this.read();
  }

  async revokeLink(link: string): Promise<void> {
    await this.office.write("DELETE", `${this.booth}/staff-links/${link}`);
    if (this.state.made?.id === link) this.set({ made: null });
    await this.read();
  }

  async remove(person: string): Promise<void> {
    await this.office.write("POST", `${this.booth}/staff/remove`, { person });
    if (person !== this.office.person.sub) await this.read();
  }

  private get booth(): string {
    return `/fairs/${this.office.fair}/booths/${encodeURIComponent(this.org())}`;
  }

  private set(changes: Partial<CrewState>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
