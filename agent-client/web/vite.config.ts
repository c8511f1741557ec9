import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { appShell, compressed } from "./tools/dist.mjs";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
// The pages with the longer texts of the pseudo-locale, for the tests that look for cut ones.
const texts = process.env["JACKFIELD_WEB_PSEUDO"] ? "build/pseudo" : "build";
const server = process.env["JACKFIELD_SERVER"] ?? "http://127.0.0.1:7780";

export default defineConfig({
  plugins: [svelte(), appShell(), compressed()],
  resolve: {
    alias: {
      $proto: here("build/generated/proto/jackfield/v1"),
      $messages: here(`${texts}/generated/paraglide/messages.js`),
      $locale: here(`${texts}/generated/paraglide/runtime.js`),
    },
    // Otherwise Svelte resolves to its server side under vitest.
    ...(process.env["VITEST"] ? { conditions: ["browser"] } : {}),
  },
  build: {
    outDir: process.env["JACKFIELD_WEB_DIST"] ?? here("build/dist"),
    emptyOutDir: true,
    target: "es2022",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: {
        index: here("index.html"),
        supervisor: here("supervisor.html"),
        wall: here("wall.html"),
      },
    },
  },
  worker: { format: "es" },
  server: { proxy: { "/jackfield.v1.": server } },
  test: {
    include: ["src/**/*.test.ts", "tools/**/*.test.ts"],
    environment: "node",
  },
});
