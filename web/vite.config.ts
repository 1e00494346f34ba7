/**
 * How the pages are built: an entry for each page, nothing inlined, so that a strict CSP holds.
 *
 * No name holds a hash, so that two branches change the same files only where they change the same sources. fair serves the files
 * below a version in their path (see services/fair's pages); imports between chunks are relative, and so keep that version.
 */
import { defineConfig } from "vitest/config";

/**
 * What pages share is split by folder and name, not by what happens to be imported where: names and contents stay put.
 *
 * A shared style sheet is in a chunk with a script of the same pages. A chunk of styles alone would be linked after the sheet of
 * the page itself, which must come last.
 */
const WORK = "(action|explain|field|picked|plan|run_of_show|schedule|session_form|shell|sign_in)\\b";
const SHARED = [
  { name: "preact", test: /node_modules\/preact/, priority: 5 },
  { name: "wire", test: /\/src\/(wire\/|signed_in)/, priority: 4 },
  { name: "page", test: new RegExp(`/src/(page/(?!${WORK}|flags)|words|terms|styles/page)`), priority: 3 },
  { name: "work", test: new RegExp(`/src/(page/${WORK}|search/|styles/work)`), priority: 2 },
  { name: "flags", test: /\/src\/(page\/flags|styles\/desk)/, priority: 1 },
];

export default defineConfig({
  base: "/pages/",
  build: {
    outDir: process.env.LIVEFAIR_PAGES ?? "../services/fair/pages",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600, // kB: hls.js alone is so large. It is a chunk of its own, fetched where a session has a stream
    license: { fileName: "licenses.md" }, // the notices that the bundled libraries ask for
    modulePreload: { polyfill: false },
    target: "es2022",
    rolldownOptions: {
      input: {
        index: "index.html",
        wall: "wall.html",
        me: "me.html",
        desk: "desk.html",
        live: "live.html",
        fair: "fair.html",
      },
      output: {
        entryFileNames: "assets/[name].js",
        chunkFileNames: "assets/[name].js",
        // A script that is fetched as a file (hls.js' worker) must not overwrite the chunk that holds its address.
        assetFileNames: ({ names }) =>
          names.every((name) => name.endsWith(".css")) ? "assets/[name][extname]" : "assets/files/[name][extname]",
        codeSplitting: { groups: SHARED },
      },
    },
  },
  experimental: {
    renderBuiltUrl: (_file, { hostType }) => (hostType === "html" ? undefined : { relative: true }),
  },
  test: { include: ["tests/**/*.test.{ts,tsx}"], environment: "node", env: { TZ: "UTC" } },
});
