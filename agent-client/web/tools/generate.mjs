// Makes the code that is not committed: messages and services from proto/, and the texts of the
// screens from messages/. Does nothing when neither has changed since.
//
//   generate.mjs [--pseudo]   the texts once more, into build/pseudo, with a third locale of longer,
//                             accented text: to find texts that do not fit or are not translated

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "@inlang/paraglide-js";
import { pseudo } from "./pseudo.mjs";

const HERE = fileURLToPath(new URL("..", import.meta.url));
const withPseudo = process.argv.includes("--pseudo");
const BUILD = withPseudo ? "build/pseudo" : "build";
const OUT = join(HERE, BUILD, "generated");
const STAMP = join(OUT, "digest");
const LOCALES = ["en", "zh-CN"];

process.chdir(HERE);

function digestOfInputs() {
  const hash = createHash("sha256").update(String(withPseudo));
  const inputs = ["../../proto/**/*.proto", "messages/**/*.json", "tools/*.mjs", "*.json"];
  for (const file of globSync([...inputs, "buf.gen.yaml"]).sort()) {
    hash.update(file).update(readFileSync(file));
  }
  return hash.digest("hex");
}

// One file a locale, from one a screen, so that screens are worked on apart from each other.
function joinMessages(locale) {
  const all = {};
  for (const file of readdirSync(`messages/${locale}`).sort()) {
    const texts = JSON.parse(readFileSync(`messages/${locale}/${file}`, "utf8"));
    for (const [key, text] of Object.entries(texts)) {
      if (key in all) throw new Error(`messages/${locale}/${file}: ${key} is there twice`);
      all[key] = text;
    }
  }
  return all;
}

function sameKeys(one, other) {
  const missing = Object.keys(one).filter((key) => !(key in other));
  if (missing.length > 0) throw new Error(`messages are not in every language: ${missing}`);
}

function writeMessages() {
  mkdirSync(`${BUILD}/messages`, { recursive: true });
  const [english, chinese] = LOCALES.map(joinMessages);
  sameKeys(english, chinese);
  sameKeys(chinese, english);
  const texts = { en: english, "zh-CN": chinese };
  if (withPseudo) texts["en-XA"] = pseudo(english);
  for (const [locale, content] of Object.entries(texts)) {
    writeFileSync(`${BUILD}/messages/${locale}.json`, JSON.stringify(content, null, 2));
  }
  const settings = {
    baseLocale: "en",
    locales: Object.keys(texts),
    modules: [relative(BUILD, "node_modules/@inlang/plugin-message-format/dist/index.js")],
    "plugin.inlang.messageFormat": { pathPattern: "./messages/{locale}.json" },
  };
  mkdirSync(`${BUILD}/project.inlang`, { recursive: true });
  writeFileSync(`${BUILD}/project.inlang/settings.json`, JSON.stringify(settings));
}

async function generateMessages() {
  writeMessages();
  await compile({
    project: `./${BUILD}/project.inlang`,
    outdir: `./${BUILD}/generated/paraglide`,
    strategy: ["localStorage", "preferredLanguage", "baseLocale"],
    outputStructure: "message-modules",
    emitTsDeclarations: true,
    emitReadme: false,
    isServer: "false",
  });
  const made = readFileSync(join(OUT, "paraglide/messages/_index.js"), "utf8");
  if (!made.includes("app_name")) throw new Error("no messages were compiled");
}

function generateProtos() {
  const machine = process.arch === "arm64" ? "aarch64" : "x64";
  const buf = `node_modules/@bufbuild/buf-linux-${machine}/bin/buf`;
  execFileSync(buf, ["generate"], { stdio: "inherit" });
}

const digest = digestOfInputs();
if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== digest) {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  if (!withPseudo) generateProtos();
  await generateMessages();
  writeFileSync(STAMP, digest);
}
