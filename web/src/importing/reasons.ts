/** The reasons of an import in the language of the page: why a row was rejected, a cell left out, a file refused. */
import REASONS from "../../../schemas/import_reasons.json";
import type { Params } from "../wire/api/imports";
import type { Language } from "../words";

interface Coded {
  readonly code?: string | null;
  readonly params?: Params | null;
}

export interface Told extends Coded {
  /** In English. */
  readonly reason?: string | null;
}

const WORDS: Readonly<Record<string, Readonly<Record<Language, string>>>> = REASONS;
const PARAM = /\{(\w+)(:,)?\}/g;

/** Null for a code that a newer server gives. A field is called as the page calls it. */
export function wordsOf(told: Coded, language: Language, fields: Readonly<Record<string, string>>): string | null {
  const template = WORDS[told.code ?? ""]?.[language];
  return (
    template?.replace(PARAM, (_, name: string, isGrouped?: string) => {
      const param = told.params?.[name] ?? "";
      if (typeof param === "object") return wordsOf(param, language, fields) ?? "";
      if (typeof param === "number") return isGrouped ? param.toLocaleString("en") : String(param);
      return name === "field" ? (fields[param] ?? param) : param;
    }) ?? null
  );
}
