// Bundles frontend/src into src/linli/site/static/built, for phones as old as Chrome 80.
// The folder is replaced as a whole, so that a file that is no longer made does not linger.
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "src", "linli", "site", "static", "built");
const draft = join(here, "node_modules", `.built-${process.pid}`);
const entryPoints = ["linli.css", "linli.ts", "map.ts"]
  .map((name) => join(here, "src", name))
  .filter((path) => existsSync(path));

try {
  await esbuild.build({
    entryPoints,
    outdir: draft,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2019", "chrome80", "safari13"],
    charset: "utf8",
    legalComments: "linked",
    loader: { ".png": "file", ".svg": "file", ".woff2": "file" },
    assetNames: "[name]",
    logLevel: "warning",
  });
  await mkdir(dirname(target), { recursive: true });
  await rm(target, { recursive: true, force: true });
  await rename(draft, target);
} finally {
  await rm(draft, { recursive: true, force: true });
}
