/** The fair's figures: the organizer's report, and the breakdown that everybody may read. Owns their reads. Draws nothing. */
import { type Breakdown, type BreakdownBy, type Report, readBreakdown, readReport } from "../wire/api/report";

export interface FiguresState {
  readonly phase: "idle" | "loading" | "ready" | "failed";
  readonly error: unknown;
  readonly report: Report | null;
  readonly by: BreakdownBy;
  readonly breakdown: Breakdown | null;
}

export class Figures {
  state: FiguresState = { phase: "idle", error: null, report: null, by: "region", breakdown: null };

  constructor(
    private readonly fair: string,
    private readonly token: string,
    private readonly onChange: () => void,
  ) {}

  /** Reads at the first look only: a report counts everything, so a refresh is manual. */
  want(): void {
    if (this.state.phase === "idle") void this.read();
  }

  async read(): Promise<void> {
    this.set({ phase: "loading", error: null });
    try {
      const [report, breakdown] = [await readReport(this.fair, this.token), await this.readBreakdown(this.state.by)];
      this.set({ phase: "ready", report, breakdown });
    } catch (error) {
      this.set({ phase: "failed", error });
    }
  }

  async choose(by: BreakdownBy): Promise<void> {
    this.set({ by });
    const breakdown = await this.readBreakdown(by);
    if (this.state.by === by) this.set({ breakdown });
  }

  private readBreakdown(by: BreakdownBy): Promise<Breakdown> {
    return readBreakdown(this.fair, by, this.token);
  }

  private set(changes: Partial<FiguresState>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
