/**
 * How the pages are built: an entry for each page, nothing inlined, so that a strict CSP holds.
 *
 * No name holds a hash, so that two branches change the same files only where they change the same sources. fair serves the files
 * below a version in their path (see services/fair's pages); imports between chunks are relative, and so keep that version.
 */
import { defineConfig } from "vitest/config";

/** What all pages share is split by folder, not by what happens to be imported where: names and contents stay put. */
const SHARED = [
  { name: "preact", test: /node_modules\/preact/ },
  { name: "wire", test: /\/src\/(wire\/|signed_in)/ },
  { name: "page", test: /\/src\/(page\/|words|terms|styles\/page)/ },
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
  test: { include: ["tests/**/*.test.{ts,tsx}"], environment: "node" },
});
