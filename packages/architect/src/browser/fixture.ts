import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** For tests: where a Chromium is installed; undefined where none is. */
export const chromiumPath: string | undefined = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
].find(existsSync);

/** For tests: starts it. As root it has no sandbox; it is given pages of this machine alone. */
export function launch(): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ ...(chromiumPath !== undefined && { executablePath: chromiumPath }), args });
}
