// What the build adds to the files of vite: the list of files for the service worker, and each
// text file compressed, so that the server compresses nothing.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const TEXT = /\.(html|js|css|svg|json|webmanifest|map|txt)$/;
const SHELL = /^(index\.html|assets\/.*\.(js|css)|favicon\.svg|manifest\.webmanifest)$/;

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

// Puts the list of files, and a version that changes with any of them, into sw.js.
export function appShell() {
  let folder = "";
  return {
    name: "jackfield-app-shell",
    apply: "build",
    configResolved: (config) => void (folder = config.build.outDir),
    closeBundle: {
      order: "post",
      handler() {
        const worker = join(folder, "sw.js");
        const files = filesIn(folder).filter((file) => SHELL.test(file));
        const hash = createHash("sha256");
        for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
        const paths = files.map((file) => (file === "index.html" ? "/" : `/${file}`));
        const text = readFileSync(worker, "utf8")
          .replace("__VERSION__", hash.digest("hex").slice(0, 16))
          .replace('["__FILES__"]', JSON.stringify(paths));
        writeFileSync(worker, text);
      },
    },
  };
}

export function compressed() {
  let folder = "";
  return {
    name: "jackfield-compressed",
    apply: "build",
    configResolved: (config) => void (folder = config.build.outDir),
    closeBundle: {
      order: "post",
      sequential: true,
      handler() {
        for (const file of filesIn(folder).filter((name) => TEXT.test(name))) {
          const path = join(folder, file);
          const content = readFileSync(path);
          writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
          writeFileSync(
            `${path}.br`,
            brotliCompressSync(content, {
              params: {
                [constants.BROTLI_PARAM_QUALITY]: 11,
                [constants.BROTLI_PARAM_SIZE_HINT]: statSync(path).size,
              },
            }),
          );
        }
      },
    },
  };
}
