/** The columns of a file that fields are read from, as a person chose them, and the choices of earlier files. Draws nothing. */

/** Field -> column; an empty column leaves the field out. Fields that are not in it are found by their header. */
export type ColumnMap = Readonly<Record<string, string>>;

export const FIELDS = [
  ...(["enterprise", "title", "headcount", "region", "industry", "degree", "majors"] as const),
  ...(["salary", "salary.min", "salary.max", "salary.period", "salary.currency"] as const),
  ...(["employment_type", "description", "code"] as const),
] as const;
export type Field = (typeof FIELDS)[number];
export const REQUIRED: readonly string[] = ["enterprise", "title", "headcount"];

export interface Column {
  /** What the map says: the name, or the letters where the name does not tell it from other columns. */
  readonly value: string;
  /** `B · 岗位名称` */
  readonly shown: string;
}

const NAME_CHARACTERS_MAX = 199; // longer names come shortened

/** The letters of a column that is counted from 0, as spreadsheets show them. */
export function lettersOf(column: number): string {
  const before = Math.floor(column / 26);
  return (before > 0 ? lettersOf(before - 1) : "") + String.fromCharCode(65 + (column % 26));
}

export function columnsOf(header: readonly string[]): readonly Column[] {
  return header.map((name, place) => {
    const letters = lettersOf(place);
    const isUnique = name.trim() !== "" && header.indexOf(name) === header.lastIndexOf(name);
    const shown = name.replace(/\s+/g, " ").trim();
    return {
      value: isUnique && name.length <= NAME_CHARACTERS_MAX ? name : letters,
      shown: shown === "" ? letters : `${letters} · ${shown}`,
    };
  });
}

export const COLUMNS_FOR_ALL = "livefair.columns";
export const COLUMNS_OF_OWN = "livefair.columns.own";
const KEPT_MAX = 30;

/**
 * The choices for files by their header, in the browser's storage: the newest thirty. Nothing where there is none.
 * Those of an organizer, who maps enterprises too, are kept apart from those of an enterprise.
 */
export class Remembered {
  constructor(
    private readonly storage: Storage | null = storageOrNull(),
    private readonly key: string = COLUMNS_FOR_ALL,
  ) {}

  static by(isForAll: boolean): Remembered {
    return new Remembered(storageOrNull(), isForAll ? COLUMNS_FOR_ALL : COLUMNS_OF_OWN);
  }

  of(header: readonly string[]): ColumnMap | null {
    return this.all().find(([name]) => name === nameOf(header))?.[1] ?? null;
  }

  keep(header: readonly string[], map: ColumnMap): void {
    if (header.length === 0) return;
    const others = this.all().filter(([name]) => name !== nameOf(header));
    const kept = Object.keys(map).length === 0 ? others : [[nameOf(header), map] as const, ...others];
    try {
      this.storage?.setItem(this.key, JSON.stringify(kept.slice(0, KEPT_MAX)));
    } catch {
      // the storage is full or closed: the next file is asked about again
    }
  }

  private all(): readonly (readonly [string, ColumnMap])[] {
    try {
      const kept: unknown = JSON.parse(this.storage?.getItem(this.key) ?? "[]");
      return Array.isArray(kept) ? kept.filter(isChoice) : [];
    } catch {
      return [];
    }
  }
}

const nameOf = (header: readonly string[]): string => JSON.stringify(header);

/** The storage may hold what another version, or another page, has written. */
function isChoice(kept: unknown): kept is readonly [string, ColumnMap] {
  if (!Array.isArray(kept) || typeof kept[0] !== "string") return false;
  const map: unknown = kept[1];
  return typeof map === "object" && map !== null && Object.values(map).every((column) => typeof column === "string");
}

function storageOrNull(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
