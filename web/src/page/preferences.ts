/** The viewer's language and colours, kept in this browser's storage if it allows that. */
import type { Language } from "../words";

export type Theme = "auto" | "light" | "dark";
export const THEMES: readonly Theme[] = ["auto", "light", "dark"];

export function firstLanguage(remembered: string | null, browser: string): Language {
  if (remembered === "zh" || remembered === "en") return remembered;
  return browser.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function firstTheme(remembered: string | null): Theme {
  return remembered === "light" || remembered === "dark" ? remembered : "auto";
}

/** Storage may be forbidden (private windows, policies): then a choice lasts as long as the page. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`livefair.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`livefair.${name}`, value);
  } catch {
    // see recall
  }
}
