/** Reads of imports that run in the background, for the person who started them. No state. */
import { download } from "../http";
import { read } from "../read";
import { address, type Page } from "./asking";

/** The parameters of a reason, by name: texts, numbers, and a reason within a reason. */
export type Params = Readonly<Record<string, Param>>;
export type Param = string | number | { readonly code: string; readonly params: Params };

export interface RowNote {
  readonly row: number;
  readonly field: string;
  readonly reason: string;
  readonly code?: string;
  readonly params?: Params;
  /** Of a workbook with several visible sheets; else empty. */
  readonly sheet: string;
}

/** How far an import has come: rows that hold anything. */
export interface ImportInList {
  readonly id: string;
  readonly fair: string;
  readonly dry_run: boolean;
  readonly state: "running" | "done" | "cancelled" | "failed";
  readonly rows: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected_count: number;
  readonly warnings_count: number;
  readonly bytes_read: number;
  readonly bytes: number;
  readonly reason?: string | null;
  readonly code?: string | null;
  readonly params?: Params | null;
  readonly rows_per_s: number | null;
  readonly seconds_left: number | null;
  readonly started_at: string;
}

export interface JobImport extends ImportInList {
  readonly filename: string | null;
  readonly rejected: readonly RowNote[];
  readonly warnings: readonly RowNote[];
  /** The name of the column by field. */
  readonly columns: Readonly<Record<string, string>>;
  readonly ignored: readonly string[];
  /** The names of the file's columns. */
  readonly header: readonly string[];
  readonly sheets: readonly { readonly name: string; readonly read: boolean }[];
  readonly unread_sheets: readonly {
    readonly name: string;
    readonly reason: "hidden" | "blank" | "no_header" | "other_header";
  }[];
  /** Columns whose field was read from another column. */
  readonly doubly_claimed: readonly { readonly column: string; readonly field: string }[];
  readonly receipt: { readonly position: string } | null;
}

export const readImport = (id: string, token: string, after?: string | null): Promise<JobImport> =>
  read(address(`/v1/imports/${id}`, { after }), { token });

/** Newest first. */
export const readMyImports = (token: string): Promise<Page<ImportInList>> =>
  read(address("/v1/me/imports", { limit: "20" }), { token });

/** All rejected rows as they were, with a column that says what is wrong. */
export const downloadRejected = (
  id: string,
  format: "csv" | "xlsx",
  lang: string,
  token: string,
): Promise<{ readonly file: Blob; readonly name: string | null }> =>
  download(address(`/v1/imports/${id}/rejected.${format}`, { lang }), token);
