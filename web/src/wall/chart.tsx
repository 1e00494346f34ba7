/** Applications and applicants over time, drawn by uPlot in the page's own colours. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { useChoices, useNow } from "../page/page";
import type { Counters } from "../wire/room";
import { columns, type Point } from "./series";

const NAMES = ["applications", "applicants"] as const;

interface ChartProps {
  readonly points: readonly Point[];
  readonly counters: Counters;
}

export function ApplicationsChart({ points, counters }: ChartProps): JSX.Element {
  const { words } = useChoices();
  const now = useNow(1_000);
  const place = useRef<HTMLDivElement>(null);
  const isEmpty = !points.some((point) => (point.counters.applications ?? 0) > 0);
  const [applications, applicants] = NAMES.map((name) => (counters[name] ?? 0).toLocaleString(words.locale));
  useChart(place, columns(points, NAMES, now / 1000), isEmpty);
  return (
    <figure class="chart">
      <figcaption>
        {words.chart}
        <span class="key">
          {NAMES.map((name) => (
            <span key={name} class={name}>
              {words.counters[name]}
            </span>
          ))}
        </span>
      </figcaption>
      <div
        class="plot"
        ref={place}
        role="img"
        aria-label={words.chartText(applications ?? "0", applicants ?? "0")}
        data-points={points.length}
      />
      {isEmpty && <p class="quiet empty">{words.chartEmpty}</p>}
    </figure>
  );
}

/** Keeps one chart in `place`: created again when language or colours change, otherwise updated. */
function useChart(place: { current: HTMLDivElement | null }, data: number[][], isEmpty: boolean): void {
  const { words, theme } = useChoices();
  const chart = useRef<uPlot | null>(null);
  const newest = useRef(data);
  newest.current = data;
  const isDark = useRef(matchMedia("(prefers-color-scheme: dark)")).current;

  useEffect(() => {
    const home = place.current;
    if (home === null || isEmpty) return;
    const make = (): void => {
      chart.current?.destroy();
      chart.current = new uPlot(options(home, words.locale), newest.current as uPlot.AlignedData, home);
    };
    const watcher = new ResizeObserver(make); // its text grows with the screen, so a new size is a new chart
    watcher.observe(home);
    isDark.addEventListener("change", make);
    return () => {
      watcher.disconnect();
      isDark.removeEventListener("change", make);
      chart.current?.destroy();
      chart.current = null;
    };
  }, [words, theme, isEmpty]);
  useEffect(() => chart.current?.setData(data as uPlot.AlignedData));
}

function options(home: HTMLElement, locale: string): uPlot.Options {
  const style = getComputedStyle(home);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const line = { points: { show: false } };
  // Whole pixels: uPlot scales a font for dense screens by the digits before "px" alone.
  const axis = {
    font: `${Math.round(0.8 * rem)}px ${style.fontFamily}`,
    stroke: colour("--quiet"),
    ticks: { show: false },
  };
  const day = new Intl.DateTimeFormat(locale, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
  const exact = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return {
    width: home.clientWidth,
    height: home.clientHeight,
    legend: { show: false },
    cursor: { show: false },
    padding: [0.5 * rem, 0.5 * rem, 0, 0],
    scales: { y: { range: (_chart, _least, most) => [0, Math.max(4, most * 1.08)] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 1.8 * rem,
        space: 7 * rem,
        incrs: [
          1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800,
        ],
        values: (_chart, times, _axis, _space, step) => {
          const form = step < 60 ? exact : step < 10800 ? clock : day;
          return times.map((time) => form.format(time * 1000));
        },
      },
      {
        ...axis,
        grid: { stroke: colour("--line"), width: 1 },
        size: (_chart, texts) => (1 + 0.55 * Math.max(1, ...(texts ?? []).map((text) => text.length))) * rem,
        space: 3.2 * rem,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6],
        values: (_chart, values) => values.map((value) => value.toLocaleString(locale)),
      },
    ],
    series: [
      {},
      { ...line, stroke: colour("--accent"), width: Math.max(2, 0.16 * rem), fill: colour("--accent-wash") },
      { ...line, stroke: colour("--second"), width: Math.max(1.5, 0.11 * rem) },
    ],
  };
}
