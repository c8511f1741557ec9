// What must be true of the built pages. Run by `npm run dist` after a build.

import { readFileSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { test } from "node:test";
import assert from "node:assert/strict";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

const DIST = process.env.JACKFIELD_WEB_DIST ?? new URL("../build/dist", import.meta.url).pathname;
const DESK_BYTES_MAX = 120 * 1024;
const BOARD_BYTES_MAX = 120 * 1024;
const PAGES = ["index.html", "supervisor.html", "wall.html"];

const read = (file) => readFileSync(join(DIST, file));
const text = (file) => read(file).toString("utf8");
const gzipBytes = (file) => read(`${file}.gz`).length;

// The scripts that a file needs before it runs: what it imports, not what it imports later.
function importsOf(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const found = text(file).matchAll(
    /(?:^|[;}\s])(?:import|export)[^;()"']*?["'](\.[^"']+\.js)["']/g,
  );
  for (const [, path] of found) importsOf(posix.join(posix.dirname(file), path), seen);
  return seen;
}

function scriptsOf(page) {
  const scripts = new Set();
  for (const [, path] of text(page).matchAll(/(?:src|href)="\/([^"]+\.js)"/g)) {
    for (const file of importsOf(path)) scripts.add(file);
  }
  return [...scripts];
}

test("the desk's first load is at most 120 kB of compressed JavaScript", () => {
  const workers = readdirSync(join(DIST, "assets"))
    .filter((name) => /^desk\.worker-.*\.js$/.test(name))
    .flatMap((name) => [...importsOf(`assets/${name}`)]);
  const files = [...new Set([...scriptsOf("index.html"), ...workers])];
  const bytes = files.reduce((sum, file) => sum + gzipBytes(file), 0);

  console.log(`the desk loads ${bytes} bytes in ${files.length} files`);
  assert.ok(bytes <= DESK_BYTES_MAX, `${bytes} bytes: ${files.join(", ")}`);
});

// Without the worker, which another thread loads while the page is drawn.
test("a board's first load is at most 120 kB of compressed JavaScript", () => {
  for (const page of ["supervisor.html", "wall.html"]) {
    const bytes = scriptsOf(page).reduce((sum, file) => sum + gzipBytes(file), 0);

    console.log(`${page} loads ${bytes} bytes`);
    assert.ok(bytes <= BOARD_BYTES_MAX, `${page}: ${bytes} bytes`);
  }
});

test("every text file is there in both compressed forms", () => {
  const files = readdirSync(DIST, { recursive: true }).filter((name) =>
    /\.(html|js|css)$/.test(name),
  );

  assert.ok(files.length > PAGES.length);
  for (const file of files) {
    assert.deepEqual(gunzipSync(read(`${file}.gz`)), read(file), file);
    assert.deepEqual(brotliDecompressSync(read(`${file}.br`)), read(file), file);
  }
});

test("no page holds a script or a style of its own, which the content policy refuses", () => {
  for (const page of PAGES) {
    assert.doesNotMatch(text(page), /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/, page);
  }
});

test("no template in a script holds a style attribute, which the content policy refuses", () => {
  const scripts = readdirSync(join(DIST, "assets")).filter((name) => name.endsWith(".js"));

  for (const script of scripts) {
    const found = text(`assets/${script}`).match(/<[a-z]+[^<>`]*\sstyle=["'][^<>`]*>/);
    assert.equal(found, null, `${script}: ${found?.[0]}`);
  }
});

test("the pages ask no other host for anything", () => {
  for (const page of PAGES) assert.doesNotMatch(text(page), /(?:src|href)="(?:https?:)?\/\//, page);
});
