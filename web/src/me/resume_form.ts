/** Converts a simple form to JSON Resume and back. What the form lacks, and what is not changed in it, stays. Pure. */
import type { ResumeDocument } from "../wire/api/resumes";

export interface ResumeForm {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly region: string;
  readonly institution: string;
  readonly degree: string;
  readonly major: string;
  readonly graduation: string;
  readonly skills: string;
  readonly summary: string;
}
export const FIELDS = [
  "name",
  "email",
  "phone",
  "region",
  "institution",
  "degree",
  "major",
  "graduation",
  "skills",
  "summary",
] as const;

export function formOf(document: ResumeDocument | undefined): ResumeForm {
  const basics = document?.basics ?? {};
  const study = document?.education?.[0] ?? {};
  return {
    name: text(basics.name),
    email: text(basics.email),
    phone: text(basics.phone),
    region: text(basics.location?.region) || text(basics.location?.city),
    institution: text(study.institution),
    degree: text(study.studyType),
    major: text(study.area),
    graduation: text(study.endDate).slice(0, 7),
    skills: (document?.skills ?? [])
      .map((skill) => text(skill.name))
      .filter(Boolean)
      .join(", "),
    summary: text(basics.summary),
  };
}

/**
 * The document with what was changed in the form. What was not changed stays as it is, also where the form shows less of it: a day of
 * a date, the level of a skill. The same document if nothing was changed.
 */
export function documentOf(form: ResumeForm, before: ResumeDocument | undefined): ResumeDocument {
  const shown = formOf(before);
  const changed = (name: keyof ResumeForm): boolean => form[name].trim() !== shown[name].trim();
  if (before !== undefined && !FIELDS.some(changed)) return before;
  const study = changesOf(STUDY, form, changed);
  const basics = { ...changesOf(BASICS, form, changed), ...(changed("region") ? placed(form, before) : {}) };
  return {
    ...before,
    ...(Object.keys(basics).length > 0 ? { basics: amended(before?.basics, basics) } : {}),
    ...(Object.keys(study).length > 0 ? { education: withFirst(before?.education ?? [], study) } : {}),
    ...(changed("skills") ? { skills: skillsOf(form.skills, before?.skills ?? []) } : {}),
  };
}

type Fields = Readonly<Record<string, unknown>>;
type Names = Readonly<Partial<Record<keyof ResumeForm, string>>>;

/** Fields of the form, and their names in the document. */
const BASICS: Names = { name: "name", email: "email", phone: "phone", summary: "summary" };
const STUDY: Names = { institution: "institution", degree: "studyType", major: "area", graduation: "endDate" };

function changesOf(names: Names, form: ResumeForm, changed: (name: keyof ResumeForm) => boolean): Fields {
  const all = Object.entries(names) as [keyof ResumeForm, string][];
  return Object.fromEntries(all.filter(([name]) => changed(name)).map(([name, field]) => [field, form[name].trim()]));
}

/** A place that is cleared takes the city with it, which the form shows where there is no region. */
function placed({ region }: ResumeForm, before: ResumeDocument | undefined): Fields {
  const known = before?.basics?.location;
  const location = amended(known, region.trim() === "" ? { region: "", city: "" } : { region: region.trim() });
  return { location: Object.keys(location).length > 0 ? location : "" };
}

/** The fields with these changes; an empty text removes one. */
function amended(fields: Fields | undefined, changes: Fields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ ...fields, ...changes }).filter(([name, value]) => value !== "" || !(name in changes)),
  );
}

function withFirst(studies: readonly Fields[], changes: Fields): readonly Fields[] {
  const first = amended(studies[0], changes);
  return Object.keys(first).length > 0 ? [first, ...studies.slice(1)] : studies.slice(1);
}

type Skill = Fields;
const SEPARATOR = /[,，、;；\n]/;

/** The skills in the text. One that was there before keeps its other fields, and its name whole, whatever it contains. */
function skillsOf(written: string, before: readonly Skill[]): readonly Skill[] {
  const nameless = before.filter((skill) => text(skill.name).trim() === "");
  const left = before.filter((skill) => text(skill.name).trim() !== "");
  const skills: Skill[] = [];
  for (let rest = written.trim(); rest !== ""; ) {
    const known = longest(left.filter((skill) => begins(rest, text(skill.name).trim())));
    const end = known === undefined ? rest.search(SEPARATOR) : text(known.name).trim().length;
    const name = (end < 0 ? rest : rest.slice(0, end)).trim();
    if (known !== undefined) skills.push(...left.splice(left.indexOf(known), 1));
    else if (name !== "") skills.push({ name });
    rest = end < 0 ? "" : afterSeparator(rest.slice(end));
  }
  return [...skills, ...nameless];
}

/** Whether the text begins with this name, up to a separator or its end. */
function begins(written: string, name: string): boolean {
  const rest = written.slice(name.length).trimStart();
  return written.startsWith(name) && (rest === "" || SEPARATOR.test(rest.charAt(0)));
}

function longest(skills: readonly Skill[]): Skill | undefined {
  return skills.toSorted((a, b) => text(b.name).trim().length - text(a.name).trim().length)[0];
}

function afterSeparator(rest: string): string {
  const next = rest.trimStart();
  return (SEPARATOR.test(next.charAt(0)) ? next.slice(1) : next).trimStart();
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
