import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { snapshotAnd } from "../../log/index.js";
import { type FeedScene, idOf, openFeedScene } from "../../testing/cases/feed-scene.js";

let scene: FeedScene;
beforeAll(async () => {
  scene = await openFeedScene();
});
afterAll(() => scene.close());

const waiting = async () => {
  const [row] = await scene.test.sql<{ count: number }>(
    "select count(*)::int as count from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())",
  );
  return row?.count;
};

describe("a snapshot that hands over to the log", () => {
  it("has the rows of a table that is truncated after it was taken", async () => {
    await scene.test.sql(`insert into shop.items (id, name) values ('${idOf(1)}', 'one')`);
    let truncated: Promise<unknown> | undefined;
    const { result } = await snapshotAnd(
      scene.database.service("shop"),
      "shop",
      async (transaction) => {
        truncated = truncate();
        await expect.poll(waiting).toBe(1);
        return transaction.run({ text: "select name from shop.items", values: [] });
      },
      ["items"],
    );
    expect(result).toEqual([{ name: "one" }]);
    await truncated;
    expect(await scene.test.sql("select name from shop.items")).toEqual([]);
  });

  it("has nothing that waits for a position where all have one", async () => {
    await scene.settled();
    const reader = scene.logs.reader("shop");
    const quiet = await snapshotAnd(scene.database.service("shop"), "shop", async () => undefined);
    expect(quiet.pending.size).toBe(0);
    expect(quiet.from.position).toBe((await reader.head()).position + 1);
  });
});

/** On a connection of its own, so that the looking on does not wait behind it. */
async function truncate(): Promise<void> {
  const client = new pg.Client({ connectionString: scene.test.url });
  await client.connect();
  try {
    await client.query("truncate shop.items");
  } finally {
    await client.end();
  }
}
