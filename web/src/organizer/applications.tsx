/** The applications of the fair in log order, without names, filtered by state, enterprise, job and facets. */

import type { JSX } from "preact";
import { Badge } from "../page/badge";
import { Choice } from "../page/field";
import { joined } from "../page/isolated";
import { useWords } from "../page/page";
import { Moment } from "../page/times";
import { Marked } from "../search/marked";
import { reasonFor, wordFor } from "../terms";
import type { FairApplication } from "../wire/api/applications";
import { Find, Rest, States } from "./found";
import { useListWords } from "./list_words";
import type { Organizer } from "./model";
import { useOrganizerWords } from "./words";

const STATES = [
  "submitted",
  "waitlisted",
  "viewed",
  "shortlisted",
  "invited",
  "accepted",
  "hired",
  "refused",
  "declined",
  "expired",
  "withdrawn",
];

export function Applications({ model }: { model: Organizer }): JSX.Element {
  const { words, terms } = useOrganizerWords();
  const lists = useListWords();
  const { applications } = model;
  const { items, filters, counts } = applications.state;
  const met = STATES.filter((state) => counts[state] !== undefined || filters.state === state);
  const orgs = (model.state.fair?.booths ?? []).filter(({ state }) => state === "approved");
  return (
    <section class="part applications" aria-labelledby="applications-title">
      <h2 id="applications-title">{words.tabs.applications}</h2>
      <States list={applications} states={met} kinds={terms.application} />
      <div class="find">
        <Choice
          name="org"
          label={lists.enterprise}
          value={filters.org ?? ""}
          change={(org) => applications.filter({ org })}
          choices={[["", lists.any], ...orgs.map(({ org, name }) => [org, name] as const)]}
        />
        <Find list={applications} name="q" label={lists.jobTitle} />
        <Choice
          name="degree"
          label={lists.degree}
          value={filters.degree ?? ""}
          change={(degree) => applications.filter({ degree })}
          choices={[["", lists.any], ...Object.entries(terms.degree).filter(([degree]) => degree !== "any")]}
        />
        <Find list={applications} name="region" label={lists.region} />
      </div>
      {filters.job && <OneJob model={model} />}
      <ul class="rows">
        {items.map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </ul>
      <Rest list={applications} none={lists.noApplication} />
    </section>
  );
}

/** The list is limited to one job; a click shows all again. */
function OneJob({ model }: { model: Organizer }): JSX.Element {
  const lists = useListWords();
  const { items, filters } = model.applications.state;
  const title = model.jobs.state.items.find(({ id }) => id === filters.job)?.title ?? items[0]?.title ?? "";
  return (
    <p class="note">
      <span>{lists.ofJob(title)}</span>
      <button type="button" onClick={() => model.applications.filter({ job: null })} data-control="all-jobs">
        {lists.allJobs}
      </button>
    </p>
  );
}

function Row({ one }: { one: FairApplication }): JSX.Element {
  const { terms, locale } = useOrganizerWords();
  const lists = useListWords();
  const general = useWords();
  const { degree, major, region } = one.facets;
  const facts = joined([degree && wordFor(terms.degree, degree), major, region]);
  return (
    <li data-application={one.id} data-state={one.state}>
      <div class="line">
        <span class="title">
          <Marked text={one.title} ranges={one.highlights?.title} />
        </span>
        <Badge kind={one.state}>{wordFor(terms.application, one.state)}</Badge>
        <span class="quiet who">
          {joined([one.enterprise ?? general.unnamed, lists.place(one.place.toLocaleString(locale))])}
        </span>
        <span class="quiet amount">
          <Moment at={one.receipt.accepted_at} exact />
        </span>
      </div>
      <p class="small">{facts || <span class="quiet">{lists.unsaid}</span>}</p>
      {one.reason && <p class="quiet small">{reasonFor(terms, one.reason)}</p>}
    </li>
  );
}
