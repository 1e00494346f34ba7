/** The conditions of a job and its pay, as short texts. Pure. */

import { type Terms, wordFor } from "../terms";
import type { Job, Salary } from "../wire/api/jobs";

export function pay(salary: Salary, terms: Terms, locale: string): string {
  const form = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: salary.currency,
    maximumFractionDigits: 2,
    minimumFractionDigits: 0,
  });
  const amount = salary.min === salary.max ? form.format(salary.min) : form.formatRange(salary.min, salary.max);
  const period = wordFor(terms.period, salary.period);
  return locale.startsWith("zh") ? `${amount}/${period}` : `${amount} ${period}`;
}

/** Region, type, degree, majors and pay; missing fields are left out. */
export function conditions(job: Job, terms: Terms, locale: string): string[] {
  const parts = [
    job.region,
    job.employment_type && wordFor(terms.employment, job.employment_type),
    job.degree && wordFor(terms.degree, job.degree),
    job.majors?.join(locale.startsWith("zh") ? "、" : ", "),
    job.salary && pay(job.salary, terms, locale),
  ];
  return parts.filter((part): part is string => Boolean(part));
}
