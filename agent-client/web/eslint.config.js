import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

// What may import what: the domain knows neither the screen nor the network.
const layer = (files, forbidden) => ({
  files,
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: [{ group: forbidden, message: "A layer above (STYLE 13)." }] },
    ],
  },
});

export default ts.config(
  { ignores: ["build/**", "node_modules/**"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "max-lines-per-function": ["error", { max: 70, skipBlankLines: false, skipComments: false }],
      "max-params": ["error", 5],
      "no-console": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig },
    },
    rules: {
      "svelte/no-at-html-tags": "error",
      "svelte/no-inline-styles": "error",
      "svelte/no-target-blank": "error",
      // svelte-check knows its own warnings; the two do not agree on which are left.
      "svelte/no-unused-svelte-ignore": "off",
      // Sets and maps that no screen reads need not be told of.
      "svelte/prefer-svelte-reactivity": "off",
      "max-lines-per-function": "off",
    },
  },
  // A suite is a list of tests, not a function to be read at once.
  { files: ["**/*.test.ts"], rules: { "max-lines-per-function": "off" } },
  { files: ["tools/**"], rules: { "no-console": "off" } },
  layer(["src/domain/**"], ["**/ui/**", "**/transport/**", "svelte", "idb"]),
  layer(["src/transport/**"], ["**/ui/**"]),
);
