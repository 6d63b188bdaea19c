import { afterEach, expect } from "vitest";
import { WebSocket } from "ws";
import { type Collection, type CollectionStep, type ConnectOptions, connect, type Feeds } from "../index.js";
import { type FeedServer, startFeedServer } from "./feed-server.js";
import type { Item } from "./feed-table.js";

/** Servers and clients of one test file, which end with each test. */
export function feedScene() {
  const endings: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  return {
    async server(options: Parameters<typeof startFeedServer>[0] = {}): Promise<FeedServer> {
      const server = await startFeedServer(options);
      endings.push(() => server.stop());
      return server;
    },
    connect({ url }: { readonly url: string }, options: ConnectOptions = {}): Feeds<{ readonly item: Item }> {
      const retry = { first: 20, most: 100 };
      const feeds = connect<{ readonly item: Item }>({ url, WebSocket, retry, ...options });
      endings.push(() => feeds.close());
      return feeds;
    },
    atTheEnd: (end: () => unknown) => void endings.push(end),
  };
}

export function rowsOf({ rows }: Collection<Item>): Record<string, Item> {
  return Object.fromEntries(rows);
}

export async function live(collection: Collection<Item>): Promise<void> {
  await expect.poll(() => collection.isLive).toBe(true);
}

/** Remembers the steps of a collection, and whether it held a state of the table after each. */
export function watched(
  server: FeedServer,
  collection: Collection<Item>,
  visible: (item: Item) => boolean = () => true,
) {
  const steps: CollectionStep<Item>[] = [];
  const torn: unknown[] = [];
  collection.subscribe((step) => {
    steps.push(step);
    if (collection.position === undefined) return;
    const expected = server.table.at(collection.position, visible);
    if (!expected || inOrder(rowsOf(collection)) !== inOrder(expected)) torn.push({ step, expected });
  });
  return {
    steps,
    torn,
    kinds: () => steps.map(({ type }) => type),
    /** Waits until it holds what the table does. */
    async whole() {
      await expect.poll(() => collection.isLive && collection.position).toBe(server.table.head);
      expect(rowsOf(collection)).toEqual(server.table.at(server.table.head, visible));
      expect(torn).toEqual([]);
    },
  };
}

function inOrder(rows: Record<string, Item>): string {
  return JSON.stringify(Object.entries(rows).sort(([one], [other]) => (one < other ? -1 : 1)));
}
