/** Moments and countdowns in the viewer's language. */
import type { JSX } from "preact";
import { clock } from "../wire/clock";
import { useNow, useWords } from "./page";

/** The time left, as `2 d 03:04:05`; never negative. */
export function left(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const [days, rest] = [Math.floor(seconds / 86_400), seconds % 86_400];
  const clock = [Math.floor(rest / 3_600), Math.floor(rest / 60) % 60, rest % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  return days > 0 ? `${days} d ${clock}` : clock;
}

/** Counts down to `until`; its title gives that moment to screen readers. */
export function Countdown({ until }: { until: string }): JSX.Element {
  const { locale } = useWords();
  const now = useNow(1_000);
  const end = new Date(until).getTime();
  const form = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  return (
    <time
      class="countdown"
      dateTime={until}
      role="timer"
      aria-live="off"
      data-soon={end - now < 3_600_000 ? "" : undefined}
      title={form.format(end)}
    >
      {left(end - now)}
    </time>
  );
}

/** A moment: only its time today, with its day otherwise. */
export function Moment({ at, exact = false }: { at: string; exact?: boolean }): JSX.Element {
  const { locale } = useWords();
  const when = new Date(at);
  const isToday = when.toDateString() === new Date(clock.now()).toDateString();
  const time: Intl.DateTimeFormatOptions = {
    hour: "2-digit",
    minute: "2-digit",
    ...(exact ? { second: "2-digit" } : {}),
  };
  const form = new Intl.DateTimeFormat(locale, isToday ? time : { ...time, month: "short", day: "numeric" });
  return (
    <time dateTime={at} title={when.toLocaleString(locale)}>
      {form.format(when)}
    </time>
  );
}
