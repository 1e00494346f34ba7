/**
 * A small model of one room at the live edge, for tests and for the development stub. Never part of the pages.
 *
 * It answers as the contract says: a snapshot of the newest 100 items, or what came after `since`, or reload.
 */

/** @typedef {{event: string, event_id: string, at: string, data: Record<string, unknown>}} Item */
/** @typedef {{offset: number, counters: Record<string, number>, items: Item[]}} Change */

export const SNAPSHOT_ITEMS = 100;

export class RoomModel {
  /** @param {string} name @param {number} kept how many changes can be resumed */
  constructor(name, kept = 500) {
    this.name = name;
    this.kept = kept;
    this.epoch = 1;
    this.offset = 0;
    /** @type {Record<string, number>} */
    this.counters = {};
    /** @type {Item[]} */
    this.items = [];
    /** @type {Change[]} */
    this.changes = [];
  }

  get position() {
    return this.at(this.offset);
  }

  /** @param {number} offset */
  at(offset) {
    return `epoch${this.epoch}:3:${offset}`;
  }

  /** One batch of the log. Offsets have gaps, as other rooms share the partition.
   * @param {Record<string, number>} counters @param {Item[]} items @param {number} gap */
  change(counters, items = [], gap = 1) {
    this.offset += gap;
    Object.assign(this.counters, counters);
    this.items = [...this.items, ...items].slice(-SNAPSHOT_ITEMS);
    this.changes = [...this.changes, { offset: this.offset, counters, items }].slice(-this.kept);
    return this.update([/** @type {Change} */ (this.changes.at(-1))]);
  }

  /** What was known by position is not known any more, as after a rebuild of the topic. */
  forget() {
    this.epoch += 1;
    this.changes = [];
  }

  snapshot() {
    const { name: room, position } = this;
    return {
      type: "snapshot",
      room,
      position,
      decided: `livefair.fairs:0:${this.offset}`,
      counters: { ...this.counters },
      items: [...this.items],
    };
  }

  /** One frame for several changes. @param {Change[]} changes */
  update(changes) {
    const position = this.at(/** @type {Change} */ (changes.at(-1)).offset);
    const counters = Object.assign({}, ...changes.map((change) => change.counters));
    return { type: "update", room: this.name, position, counters, items: changes.flatMap((change) => change.items) };
  }

  /** The frames that answer a subscribe. @param {string | undefined} since @param {number} merged changes in a frame */
  subscribe(since, merged = 1) {
    if (since === undefined) return [this.snapshot()];
    const missed = this.since(since);
    if (missed === null) return [{ type: "reload", room: this.name, reason: "position unknown" }, this.snapshot()];
    const frames = [];
    for (let at = 0; at < missed.length; at += merged) frames.push(this.update(missed.slice(at, at + merged)));
    return [{ type: "resumed", room: this.name, position: since }, ...frames];
  }

  /** @param {string} since @returns {Change[] | null} */
  since(since) {
    const [epoch, , offset] = since.split(":");
    if (epoch !== `epoch${this.epoch}`) return null;
    const missed = this.changes.filter((change) => change.offset > Number(offset));
    const oldest = this.changes[0];
    const complete = Number(offset) === this.offset || (oldest !== undefined && oldest.offset <= Number(offset));
    return complete ? missed : null;
  }
}
