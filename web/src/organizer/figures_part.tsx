/** The figures of the fair as tables and downloads, and its public figures. */
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { Failure } from "../page/action";
import { useWords } from "../page/page";
import { Moment } from "../page/times";
import type { BreakdownBy, Report } from "../wire/api/report";
import {
  breakdownRows,
  funnelRows,
  GROUPS,
  type Group,
  STEPS,
  unfilledJobs,
  unfilledOrgs,
  type Wording,
} from "./figures_rows";
import { useFigureWords } from "./figures_words";
import { Downloads } from "./files";
import type { Organizer } from "./model";
import { Table } from "./table";
import { useOrganizerWords } from "./words";

const REPORTS = [
  ["XLSX", "report.xlsx"],
  ["PDF", "report.pdf"],
] as const;
const BY: readonly BreakdownBy[] = ["region", "degree", "industry"];

export function FiguresPart({ model }: { model: Organizer }): JSX.Element {
  const words = useFigureWords();
  const general = useWords();
  const { figures } = model;
  const { phase, error, report } = figures.state;
  return (
    <section class="part figures-part" aria-labelledby="figures-title">
      <h2 id="figures-title">{words.title}</h2>
      <div class="choices">
        <button
          type="button"
          disabled={phase === "loading"}
          onClick={() => void figures.read()}
          data-control="read-figures"
        >
          {words.again}
        </button>
        <span class="quiet">{words.report}</span>
        <Downloads model={model} label={words.report} paths={REPORTS} />
      </div>
      <p class="quiet" role="status">
        {phase === "loading"
          ? general.loading
          : report && (
              <>
                {words.asOf} <Moment at={report.as_of} exact />
              </>
            )}
      </p>
      <Failure error={error} />
      {report && <Reported report={report} />}
      <Public model={model} />
    </section>
  );
}

function useWording(): Wording {
  const { terms, locale } = useOrganizerWords();
  return { locale, degrees: terms.degree, words: useFigureWords() };
}

function Reported({ report }: { report: Report }): JSX.Element {
  const wording = useWording();
  const { words } = wording;
  const [group, setGroup] = useState<Group>("enterprise");
  const columns = [...STEPS.map((step) => words.steps[step]), words.median, words.p90];
  const { unfilled } = report;
  const number = (n: number): string => n.toLocaleString(wording.locale);
  return (
    <>
      <h3>{words.funnel}</h3>
      <Pick choices={GROUPS} words={words.groups} chosen={group} choose={setGroup} name="group" label={words.funnel} />
      <Table
        name="funnel"
        caption={words.funnel}
        columns={[words.groups[group], ...columns]}
        rows={funnelRows(report, group, wording)}
        none={words.nothing}
      />
      <h3>
        {words.unfilled}{" "}
        <span class="quiet small">{words.ofPlaces(number(unfilled.unfilled), number(unfilled.headcount))}</span>
      </h3>
      <Table
        name="unfilled-orgs"
        caption={words.unfilled}
        columns={[words.groups.enterprise, words.places, words.matches, words.left]}
        rows={unfilledOrgs(report, wording)}
        none={words.allFilled}
      />
      <Table
        name="unfilled-jobs"
        caption={words.unfilledJobs}
        columns={[
          words.job,
          words.groups.enterprise,
          words.steps.applications,
          words.places,
          words.matches,
          words.left,
        ]}
        rows={unfilledJobs(report, wording)}
        none={words.allFilled}
      />
    </>
  );
}

function Public({ model }: { model: Organizer }): JSX.Element | null {
  const wording = useWording();
  const { words } = wording;
  const { by, breakdown } = model.figures.state;
  if (breakdown === null) return null;
  const number = (n: number): string => n.toLocaleString(wording.locale);
  return (
    <>
      <h3>{words.everybody}</h3>
      <p class="quiet small prose">
        {words.everybodyHint(number(breakdown.received), number(breakdown.withheld_below))}
      </p>
      <Pick
        choices={BY}
        words={words.groups}
        chosen={by}
        choose={(one) => void model.figures.choose(one)}
        name="by"
        label={words.everybody}
      />
      <Table
        name="breakdown"
        caption={words.everybody}
        columns={[words.groups[breakdown.by], words.received]}
        rows={breakdownRows(breakdown, wording)}
        none={words.nothingPublic}
      />
    </>
  );
}

interface PickProps<T extends string> {
  readonly choices: readonly T[];
  readonly words: Readonly<Record<T, string>>;
  readonly chosen: T;
  readonly choose: (one: T) => void;
  readonly name: string;
  readonly label: string;
}

function Pick<T extends string>({ choices, words, chosen, choose, name, label }: PickProps<T>): JSX.Element {
  const button = (one: T): ComponentChildren => (
    <button
      key={one}
      type="button"
      aria-pressed={one === chosen}
      onClick={() => choose(one)}
      data-control={`${name}-${one}`}
    >
      {words[one]}
    </button>
  );
  return (
    <div class="filters" role="group" aria-label={label}>
      {choices.map(button)}
    </div>
  );
}
