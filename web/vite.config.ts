/** How the pages are built: an entry for each page, hashed names by content, nothing inlined, so that a strict CSP holds. */
import { defineConfig } from "vitest/config";

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
    rolldownOptions: { input: { index: "index.html", wall: "wall.html", me: "me.html", desk: "desk.html", live: "live.html", fair: "fair.html" } },
  },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
