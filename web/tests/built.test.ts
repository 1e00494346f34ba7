/** What is committed as built: names that stay, and style sheets in the order in which they override each other. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const PAGES = new URL("../../services/fair/pages/", import.meta.url);
const SHARED = ["page", "work", "flags"];
const pages = readdirSync(PAGES).filter((name) => name.endsWith(".html"));

test.each(pages)("%s links the shared sheets first, in their order, and its own one last", (page) => {
  const html = readFileSync(new URL(page, PAGES), "utf-8");
  const sheets = [...html.matchAll(/assets\/([\w-]+)\.css/g)].map(([, name]) => name ?? "");
  const own = page.replace(".html", "");
  expect(sheets).toEqual([...SHARED.filter((name) => sheets.includes(name)), ...sheets.filter((name) => name === own)]);
  expect(sheets[0]).toBe("page");
});

test("no name holds a hash", () => {
  const names = readdirSync(new URL("assets/", PAGES)).filter((name) => name !== "files");
  expect(names.filter((name) => !/^[a-z]+(\.worker)?\.(js|css)$/.test(name))).toEqual([]);
});
