/**
 * Comments, reactions and clicks of this page in a session, and muting for the host. Of these only muting is decided by the log
 * of the fair.
 *
 * Owns these writes, the reads of kept comments, and their timers. Draws nothing.
 */

import type { Person } from "../signed_in";
import { readComments } from "../wire/api/comments";
import type { Comment } from "../wire/comments";
import { quietly } from "../wire/quietly";
import type { Item } from "../wire/room";
import { Throttle } from "../wire/throttle";
import type { Writes } from "../wire/writes";
import { isMuted, mergedComments, type Own, type ViewedComment } from "./merged_comments";
import { type Reaction, Tally } from "./tally";

/** One call a second, which is half of what ingest takes from a person. */
const REACT_MS = 1_000;
const READ_MS = 1_000;
const OWN_MAX = 50;

export interface ChatState {
  readonly own: Own;
  readonly read: readonly ViewedComment[];
  readonly hidden: ReadonlySet<string>;
  /** People the host has muted; only the host knows. */
  readonly muted: ReadonlySet<string>;
  /** Whether this person is muted. */
  readonly isMuted: boolean;
  /** Why the last reaction was not counted. */
  readonly failure: unknown;
}

export class Chat {
  state: ChatState = {
    own: { ids: new Set(), notInRoom: [] },
    read: [],
    hidden: new Set(),
    muted: new Set(),
    isMuted: false,
    failure: null,
  };
  private writes: Writes | null = null;
  private after: string | null = null;
  private inRoom: readonly Comment[] = [];
  private readonly tally = new Tally();
  private readonly clicked = new Set<string>();
  private readonly reactions = new Throttle(() => this.sendReaction(), REACT_MS);
  private readonly reading = new Throttle(() => quietly(() => this.read()), READ_MS);

  constructor(
    readonly session: string,
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

  stop(): void {
    this.reactions.stop();
    this.reading.stop();
  }

  /** Reads comments from fair: with their authors, or from before the snapshot. */
  wantRead(): void {
    this.reading.want();
  }

  /** Sets who is muted, as it was read. */
  know(muted: readonly string[]): void {
    this.set({ muted: new Set(muted) });
  }

  /** Takes the comments of the session's room. */
  onComments(inRoom: readonly Comment[]): void {
    this.inRoom = inRoom;
    const { ids, notInRoom } = this.state.own;
    const left = notInRoom.filter(({ id }) => !inRoom.some((one) => one.id === id));
    if (left.length < notInRoom.length) this.set({ own: { ids, notInRoom: left } });
  }

  /** Takes the items of the person's own room. */
  onOwnItems(items: readonly Item[]): void {
    const muted = isMuted(items, this.session);
    if (muted !== this.state.isMuted) this.set({ isMuted: muted });
  }

  /** The comments that the viewer may see. */
  comments(inRoom: readonly Comment[], isHost: boolean): readonly ViewedComment[] {
    const { read, own, hidden } = this.state;
    const all = mergedComments(inRoom, read, own, hidden);
    return isHost ? all : all.filter((one) => one.hidden !== true);
  }

  async say(text: string): Promise<void> {
    const { id, receipt } = await this.allowed().say(`/sessions/${this.session}/comments`, { text });
    const one: Comment = { id, text, role: this.person?.role ?? "student", at: receipt.accepted_at };
    this.after = receipt.position;
    const { ids, notInRoom } = this.state.own;
    const isInRoom = this.inRoom.some((inRoom) => inRoom.id === id); // the room may be faster than the response
    this.set({
      own: { ids: new Set([...ids, id]), notInRoom: isInRoom ? notInRoom : [...notInRoom, one].slice(-OWN_MAX) },
    });
  }

  async hide(ids: readonly string[]): Promise<void> {
    const { receipt } = await this.allowed().send("POST", `/sessions/${this.session}/comments/hide`, { comments: ids });
    this.after = receipt.position;
    this.set({ hidden: new Set([...this.state.hidden, ...ids]) });
  }

  async mute(person: string, isOn: boolean): Promise<void> {
    await this.allowed().settle("POST", `/sessions/${this.session}/${isOn ? "mute" : "unmute"}`, { person });
    const others = [...this.state.muted].filter((one) => one !== person);
    this.set({ muted: new Set(isOn ? [...others, person] : others) });
  }

  /** Whether the press counts. */
  react(reaction: Reaction): boolean {
    const counts = this.tally.press(reaction);
    this.reactions.want();
    return counts;
  }

  /** Counts a look at a drop, once per page. */
  click(drop: string): void {
    if (this.writes === null || this.clicked.has(drop)) return;
    this.clicked.add(drop);
    void quietly(() => this.allowed().count(`/sessions/${this.session}/drops/${drop}/click`));
  }

  private async sendReaction(): Promise<void> {
    const next = this.tally.take();
    if (next === null) return;
    try {
      await this.allowed().count(`/sessions/${this.session}/reactions`, next);
      if (this.state.failure !== null) this.set({ failure: null });
    } catch (error) {
      this.set({ failure: error });
    }
    if (!this.tally.isEmpty) this.reactions.want();
  }

  private async read(): Promise<void> {
    const { items } = await readComments(this.session, this.person?.token, this.after);
    this.set({ read: items });
  }

  private allowed(): Writes {
    if (this.writes === null) throw new Error("not signed in");
    return this.writes;
  }

  private set(changes: Partial<ChatState>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
