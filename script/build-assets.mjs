// Bundles and shrinks the styles and scripts of the pages into dongthuan/static.
import { copyFile } from "node:fs/promises";
import { build } from "esbuild";

await build({
  entryPoints: { "css/site": "assets/css/site.css", "js/check": "assets/js/check.js" },
  outdir: "dongthuan/static",
  bundle: true,
  minify: true,
  target: ["chrome90", "firefox90", "safari14"],
  logLevel: "warning",
});
await copyFile("assets/icon.svg", "dongthuan/static/icon.svg");
