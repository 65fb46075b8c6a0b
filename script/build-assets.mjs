// Bundles and shrinks the styles and scripts of the pages into dongthuan/static.
import { copyFile } from "node:fs/promises";
import { build } from "esbuild";

await build({
  entryPoints: {
    "css/site": "assets/css/site.css",
    "css/desk": "assets/css/desk.css",
    "js/check": "assets/js/check.js",
    "js/figure": "assets/js/figure.js",
    "js/desk": "assets/js/desk.js",
    "js/find": "assets/js/find.js",
    "js/ballot": "assets/js/ballot.js",
    "js/receipt": "assets/js/receipt.js",
  },
  outdir: "dongthuan/static",
  bundle: true,
  minify: true,
  target: ["chrome90", "firefox90", "safari14"],
  logLevel: "warning",
});
await copyFile("assets/icon.svg", "dongthuan/static/icon.svg");
