/**
 * The import of a file of jobs: checked first, then run by the server, where it goes on without this page.
 *
 * Owns the reads while an import runs. Draws nothing: views read `state` after each `onChange`.
 */
import type { OwnWrites } from "../page/own_writes";
import { downloadRejected, type ImportInList, type JobImport, readImport, readMyImports } from "../wire/api/imports";
import { Refused } from "../wire/http";
import { quietly } from "../wire/quietly";
import type { Accepted } from "../wire/writes";
import { type ColumnMap, Remembered } from "./columns";

export interface ImportingState {
  readonly file: File | null;
  /** What the person chose; other fields are found by their header. */
  readonly map: ColumnMap;
  /** Whether `map` comes from an earlier file with the same header. */
  readonly isRemembered: boolean;
  /** The newest check of `file` that is over. It stays while another map is checked. */
  readonly check: JobImport | null;
  /** The check that runs. */
  readonly checking: JobImport | null;
  /** The chosen file was changed, moved or deleted since: browsers cannot read it any more. */
  readonly isGone: boolean;
  /** The import that runs, or that ended last. */
  readonly current: JobImport | null;
  /** Earlier ones into this fair, newest first. */
  readonly past: readonly ImportInList[];
}

const LOOK_MS = 700;
const NO_FILE = { file: null, map: {}, isRemembered: false, check: null, checking: null, isGone: false } as const;
const NOTHING: ImportingState = { ...NO_FILE, current: null, past: [] };

export class Importing {
  state: ImportingState = NOTHING;
  private isStopped = false;
  /** Counts the files and maps, so that the answer for an older one is not shown. */
  private turn = 0;

  constructor(
    private readonly fair: string,
    private readonly writes: OwnWrites,
    private readonly onChange: () => void,
    /** An import has come to its end: lists are to be read again. */
    private readonly onEnd: () => void,
    private readonly remembered: Remembered = new Remembered(),
  ) {}

  /** Shows what runs already, also after a reload or from another device. */
  async start(): Promise<void> {
    await quietly(async () => {
      await this.firstPast();
      const running = this.state.past.find(({ state }) => state === "running");
      if (running !== undefined) await this.follow(running.id, null, (current) => this.set({ current }));
    });
  }

  /** Nobody waits for a check any more; an import goes on. */
  stop(): void {
    this.isStopped = true;
    void quietly(() => this.stopCheck());
  }

  wake(): void {}

  get isRunning(): boolean {
    return this.state.current?.state === "running";
  }

  get isChecking(): boolean {
    return this.state.checking !== null;
  }

  choose(file: File | null): void {
    this.turn += 1;
    this.set({ ...NO_FILE, file, current: this.isRunning ? this.state.current : null });
  }

  /** Reads the whole file without writing anything. The choice for an earlier file with the same header counts. */
  async check(): Promise<void> {
    const isFirst = Object.keys(this.state.map).length === 0;
    const earlier = (told: JobImport): ColumnMap | null => (isFirst ? this.remembered.of(told.header) : null);
    const check = await this.checked((told) => earlier(told) === null);
    const map = check === null ? null : earlier(check);
    if (map === null) return;
    this.set({ map, isRemembered: true });
    await this.checked();
  }

  /** Chooses the column of a field, or none with an empty one; null leaves it to the header. Checks again. */
  async assign(field: string, column: string | null): Promise<void> {
    const { [field]: _, ...others } = this.state.map;
    this.set({ map: column === null ? others : { ...others, [field]: column }, isRemembered: false });
    await this.checked();
  }

  /** Forgets the choice for files with this header, and checks again without it. */
  async forget(): Promise<void> {
    this.remembered.keep(this.state.check?.header ?? [], {});
    this.set({ map: {}, isRemembered: false });
    await this.checked();
  }

  /** Ends the check that runs. The file stays chosen. */
  async stopCheck(): Promise<void> {
    const { checking } = this.state;
    if (checking === null) return;
    this.turn += 1;
    this.set({ checking: null });
    await this.end(checking.id);
  }

  /** Imports what was checked. Resolves when it is over. */
  async run(): Promise<void> {
    const { check, map } = this.state;
    const ordered = await this.order(false);
    if (ordered === null) return;
    const { id, receipt } = ordered;
    if (check !== null) this.remembered.keep(check.header, map);
    this.set(NO_FILE);
    await this.follow(id, receipt.position, (current) => this.set({ current }));
  }

