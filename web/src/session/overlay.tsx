/** Comments that cross the video (弹幕, danmaku) in a limited number of lanes. Hidden from screen readers, which have the list. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon, useKeys } from "../page/page";
import { recall, remember } from "../page/preferences";
import { useChatWords } from "./chat_words";
import { Lanes } from "./lanes";
import { moment, type ViewedComment } from "./merged_comments";

/** The most comments at the same time. A comment without a free lane waits briefly, then appears only in the list. */
const ABOARD_MAX = 28;
const WAITING_MAX = 12;
const PATIENCE_MS = 2_500;
const SEEN_MAX = 1_000;
const KEPT = "comments-over-picture";
const STILL = "(prefers-reduced-motion: reduce)";

export interface OverlayChoice {
  readonly isOn: boolean;
  /** With reduced motion there is no overlay, whatever was chosen. */
  readonly isNever: boolean;
  readonly turn: () => void;
}

/** Whether the overlay is on; remembered by this browser. */
export function useOverlay(): OverlayChoice {
  const [isChosen, setChosen] = useState(() => recall(KEPT) !== "off");
  const [isNever, setNever] = useState(() => matchMedia(STILL).matches);
  useEffect(() => {
    const media = matchMedia(STILL);
    const changed = (): void => setNever(media.matches);
    media.addEventListener("change", changed);
    return () => media.removeEventListener("change", changed);
  }, []);
  const turn = (): void => {
    remember(KEPT, isChosen ? "off" : "on");
    setChosen(!isChosen);
  };
  return { isOn: isChosen && !isNever, isNever, turn };
}

/** The switch; also by the key d, for 弹幕. */
export function OverlaySwitch({ choice }: { choice: OverlayChoice }): JSX.Element {
  const { words } = useChatWords();
  const { isOn, isNever, turn } = choice;
  const label = isNever ? words.overlayNever : isOn ? words.overlayOn : words.overlayOff;
  useKeys({ d: () => void (isNever || turn()) });
  return (
    <button
      type="button"
      class="icon overlay-switch"
      aria-pressed={isOn}
      disabled={isNever}
      onClick={turn}
      title={`${label} (d)`}
      aria-label={label}
      data-control="overlay"
    >
      <Icon>
        <rect x="1.5" y="3" width="13" height="10" rx="1.5" />
        {isOn ? <path d="M4.5 6.2h5M7 8.3h5M4.5 10.4h3.5" /> : <path d="M3.5 14.5 12.5 1.5" />}
      </Icon>
    </button>
  );
}

interface Waiting {
  readonly one: ViewedComment;
  readonly since: number;
}
interface Flight {
  readonly one: ViewedComment;
  readonly lane: number;
  readonly ms: number;
  /** Lanes belong to one size of the video; another size starts with new lanes, or comments would collide. */
  readonly among: Lanes;
}

interface Props {
  /** The comments of the list; new ones cross the video unless it is held. */
  readonly comments: readonly ViewedComment[];
  /** While held, comments are taken as seen and nothing moves. */
  readonly isHeld: boolean;
  /** The clock of a replay, ms; turning it back shows comments again. */
  readonly clock: number;
}

export function Overlay({ comments, isHeld, clock }: Props): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const lanes = useLanes(place);
  const before = useRef({ isHeld: true, clock });
  const seen = useRef(new Set<string>());
  const waiting = useRef<Waiting[]>([]);
  const [aboard, setAboard] = useState<readonly Flight[]>([]);
  // Runs with every drawing of the page, which is four times a second at least: so those who wait are taken in time.
  useEffect(() => {
    if (clock < before.current.clock) seen.current.clear();
    const news = unseen(comments, seen.current);
    const isQuiet = isHeld || before.current.isHeld || document.visibilityState === "hidden";
    before.current = { isHeld, clock };
    waiting.current = isQuiet
      ? []
      : patient([...waiting.current, ...news.map((one) => ({ one, since: performance.now() }))]);
    const staying = aboard.filter(({ one, among }) => among === lanes.current && isStanding(one, comments));
    const taken =
      lanes.current === null ? [] : embark(waiting.current, lanes.current, place.current, ABOARD_MAX - staying.length);
    if (taken.length > 0 || staying.length < aboard.length) setAboard([...staying, ...taken]);
  });
  const landed = (id: string): void => setAboard((flights) => flights.filter(({ one }) => one.id !== id));
  return (
    <div class="overlay" aria-hidden="true" data-held={isHeld ? "" : undefined}>
      <div class="lanes" ref={place}>
        {aboard.map(({ one, lane, ms }) => (
          <span
            key={one.id}
            data-flight={one.id}
            data-lane={lane}
            data-mine={one.mine ? "" : undefined}
            style={{ "--lane": String(lane), animationDuration: `${ms}ms` }}
            onAnimationEnd={() => landed(one.id)}
          >
            {one.text}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Comments that were not hidden since; those that only left the list stay. */
function isStanding(one: ViewedComment, comments: readonly ViewedComment[]): boolean {
  const now = comments.find(({ id }) => id === one.id);
  if (now !== undefined) return now.hidden !== true;
  return comments[0] !== undefined && moment(one) < moment(comments[0]);
}

function patient(waiting: Waiting[]): Waiting[] {
  return waiting.filter(({ since }) => performance.now() - since < PATIENCE_MS).slice(-WAITING_MAX);
}

/** The lanes for the current size of the video. */
function useLanes(place: { current: HTMLDivElement | null }): { current: Lanes | null } {
  const lanes = useRef<Lanes | null>(null);
  useEffect(() => {
    const box = place.current;
    if (box === null) return;
    const measure = (): void => {
      const { width, height } = box.getBoundingClientRect();
      lanes.current = width > 0 ? new Lanes(width, height, parseFloat(getComputedStyle(box).lineHeight)) : null;
    };
    const watch = new ResizeObserver(measure);
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  return lanes;
}

/** The new comments; seen ids are remembered long enough. */
function unseen(comments: readonly ViewedComment[], seen: Set<string>): readonly ViewedComment[] {
  const news = comments.filter(({ id, hidden }) => hidden !== true && !seen.has(id));
  for (const { id } of news) seen.add(id);
  for (const id of seen) {
    if (seen.size <= SEEN_MAX) break;
    seen.delete(id);
  }
  return news;
}

/** Moves comments from `waiting` to free lanes, the oldest first. */
function embark(waiting: Waiting[], lanes: Lanes, box: HTMLElement | null, room: number): Flight[] {
  const taken: Flight[] = [];
  for (let [first] = waiting; first !== undefined && taken.length < room; [first] = waiting) {
    const { one } = first;
    const lane = lanes.take(widthOf(one.text, box), performance.now());
    if (lane === null) break;
    waiting.shift();
    taken.push({ one, ...lane, among: lanes });
  }
  return taken;
}

const paper = document.createElement("canvas").getContext("2d");

function widthOf(text: string, box: HTMLElement | null): number {
  if (paper === null || box === null) return text.length * 20;
  const { fontWeight, fontSize, fontFamily } = getComputedStyle(box);
  paper.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  return paper.measureText(text).width;
}
