import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Where a Chromium is installed; undefined where none is. */
export const chromiumPath = (process.env.PATH ?? "")
  .split(delimiter)
  .flatMap((folder) => ["chromium", "chromium-browser", "google-chrome"].map((name) => join(folder, name)))
  .find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** What a test in a browser is called: where there is none, it says why it is skipped. */
export function inChromium(behaviour: string): string {
  return chromiumPath ? behaviour : `${behaviour} (skipped: no chromium is installed)`;
}

/** Starts it. As root it has no sandbox; it is given pages of this machine alone. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath && { executablePath: chromiumPath }),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
}
