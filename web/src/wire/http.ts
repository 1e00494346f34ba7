/** One HTTP exchange with fair or ingest. No retries: callers decide them. Each answer sets the page's clock. */
import { clock } from "./clock";
import { tokenRefused } from "./refused_token";

export interface FieldError {
  readonly path: string;
  readonly reason: string;
}

/** A response that is not 2xx, with its problem details (RFC 9457). */
export class Refused extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly errors: readonly FieldError[] = [],
    /** When to retry, ms, from `Retry-After`; null without it. */
    readonly retryMs: number | null = null,
  ) {
    super(detail);
  }
  /** The resource does not exist; a retry will not help. */
  get isUnknown(): boolean {
    return this.status === 404 || this.status === 422;
  }
}

export interface Question {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly key?: string;
  /** Sent as JSON; a Blob and a form as they are. */
  readonly body?: object | Blob | FormData | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How long the answer may take, ms. */
  readonly waitMs?: number;
}

const WAIT_MS = 10_000;

/** The body of the response. Raises Refused, and what `fetch` raises without a response. */
export async function ask<T>(url: string, question: Question = {}): Promise<T> {
  const answer = await exchange(url, question);
  return (await answer.json()) as T;
}

/** A file, with its name from the response. */
export async function download(
  url: string,
  token: string,
): Promise<{ readonly file: Blob; readonly name: string | null }> {
  const answer = await exchange(url, { token });
  return { file: await answer.blob(), name: fileName(answer.headers.get("content-disposition")) };
}

async function exchange(
  url: string,
  { method = "GET", token, key, body, headers: more, waitMs = WAIT_MS }: Question,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...more };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (key) headers["Idempotency-Key"] = key;
  const isAsItIs = body instanceof Blob || body instanceof FormData;
  if (body !== undefined && !(body instanceof FormData))
    headers["Content-Type"] = body instanceof Blob ? body.type : "application/json";
  const sent = body === undefined ? null : isAsItIs ? body : JSON.stringify(body);
  const asked = Date.now();
  const answer = await fetch(url, { method, headers, body: sent, signal: AbortSignal.timeout(waitMs) });
  clock.hear(answer.headers.get("date"), asked); // null where another origin does not show it
  if (answer.status === 401 && token) tokenRefused(token);
  if (!answer.ok) throw await refusal(answer);
  return answer;
}

async function refusal(answer: Response): Promise<Refused> {
  const wait = Number(answer.headers.get("retry-after") ?? NaN) * 1_000;
  const problem = (await answer.json().catch(() => ({}))) as { detail?: unknown; errors?: unknown };
  const detail = typeof problem.detail === "string" ? problem.detail : `${answer.status} ${answer.statusText}`;
  const errors = Array.isArray(problem.errors) ? (problem.errors as FieldError[]) : [];
  return new Refused(answer.status, detail, errors, Number.isFinite(wait) ? wait : null);
}

/** RFC 6266: the UTF-8 name takes precedence. */
export function fileName(disposition: string | null): string | null {
  const wide = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? "")?.[1];
  if (wide !== undefined) return decodeURIComponent(wide);
  return /filename="([^"]+)"/i.exec(disposition ?? "")?.[1] ?? null;
}
