/** What every page has: language, colours, and the keys that switch them. */
import { type ComponentChildren, createContext, type JSX } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { clock } from "../wire/clock";
import { type Language, WORDS, type Words } from "../words";
import { firstLanguage, firstTheme, recall, remember, THEMES, type Theme } from "./preferences";

interface Choices {
  readonly words: Words;
  readonly language: Language;
  readonly theme: Theme;
  readonly switchLanguage: () => void;
  readonly switchTheme: () => void;
}

const Chosen = createContext<Choices | null>(null);

export function useChoices(): Choices {
  const choices = useContext(Chosen);
  if (choices === null) throw new Error("useChoices outside <Page>");
  return choices;
}

export const useWords = (): Words => useChoices().words;

export function Page({ children }: { children: ComponentChildren }): JSX.Element {
  const [language, setLanguage] = useState<Language>(() => firstLanguage(recall("language"), navigator.language));
  const [theme, setTheme] = useState<Theme>(() => firstTheme(recall("theme")));
  const words = WORDS[language];
  const switchLanguage = (): void => setLanguage(keep("language", language === "zh" ? "en" : "zh"));
  const switchTheme = (): void =>
    setTheme(keep("theme", THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto"));

  useEffect(() => {
    document.documentElement.lang = words.locale;
  }, [words]);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  useKeys({ l: switchLanguage, t: switchTheme });

  return <Chosen.Provider value={{ words, language, theme, switchLanguage, switchTheme }}>{children}</Chosen.Provider>;
}

function keep<T extends string>(name: string, value: T): T {
  remember(name, value);
  return value;
}

/** Single-key shortcuts, ignored while typing and with modifiers. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const isTyping =
        event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]");
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping) return;
      keys[event.key.toLowerCase()]?.();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
}

/** The server's time in ms, updated every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** The switches for language and colours. */
export function Controls({ children }: { children?: ComponentChildren }): JSX.Element {
  const { words, theme, switchLanguage, switchTheme } = useChoices();
  return (
    <div class="controls" role="group" aria-label={words.controls}>
      {children}
      <button
        type="button"
        class="icon"
        onClick={switchTheme}
        title={`${words.theme[theme]} (t)`}
        aria-label={words.theme[theme]}
        data-control="theme"
      >
        <ThemeIcon theme={theme} />
      </button>
      <button
        type="button"
        onClick={switchLanguage}
        title={`${words.switchLanguage} (l)`}
        aria-label={words.switchLanguage}
        data-control="language"
      >
        {words.otherLanguage}
      </button>
    </div>
  );
}

function ThemeIcon({ theme }: { theme: Theme }): JSX.Element {
  return (
    <Icon>
      <circle cx="8" cy="8" r="5.25" />
      {theme !== "light" && (
        <path
          class="filled"
          d={
            theme === "dark"
              ? "M8 2.75a5.25 5.25 0 1 0 0 10.5a5.25 5.25 0 1 0 0-10.5z"
              : "M8 2.75a5.25 5.25 0 0 1 0 10.5z"
          }
        />
      )}
    </Icon>
  );
}

export function Icon({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export function StateBadge({ state }: { state: keyof Words["state"] }): JSX.Element {
  return <span class={`badge ${state}`}>{useWords().state[state] ?? state}</span>;
}

/** A span of time in the viewer's language; a shared day is shown once. */
export function useSpan(starts: string, ends: string): string {
  const { locale } = useWords();
  const form = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const [from, to] = [new Date(starts), new Date(ends)];
  return Number.isNaN(from.getTime() + to.getTime()) ? "" : form.formatRange(from, to);
}
