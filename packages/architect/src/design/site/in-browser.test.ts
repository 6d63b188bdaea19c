import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launch } from "../../browser/fixture.js";
import { documentsOf } from "../documents/index.js";
import { commerce } from "../documents/scenario.js";
import { hostileFiles, hostileName } from "./fixture.js";
import { siteOf } from "./index.js";

interface Opened {
  readonly page: Page;
  /** Addresses that the page asked for, itself left out. */
  readonly asked: string[];
  /** What the browser complained of, and dialogs that the page showed. */
  readonly said: string[];
}

/** Without a Chromium the page is looked at as text alone, by `site.test.ts`. */
describe.skipIf(chromiumPath === undefined)("the site in Chromium", () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    browser = await launch();
    folder = mkdtempSync(join(tmpdir(), "lintel-site-"));
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(html: string, options: BrowserContextOptions = {}): Promise<Opened> {
    const file = join(folder, "index.html");
    writeFileSync(file, html);
    const address = pathToFileURL(file).href;
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const opened: Opened = { page, asked: [], said: [] };
    page.on("request", (request) => {
      if (request.url() !== address && !request.url().startsWith("data:")) opened.asked.push(request.url());
    });
    page.on("dialog", (dialog) => {
      opened.said.push(dialog.message());
      void dialog.dismiss();
    });
    page.on("console", (message) => {
      if (message.type() === "error") opened.said.push(message.text());
    });
    page.on("pageerror", (error) => opened.said.push(error.message));
    await page.goto(address, { waitUntil: "networkidle" });
    return opened;
  }

  const hostile = siteOf({ name: hostileName, files: hostileFiles });

  test("runs nothing that documents, pictures or names hold, and asks for nothing", async () => {
    const { page, asked, said } = await open(hostile);
    for (const summary of await page.locator("summary").all()) await summary.click();
    expect(await page.evaluate("window.hit")).toBeUndefined();
    expect(await page.locator("iframe, object, embed, main script").count()).toBe(0);
    expect(
      await page.evaluate("[...document.images].every((one) => one.complete && one.naturalWidth > 0)"),
    ).toBe(true);
    expect(asked).toEqual([]);
    expect(said).toEqual([]);
  });

  test("finds words, and shows what it found as text", async () => {
    const { page, said } = await open(hostile);
    await page.getByRole("searchbox", { name: "Search the documents" }).fill("one PROGRAM because");
    await expect.poll(() => page.locator("#found").innerText()).toContain("1 part found");
    await page.locator("#found a").click();
    expect(new URL(page.url()).hash).toBe("#page-decisions-0001-style--run-it-as-one-program");
    await page.getByRole("searchbox").fill("nothing of the kind");
    await expect.poll(() => page.locator("#found").innerText()).toBe("0 parts found");
    expect(await page.evaluate("window.hit")).toBeUndefined();
    expect(said).toEqual([]);
  });

  test("can be read without JavaScript", async () => {
    const { page } = await open(hostile, { javaScriptEnabled: false });
    await expect
      .poll(() => page.getByRole("heading", { name: "Run it as one program" }).isVisible())
      .toBe(true);
    expect(await page.getByRole("searchbox").count()).toBe(0);
    await page.getByRole("link", { name: "parts", exact: true }).click();
    expect(new URL(page.url()).hash).toBe("#page-system--its-parts");
  });

  test("has its landmarks, and every picture has words", async () => {
    const { page } = await open(siteOf({ name: "commerce", files: documentsOf(await commerce()) }));
    for (const role of ["banner", "navigation", "main", "search"] as const)
      expect([role, await page.getByRole(role).count()]).toEqual([role, 1]);
    const wordless = await page.evaluate("[...document.images].filter((one) => one.alt === '').length");
    expect(wordless).toBe(0);
  });

  test.each(["light", "dark"] as const)(
    "can be read, %s: every text has 4.5 to 1 against its ground",
    async (colorScheme) => {
      const { page, said } = await open(siteOf({ name: "commerce", files: documentsOf(await commerce()) }), {
        colorScheme,
      });
      expect(await page.evaluate<readonly string[]>(lowContrast)).toEqual([]);
      expect(said).toEqual([]);
    },
  );

  test("on paper shows all documents, light, without search, and nothing is wider than the sheet", async () => {
    const { page } = await open(siteOf({ name: "commerce", files: documentsOf(await commerce()) }), {
      viewport: { width: 794, height: 1_123 },
    });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.locator("#search").isVisible()).toBe(false);
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    expect(await page.evaluate("getComputedStyle(document.querySelector('img')).colorScheme")).toBe("light");
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });
});

/** Texts whose colour is too near to the ground that they stand on; read in the page, where there are other types than here. */
const lowContrast = `(() => {
  const parse = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const groundOf = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const found = new Set();
  for (const one of document.body.querySelectorAll("*")) {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
    if (!own || one.tagName === "SCRIPT") continue;
    const [a, b] = [luminance(parse(getComputedStyle(one).color)), luminance(groundOf(one))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) found.add(one.tagName + " " + one.textContent.slice(0, 40));
  }
  return [...found];
})()`;
