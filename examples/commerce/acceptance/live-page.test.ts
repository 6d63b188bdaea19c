import { fileURLToPath } from "node:url";
import { type TestSystem, testSystem } from "@lintel/runtime/testing";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import commerce from "../blueprint.js";
import { executablePath, launch } from "./browser.js";
import { stock } from "./shop.js";

describe.skipIf(!executablePath)(
  executablePath ? "the live page" : "the live page (skipped: no chromium is installed)",
  () => {
    let shop: TestSystem;
    let browser: Browser;
    beforeAll(async () => {
      const pages = fileURLToPath(new URL("../pages", import.meta.url));
      [shop, browser] = await Promise.all([testSystem(commerce, { pages }), launch()]);
    });
    afterAll(async () => {
      await browser?.close();
      await shop?.stop();
    });

    it("shows products as they change, and what changed flashes", async () => {
      const product = await stock(shop, { name: "Oak Table", price: "12.00", count: 3 });
      const manager = shop.as({ roles: ["catalog-manager"] });
      const page = await browser.newPage({ viewport: { width: 1_000, height: 420 } });
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(String(error)));
      page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
      await page.goto(`${shop.url}/pages/live.html`);
      const cells = () => page.locator("tbody td").allTextContents();
      const state = () => page.locator("#state").innerText();

      await expect.poll(cells).toEqual(["Oak Table", "12.00", "3"]);
      await expect.poll(state).toBe("live");

      await manager.post("/v1/catalog/restock", { product, quantity: 4 });
      await expect.poll(cells).toEqual(["Oak Table", "12.00", "7"]);
      const flashed = await page.locator("td.changed").allTextContents();
      expect(flashed).toEqual(["7"]);

      await manager.patch(`/v1/products/${product}`, { price: "9.50", inventoryCount: 0 });
      await expect.poll(cells).toEqual(["Oak Table", "9.50", "none"]);
      if (process.env.LINTEL_SCREENSHOT) await page.screenshot({ path: process.env.LINTEL_SCREENSHOT });

      await manager.patch(`/v1/products/${product}`, { price: "25.00" });
      await expect.poll(cells).toEqual([]);
      await expect.poll(() => page.locator("#summary").innerText()).toBe("0 products, 3 changes so far");
      expect(faults).toEqual([]);
    });
  },
);
