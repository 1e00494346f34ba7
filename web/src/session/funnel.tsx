/** The minutes of a session for the host: viewers, clicks, applications, waiting list, withdrawals. */
import type { JSX } from "preact";
import { Moment } from "../page/times";
import type { FunnelMinute } from "../wire/api/sessions";
import { useSessionWords } from "./words";

/** The newest. */
const MINUTES = 10;
const COLUMNS = ["viewers", "clicks", "submissions", "waitlisted", "withdrawn"] as const;

export function Funnel({ minutes }: { minutes: readonly FunnelMinute[] }): JSX.Element | null {
  const { words, locale } = useSessionWords();
  if (minutes.length === 0) return null;
  return (
    <details class="funnel">
      <summary>{words.funnel}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard */}
      <div class="across" tabIndex={0} role="region" aria-label={words.funnel}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.minute}</th>
              {COLUMNS.map((name) => (
                <th key={name} scope="col">
                  {words.minuteOf[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {minutes
              .slice(-MINUTES)
              .toReversed()
              .map((minute) => (
                <tr key={minute.at} data-minute={minute.at}>
                  <th scope="row">
                    <Moment at={minute.at} />
                  </th>
                  {COLUMNS.map((name) => (
                    <td key={name} data-column={name}>
                      {minute[name]?.toLocaleString(locale) ?? "–"}
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
