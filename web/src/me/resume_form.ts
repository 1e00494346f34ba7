/** Converts a simple form to JSON Resume and back. Fields that the form lacks stay in the document. Pure. */
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

/** Degrees as JSON Resume study types. */
export const STUDY_TYPES = {
  secondary: "High school",
  associate: "Associate",
  bachelor: "Bachelor",
  master: "Master",
  doctorate: "Doctorate",
};

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

export function documentOf(form: ResumeForm, before: ResumeDocument | undefined): ResumeDocument {
  const { name, email, phone, summary, region } = form;
  const location = filled({ ...before?.basics?.location, region });
  const study = filled({
    ...before?.education?.[0],
    institution: form.institution,
    studyType: form.degree,
    area: form.major,
    endDate: form.graduation,
  });
  const skills = form.skills
    .split(/[,，、;；\n]/)
    .map((skill) => skill.trim())
    .filter(Boolean);
  const known = new Map((before?.skills ?? []).map((skill) => [text(skill.name), skill]));
  return {
    ...before,
    basics: { ...filled({ ...before?.basics, name, email, phone, summary, location: undefined }), location },
    education: [study, ...(before?.education ?? []).slice(1)],
    skills: skills.map((skill) => known.get(skill) ?? { name: skill }),
  };
}

/** Without empty fields. */
function filled(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(fields).map(
    ([name, value]) => [name, typeof value === "string" ? value.trim() : value] as const,
  );
  return Object.fromEntries(kept.filter(([, value]) => value !== "" && value !== undefined));
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
