/**
 * The questions of a session that this page has read: one page at a time, open ones first. The results of own actions are kept
 * here instead of being read again; the room brings all other changes.
 *
 * Owns the writes and reads of questions. Draws nothing.
 */

import type { Person } from "../signed_in";
import { type Question, readQuestions } from "../wire/api/questions";
import { quietly } from "../wire/quietly";
import type { Writes } from "../wire/writes";

export class QuestionList {
  read: readonly Question[] = [];
  private writes: Writes | null = null;
  /** Where the next page begins; null where there is none. */
  private cursor: string | null = "";

  constructor(
    private readonly session: string,
    private person: Person | null,
    private readonly onChange: () => void,
  ) {}

  open(writes: Writes | null): void {
    this.writes = writes;
  }

  /** The server no longer takes the person's token: reads go on as a guest's. */
  signOut(): void {
    this.person = this.writes = null;
  }

  /** Whether there are more than were read. */
  get hasMore(): boolean {
    return this.cursor !== null;
  }

  /** Reads until `count` are known, or all. */
  async fill(count: number): Promise<void> {
    while (this.cursor !== null && this.read.length < count) {
      const { items, next_cursor } = await readQuestions(this.session, this.person?.token, this.cursor);
      this.cursor = next_cursor ?? null;
      const known = new Set(this.read.map(({ id }) => id));
      this.set([...this.read, ...items.filter(({ id }) => !known.has(id))]);
    }
  }

  begin(count: number): void {
    void quietly(() => this.fill(count));
  }

  async ask(text: string): Promise<void> {
    const { id, receipt } = await this.write("", { text });
    this.keep({ id, text, state: "open", votes: 0, asked_at: receipt.accepted_at, mine: true });
  }

  async vote(question: Question): Promise<void> {
    await this.write(`/${question.id}/upvote`);
    this.keep({ ...question, voted: true });
  }

  async answer(question: Question, text: string): Promise<void> {
    await this.write(`/${question.id}/answer`, { text });
    this.keep({ ...question, state: "answered", answer: text });
  }

  async hide(question: Question): Promise<void> {
    await this.write(`/${question.id}/hide`);
    this.keep({ ...question, state: "hidden" });
  }

  private async write(
    path: string,
    body?: object,
  ): Promise<{ readonly id: string; readonly receipt: { readonly accepted_at: string } }> {
    if (this.writes === null) throw new Error("not signed in");
    return this.writes.settle("POST", `/sessions/${this.session}/questions${path}`, body);
  }

  private keep(question: Question): void {
    this.set([...this.read.filter(({ id }) => id !== question.id), question]);
  }

  private set(read: readonly Question[]): void {
    this.read = read;
    this.onChange();
  }
}
