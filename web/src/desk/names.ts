/** The name of an applicant: from the resume once it was opened, the token's subject before. Pure. */
import type { Application } from "../wire/api/applications";
import type { Resume } from "../wire/api/resumes";

export function nameOf(one: Application, resumes: ReadonlyMap<string, Resume>): string {
  const name = resumes.get(one.id)?.resume.basics?.name;
  return typeof name === "string" && name.trim() !== "" ? name : one.student;
}
