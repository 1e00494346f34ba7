/** Converts a job to a form and back. Pure. */
import type { Job } from "../wire/api/jobs";

export interface JobForm {
  readonly title: string;
  readonly headcount: string;
  readonly region: string;
  readonly employment_type: string;
  readonly degree: string;
  readonly majors: string;
  readonly min: string;
  readonly max: string;
  readonly period: string;
  readonly description: string;
}

export const EMPTY: JobForm = {
  ...{ title: "", headcount: "1", region: "", employment_type: "full_time", degree: "any", majors: "" },
  ...{ min: "", max: "", period: "month", description: "" },
};

export function formOf(job: Job): JobForm {
  return {
    title: job.title,
    headcount: String(job.headcount),
    region: job.region ?? "",
    employment_type: job.employment_type ?? "",
    degree: job.degree ?? "",
    majors: (job.majors ?? []).join(", "),
    min: job.salary ? String(job.salary.min) : "",
    max: job.salary ? String(job.salary.max) : "",
    period: job.salary?.period ?? "month",
    description: job.description ?? "",
  };
}

/** The fields to write: null for empty ones. Pay with only one bound has two equal bounds. */
export function fieldsOf(form: JobForm, currency: string): Record<string, unknown> {
  const majors = form.majors
    .split(/[,，、;；]/)
    .map((major) => major.trim())
    .filter(Boolean);
  const [min, max] = [form.min || form.max, form.max || form.min].map(Number) as [number, number];
  return {
    title: form.title.trim(),
    headcount: Number(form.headcount),
    region: form.region.trim() || null,
    employment_type: form.employment_type || null,
    degree: form.degree || null,
    majors: majors.length > 0 ? majors : null,
    salary: form.min || form.max ? { min, max, period: form.period, currency } : null,
    description: form.description.trim() || null,
  };
}

/** A new job has only the fields that were filled in. */
export function published(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/** The changed fields; null clears one. Empty if nothing has changed. */
export function amended(fields: Readonly<Record<string, unknown>>, job: Job): Record<string, unknown> {
  const before = fieldsOf(formOf(job), job.salary?.currency ?? "CNY");
  const changed = Object.entries(fields).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  return Object.fromEntries(changed);
}
