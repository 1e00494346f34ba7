/** A resume (JSON Resume 1.0) as headings and lines to read, with whatever else it holds. Pure. */
import { joined } from "../page/isolated";
import type { ResumeDocument } from "../wire/api/resumes";

type Fields = Readonly<Record<string, unknown>>;

/** One entry of a section: a line with its key facts, further texts, lists, and links. */
export interface Entry {
  readonly line: string;
  readonly texts: readonly string[];
  /** Highlights and courses: one below the other. */
  readonly points: readonly string[];
  /** Keywords and roles: one beside the other. */
  readonly keywords: readonly string[];
  readonly url: string | null;
}

export interface Section {
  /** The name of the section in the document. */
  readonly name: string;
  readonly entries: readonly Entry[];
}

/** The fields of an entry in the order in which they are read; `from` and `to` become one span. */
interface Shape {
  readonly line: readonly string[];
  readonly span?: readonly [from: string, to: string];
}

const SHAPES: Readonly<Record<string, Shape>> = {
  education: { line: ["institution", "studyType", "area", "score"], span: ["startDate", "endDate"] },
  work: { line: ["name", "position", "location"], span: ["startDate", "endDate"] },
  projects: { line: ["name", "entity", "type"], span: ["startDate", "endDate"] },
  skills: { line: ["name", "level"] },
  languages: { line: ["language", "fluency"] },
  certificates: { line: ["name", "issuer", "date"] },
  awards: { line: ["title", "awarder", "date"] },
  publications: { line: ["name", "publisher", "releaseDate"] },
  volunteer: { line: ["organization", "position"], span: ["startDate", "endDate"] },
  interests: { line: ["name"] },
  references: { line: ["name"] },
};
const POINTS = ["highlights", "courses"];
/** Not of the person: how the file was made. */
const LEFT_OUT = new Set(["basics", "$schema", "meta"]);
/** The most entries of a section and texts of an entry that are shown: a document may hold a megabyte. */
const SHOWN = 200;

/** The sections that hold anything: first the known ones in their order, then others as they are. */
export function sectionsOf(resume: ResumeDocument): readonly Section[] {
  const others = Object.keys(resume).filter((name) => !(name in SHAPES) && !LEFT_OUT.has(name));
  const all = [...Object.keys(SHAPES), ...others].map((name) => ({ name, entries: entriesOf(name, resume[name]) }));
  return all.filter(({ entries }) => entries.length > 0);
}

function entriesOf(name: string, value: unknown): readonly Entry[] {
  const parts = Array.isArray(value) ? value : [value];
  const entries = parts.slice(0, SHOWN).map((part: unknown) => entryOf(SHAPES[name] ?? { line: [] }, part));
  return entries.filter(
    ({ line, texts, points, keywords, url }) =>
      Boolean(line || url) || texts.length + points.length + keywords.length > 0,
  );
}

function entryOf({ line, span }: Shape, part: unknown): Entry {
  if (!isFields(part)) return { line: textOf(part), texts: [], points: [], keywords: [], url: null };
  const url = linkOf(part.url);
  const used = new Set([...line, ...(span ?? []), ...(url === null ? [] : ["url"])]);
  const rest = Object.entries(part).filter(([name]) => !used.has(name));
  const texts = rest.filter(([, value]) => !Array.isArray(value)).map(([, value]) => textOf(value));
  const lists = rest.filter((one): one is [string, unknown[]] => Array.isArray(one[1]));
  const listed = (isPoint: boolean): string[] =>
    lists
      .filter(([name]) => POINTS.includes(name) === isPoint)
      .flatMap(([, values]) => values.map(textOf))
      .filter(Boolean);
  const facts = [...line.map((name) => textOf(part[name])), span ? spanOf(part, span) : ""];
  return {
    line: joined(facts),
    texts: texts.filter(Boolean).slice(0, SHOWN),
    points: listed(true).slice(0, SHOWN),
    keywords: listed(false).slice(0, SHOWN),
    url,
  };
}

function spanOf(part: Fields, [from, to]: readonly [string, string]): string {
  const [begin, end] = [textOf(part[from]), textOf(part[to])];
  return begin === "" ? end : `${begin} – ${end}`.trimEnd();
}

/** A text, a number, or all texts of something nested. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value.trim();
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(", ");
  return isFields(value) ? joined(Object.values(value).map(textOf)) : "";
}

/** An address that may be followed: of the web, and nothing that runs. */
export function linkOf(value: unknown): string | null {
  const address = textOf(value);
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? address : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
