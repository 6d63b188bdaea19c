import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { chromiumPath, inChromium, launchChromium } from "../testing/cases/chromium.js";
import { feedScene } from "./cases/scene.js";

const scene = feedScene();

/** Serves the bundled client, and a page that follows what its query names. */
async function site(): Promise<string> {
  const client = readFileSync(new URL("../../dist/client/feeds.min.js", import.meta.url));
  const page = `<!doctype html><script type="module">
    import { connect, inLocalStorage } from "/client.js";
    const url = new URLSearchParams(location.search).get("feeds");
    const feeds = connect({ url, retry: { first: 20, most: 100 } });
    window.items = feeds.collection("item", { persist: inLocalStorage("items") });
    await window.items.ready;
    window.firstIds = [...window.items.rows.keys()];
  </script>`;
  const server = createServer((request, response) => {
    const isClient = request.url === "/client.js";
    response
      .setHeader("content-type", isClient ? "text/javascript" : "text/html")
      .end(isClient ? client : page);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  scene.atTheEnd(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it.skipIf(!chromiumPath)(
  inChromium(
    "the client is one module that a browser takes as it is, resumes in it, and keeps its rows there",
  ),
  async () => {
    const [server, address, browser] = await Promise.all([scene.server(), site(), launchChromium()]);
    scene.atTheEnd(() => browser.close());
    server.commit({ put: "1" }, { put: "2" });
    const page = await browser.newPage();
    const ids = () => page.evaluate("items.isLive && [...items.rows.keys()].join()");

    await page.goto(`${address}?feeds=${encodeURIComponent(server.url)}`);
    await expect.poll(ids).toBe("1,2");
    server.commit({ put: "3" });
    await expect.poll(ids).toBe("1,2,3");
    server.cut();
    server.table.commit({ remove: "1" });
    await expect.poll(ids).toBe("2,3");
    await expect.poll(() => page.evaluate("localStorage.getItem('items')")).toContain(":4");

    server.table.commit({ put: "4" });
    await page.reload();
    await expect.poll(ids).toBe("2,3,4");
    expect(await page.evaluate("firstIds.join()")).toBe("2,3");
    expect(server.said("subscribe").map(({ from }) => from?.split(":")[1])).toEqual([undefined, "3", "4"]);
  },
);
