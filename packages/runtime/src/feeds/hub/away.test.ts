import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FlakyProxy, startFlakyProxy } from "../../postgres/flaky-proxy.js";
import { type FeedScene, type MemoryClient, openFeedScene } from "../../testing/cases/feed-scene.js";

let proxy: FlakyProxy;
let scene: FeedScene;
const begin = async (away?: number) => {
  scene = await openFeedScene({ advance: 100, ...(away !== undefined && { away }) }, async (url) => {
    proxy = await startFlakyProxy(url);
    return proxy.url;
  });
};
afterEach(async () => {
  await scene.close();
  await proxy.close();
});

const patience = { timeout: 60_000, interval: 5 };
const insert = (from: number, to: number) =>
  scene.test.sql(
    `insert into shop.items (id, name) select gen_random_uuid(), 'n' || n from generate_series(${from}, ${to}) n`,
  );
const names = ({ messages }: MemoryClient) =>
  messages.flatMap(({ type, changes }) =>
    type === "changes" ? changes.map(({ row }) => Number(String(row.name).slice(1))) : [],
  );
const numbers = (to: number) => Array.from({ length: to }, (_, at) => at + 1);
const story = ({ messages }: MemoryClient) =>
  messages.flatMap(({ type, reason }) =>
    type === "behind" ? [`behind ${reason}`] : type === "live" ? ["live"] : [],
  );
/** What it was told last of how it stands. A loaded machine may be away for a moment by itself. */
const stand = (client: MemoryClient) => story(client).at(-1);
const isInTurn = (client: MemoryClient) => expect(story(client).join()).toMatch(/^live(,behind away,live)+$/);
const chained = ({ messages }: MemoryClient) => {
  let at = messages.find(({ type }) => type === "snapshot")?.position;
  for (const { type, previous, position } of messages) {
    if (type !== "changes" && type !== "advance") continue;
    expect(previous).toBe(at);
    at = position;
  }
};
const followers = async (...requests: Parameters<FeedScene["follow"]>[0][]) => {
  const clients = await Promise.all(requests.map((request) => scene.follow(request)));
  await expect.poll(() => clients.every((client) => client.has("live")), patience).toBe(true);
  return clients;
};
const readerPids = () =>
  scene.test.sql(
    "select pid from pg_stat_activity where datname = current_database() and application_name like '% reader'",
  );
const comesBack = async () => {
  await proxy.become("forward");
  // What was on its way while nothing passed is lost for good, and so is its connection.
  proxy.cut();
};

describe("while the log cannot be read, those who are live", () => {
  beforeEach(() => begin(300));

  it.each(["refuse", "hang"] as const)(
    "are told that they are not (%s), and that they are again once they were given everything",
    async (mode) => {
      const clients = await followers({}, { query: "filter[isOpen]=true", id: 7 }, { entity: "note" });
      const [all, none] = clients as [MemoryClient, MemoryClient];
      await insert(1, 20);
      await expect.poll(() => names(all), patience).toEqual(numbers(20));

      const before = await readerPids();
      await proxy.become(mode);
      for (const client of clients) await expect.poll(() => stand(client), patience).toBe("behind away");
      await insert(21, 40);
      if (mode === "refuse")
        await expect(scene.follow({})).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
      // It was not answered: that is known before its connection counts as lost.
      if (mode === "hang") expect(await readerPids()).toEqual(before);
      const { length } = scene.heads;
      // One question is all that is asked of a server that does not answer.
      if (mode === "refuse")
        await expect.poll(() => scene.heads.length, patience).toBeGreaterThan(length + 1);
      for (const client of clients) expect(stand(client)).toBe("behind away");

      await comesBack();
      await scene.settled();
      await insert(41, 60);
      await expect.poll(() => names(all), patience).toEqual(numbers(60));
      for (const client of clients) {
        await expect.poll(() => stand(client), patience).toBe("live");
        isInTurn(client);
        chained(client);
      }
      expect(names(none)).toEqual([]);
      expect(scene.heard).toContainEqual({
        fact: "feed.behind",
        service: "shop",
        entity: "note",
        reason: "away",
      });
    },
  );

  it("do not each ask the database whether it is back", async () => {
    const clients = await followers(...Array.from({ length: 200 }, () => ({})));
    const { length } = scene.heads;
    await proxy.become("refuse");
    const asked = () => scene.heads.slice(length);
    await expect.poll(() => asked().length, patience).toBeGreaterThan(4);
    for (const client of clients) expect(stand(client)).toBe("behind away");
    // After at least half of 50 ms, of 100 and so on, for all of them together. Timers may be a little early.
    for (const at of [1, 2, 3, 4])
      expect((asked()[at] ?? 0) - (asked()[at - 1] ?? 0)).toBeGreaterThan(20 * 2 ** (at - 1));
    await comesBack();
    for (const client of clients) await expect.poll(() => stand(client), patience).toBe("live");
    for (const client of clients) isInTurn(client);
  });

  it("are told to begin anew where it comes back as another log", async () => {
    const [client] = (await followers({})) as [MemoryClient];
    await insert(1, 3);
    await expect.poll(() => names(client), patience).toEqual(numbers(3));
    await proxy.become("refuse");
    await expect.poll(() => stand(client), patience).toBe("behind away");
    await scene.test.sql("update shop.log_head set epoch = gen_random_uuid()");
    await comesBack();
    await expect.poll(() => client.last("reset")?.code, patience).toBe("LOG_EPOCH_OTHER");
    expect(stand(client)).toBe("behind away");
  });

  it("are told to begin anew where it comes back without what they were told", async () => {
    const [client] = (await followers({})) as [MemoryClient];
    await insert(1, 3);
    await expect.poll(() => names(client), patience).toEqual(numbers(3));
    await proxy.become("refuse");
    await expect.poll(() => stand(client), patience).toBe("behind away");
    await scene.test.sql("update shop.log_head set position = position - 1");
    await comesBack();
    await expect.poll(() => client.last("reset")?.code, patience).toBe("LOG_POSITION_AHEAD");
    expect(stand(client)).toBe("behind away");
  });

  it("and one that was behind already is not told that it is live before it is back", async () => {
    const [slow, other] = (await followers({ acknowledges: false }, {})) as [MemoryClient, MemoryClient];
    slow.pause();
    for (let from = 1; from <= 6_000; from += 1_000) await insert(from, from + 999);
    await expect.poll(() => names(other).length, patience).toBe(6_000);
    await proxy.become("refuse");
    await expect.poll(() => stand(other), patience).toBe("behind away");
    slow.resume();
    const { length } = scene.heads;
    await expect.poll(() => scene.heads.length, patience).toBeGreaterThan(length + 2);
    expect(story(slow)).toContain("behind slow");
    expect(stand(slow)).not.toBe("live");
    await comesBack();
    await expect.poll(() => names(slow), patience).toEqual(numbers(6_000));
    await expect.poll(() => stand(slow), patience).toBe("live");
    chained(slow);
  });
});

it("a connection that is lost and made again at once is nobody's business", async () => {
  await begin();
  const [client] = (await followers({})) as [MemoryClient];
  for (let round = 0; round < 3; round++) {
    await insert(round * 10 + 1, round * 10 + 10);
    await expect.poll(() => names(client), patience).toEqual(numbers(round * 10 + 10));
    proxy.cut();
  }
  await insert(31, 31);
  await expect.poll(() => names(client), patience).toEqual(numbers(31));
  expect(story(client)).toEqual(["live"]);
  chained(client);
});
