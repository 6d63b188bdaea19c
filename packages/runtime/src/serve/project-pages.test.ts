import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { anyone, entity, service, system, text } from "../index.js";
import { serve } from "./index.js";

const folder = mkdtempSync(join(tmpdir(), "lintel-pages-"));
writeFileSync(join(folder, "live.html"), "<!doctype html><title>Live</title>");
writeFileSync(join(folder, "live.js"), "export {};");
writeFileSync(join(folder, "secret.env"), "KEY=1");
writeFileSync(join(folder, ".hidden.html"), "hidden");
writeFileSync(join(folder, "large.css"), " ".repeat(1_048_577));
mkdirSync(join(folder, "folder.html"));
symlinkSync("/etc/hostname", join(folder, "link.html"));

/** Served without a database: pages need none. */
async function served(feed: boolean, pages?: string) {
  const item = entity({ name: text() }, { feed, access: { read: anyone } });
  const running = await serve({
    system: system("pages", { version: 1, services: [service("one", { entities: { item } })] }),
    environment: "test",
    databaseUrl: "postgresql://127.0.0.1:1/none",
    port: 0,
    metricsPort: false,
    log: "none",
    pages,
  });
  return { running, get: (path: string) => fetch(running.url + path) };
}

const [withPages, without] = await Promise.all([served(true, folder), served(false)]);
afterAll(async () => {
  await Promise.all([withPages.running.stop("the end"), without.running.stop("the end")]);
  rmSync(folder, { recursive: true });
});

it("serves the files of a folder, which may run what comes from this server alone", async () => {
  const page = await withPages.get("/pages/live.html");
  expect(await page.text()).toContain("<title>Live</title>");
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(page.headers.get("content-security-policy")).toBe(
    "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none';" +
      "script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self'",
  );
  expect((await withPages.get("/pages/live.js")).headers.get("content-type")).toBe(
    "text/javascript; charset=utf-8",
  );
});

it("reads a file anew each time", async () => {
  writeFileSync(join(folder, "live.js"), "export const two = 2;");
  expect(await (await withPages.get("/pages/live.js")).text()).toContain("two");
});

it.each([
  "secret.env",
  ".hidden.html",
  "large.css",
  "folder.html",
  "link.html",
  "none.html",
  "..%2f..%2fetc%2fpasswd",
  "",
])("gives nothing of /pages/%s", async (name) => {
  expect((await withPages.get(`/pages/${name}`)).status).toBe(404);
});

it("has no pages unless told", async () => {
  expect((await without.get("/pages/live.html")).status).toBe(404);
});

it("serves the client of feeds where there is a feed", async () => {
  const client = await withPages.get("/feeds/client.js");
  expect(client.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(client.headers.get("x-content-type-options")).toBe("nosniff");
  const module = `data:text/javascript;base64,${Buffer.from(await client.text()).toString("base64")}`;
  const { connect } = await import(/* @vite-ignore */ module);
  expect(connect).toBeTypeOf("function");
  expect((await without.get("/feeds/client.js")).status).toBe(404);
});
