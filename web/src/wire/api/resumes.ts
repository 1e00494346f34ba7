/** Reads of resumes, of their readers and of consents. No state. */
import { Refused } from "../http";
import { read } from "../read";
import { address, type Page } from "./asking";

/** JSON Resume 1.0, as far as the pages know it; other fields are kept. */
export interface ResumeDocument {
  readonly basics?: Readonly<Record<string, unknown>> & { readonly location?: Readonly<Record<string, unknown>> };
  readonly education?: readonly Readonly<Record<string, unknown>>[];
  readonly work?: readonly Readonly<Record<string, unknown>>[];
  readonly skills?: readonly Readonly<Record<string, unknown>>[];
  readonly [other: string]: unknown;
}

export interface OwnResume {
  readonly id: string;
  readonly resume: ResumeDocument;
  readonly attachment: string | null;
  readonly saved_at: string;
}

export interface Resume {
  readonly resume: ResumeDocument;
  readonly attachment: string | null;
}

/** One time that an enterprise opened the resume. */
export interface ResumeOpened {
  readonly id: string;
  readonly title: string;
  readonly enterprise?: string;
  readonly at: string;
}

/** The consent for one application: since when, and until when, its enterprise may open the resume. */
export interface Consent {
  readonly application: string;
  readonly title: string;
  readonly enterprise?: string;
  readonly state: "given" | "ended";
  readonly given_at: string;
  readonly ended_at?: string;
  /** How often it was opened. */
  readonly reads: number;
}

export const readOwnResume = (token: string, after?: string | null): Promise<OwnResume> =>
  read(address("/v1/me/resume", { after }), { token });
/** The same; null where none was saved yet. */
export async function findOwnResume(token: string): Promise<OwnResume | null> {
  try {
    return await readOwnResume(token);
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}
export const readResume = (job: string, application: string, token: string): Promise<Resume> =>
  read(`/v1/jobs/${job}/applications/${application}/resume`, { token });
export const readReads = (token: string, cursor?: string | null, limit = 20): Promise<Page<ResumeOpened>> =>
  read(address("/v1/me/reads", { limit: String(limit), cursor }), { token });
export const readConsents = (token: string, after?: string | null, cursor?: string | null): Promise<Page<Consent>> =>
  read(address("/v1/me/consents", { limit: "100", after, cursor }), { token });
