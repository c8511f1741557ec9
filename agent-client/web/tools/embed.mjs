// Writes the C++ file that holds the built pages: embed.mjs DIST OUT. The bytes themselves are
// taken in by the assembler (.incbin), so that no compiler parses a megabyte of digits.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { extname, join, relative } from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wav": "audio/wav",
  ".webmanifest": "application/manifest+json",
};

const [folder, out] = process.argv.slice(2);
const symbols = [];

// The C++ expression for the bytes of a file, or for none.
function bytesOf(path) {
  if (!existsSync(path)) return '""';
  const name = `jackfield_web_${symbols.length}`;
  symbols.push({ name, path });
  return `Bytes(${name}, ${name}_end)`;
}

function rowOf(file) {
  const path = join(folder, file);
  const type = TYPES[extname(file)];
  if (type === undefined) throw new Error(`${file}: no content type is known for it`);
  const etag = createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 32);
  return `      {.path = "/${file}",
       .content_type = "${type}",
       .body = ${bytesOf(path)},
       .gzip = ${bytesOf(`${path}.gz`)},
       .brotli = ${bytesOf(`${path}.br`)},
       .etag = "\\"${etag}\\"",
       .immutable = ${file.startsWith("assets/")}},`;
}

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !/\.(gz|br)$/.test(entry.name))
  .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  .sort();
const rows = files.map(rowOf);

writeFileSync(
  out,
  `#include "server/app/web_files.h"

asm(".section .rodata\\n"
${symbols
  .map(({ name, path }) => `    "${name}: .incbin \\"${path}\\"\\n${name}_end: .byte 0\\n"`)
  .join("\n")}
    ".previous\\n");

extern "C" {
${symbols.map(({ name }) => `extern const char ${name}[], ${name}_end[];`).join("\n")}
}

namespace jackfield::app {
namespace {

std::string_view Bytes(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::vector<http_api::StaticFile> WebFiles() {
  return {
${rows.join("\n")}
  };
}

}  // namespace jackfield::app
`,
);