  /** The rows so far stay. */
  async cancel(): Promise<void> {
    if (this.state.current !== null) await this.end(this.state.current.id);
  }

  private async end(id: string): Promise<void> {
    try {
      await this.writes.opened.send("DELETE", `/imports/${id}`);
    } catch (error) {
      if (!(error instanceof Refused && error.status === 409)) throw error; // 409: it has ended meanwhile
    }
  }

  async rejected(
    id: string,
    format: "csv" | "xlsx",
    lang: string,
  ): Promise<{ readonly file: Blob; readonly name: string | null }> {
    return downloadRejected(id, format, lang, this.writes.token);
  }

  /** The check of the file with the map; null where another file or map was chosen meanwhile. */
  private async checked(isShown: (told: JobImport) => boolean = () => true): Promise<JobImport | null> {
    this.turn += 1;
    const { turn } = this;
    const isNewest = (): boolean => turn === this.turn;
    const ordered = await this.order(true);
    if (ordered === null || !isNewest()) return null;
    const show = (told: JobImport): void => {
      const isResult = told.state !== "running" && isShown(told);
      if (isNewest()) this.set(isResult ? { check: told, checking: null } : { checking: told });
    };
    try {
      const check = await this.follow(ordered.id, ordered.receipt.position, show, isNewest);
      return isNewest() ? check : null;
    } finally {
      if (isNewest()) this.set({ checking: null });
    }
  }

  /** Null where the file cannot be read any more. */
  private async order(isTrial: boolean): Promise<Accepted | null> {
    const { file, map } = this.state;
    if (file === null) throw new Error("no file");
    if (!(await isThere(file))) {
      this.set({ ...NO_FILE, isGone: true });
      return null;
    }
    const form = new FormData();
    if (Object.keys(map).length > 0) form.append("map", JSON.stringify(map));
    form.append("file", file);
    const path = `/fairs/${this.fair}/jobs/import${isTrial ? "?dry_run=true" : ""}`;
    return this.writes.opened.upload<Accepted>(path, form, { Prefer: "respond-async" });
  }

  /** Reads until the import is over. Reads that fail are repeated: the import goes on meanwhile. */
  private async follow(
    id: string,
    after: string | null,
    show: (told: JobImport) => void,
    isWanted: () => boolean = () => true,
  ): Promise<JobImport | null> {
    while (!this.isStopped && isWanted()) {
      const told = await this.told(id, after);
      if (told !== null) show(told);
      if (told !== null && told.state !== "running") {
        if (!told.dry_run) await this.ended(told);
        return told;
      }
      await later();
    }
    return null;
  }

  /** Reads the imports until they are read: without them a running one would not be shown. */
  private async firstPast(): Promise<void> {
    while (!this.isStopped) {
      if ((await this.orNull(() => this.readPast().then(() => true))) !== null) return;
      await later();
    }
  }

  private told(id: string, after: string | null): Promise<JobImport | null> {
    return this.orNull(() => readImport(id, this.writes.token, after));
  }

  /** Null where it cannot be read at the moment. Raises Refused where it never can. */
  private async orNull<T>(reading: () => Promise<T>): Promise<T | null> {
    try {
      return await reading();
    } catch (error) {
      if (error instanceof Refused && error.status < 500 && error.status !== 429) throw error;
      return null;
    }
  }

  private async ended(told: JobImport): Promise<void> {
    this.writes.sawUpTo(told.receipt?.position ?? null);
    this.onEnd();
    await quietly(() => this.readPast());
  }

  private async readPast(): Promise<void> {
    const { items } = await readMyImports(this.writes.token);
    this.set({ past: items.filter(({ fair, dry_run }) => fair === this.fair && !dry_run) });
  }

  private set(changes: Partial<ImportingState>): void {
    this.state = { ...this.state, ...changes };
    if (!this.isStopped) this.onChange();
  }
}

const later = (): Promise<void> => new Promise((done) => setTimeout(done, LOOK_MS));

/** Whether the file is as it was chosen: a browser refuses to read it once it was changed. */
async function isThere(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
