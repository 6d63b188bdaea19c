import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { poll } from "./poll.js";
import { readPostmasterPid } from "./postmaster-pid.js";
import { commandLine, processIdentity } from "./process-identity.js";
import { failureOf, query, scratchDataDirectory, spawnLintel, startScratch } from "./scenario.js";

describe("after the node process was killed", () => {
  it("stops the PostgreSQL that outlived it, and what was committed is there", async () => {
    const dataDirectory = scratchDataDirectory();
    const dead = await spawnLintel(dataDirectory);
    const { url = "" } = await dead.started;
    await query(url, "CREATE TABLE kept AS SELECT n FROM generate_series(1, 1000) AS n");
    const orphan = readPostmasterPid(dataDirectory)?.pid ?? 0;
    dead.child.kill("SIGKILL");
    await dead.ended;
    expect(commandLine(orphan)).toContain(dataDirectory);

    const next = await startScratch({ dataDirectory });

    expect(next).toMatchObject({ recovered: true, created: false });
    expect(processIdentity(orphan)).toBeUndefined();
    expect(await query(next.url, "SELECT count(*)::int AS rows FROM kept")).toEqual([{ rows: 1000 }]);
  });

  it("recovers when PostgreSQL was killed with it", async () => {
    const dataDirectory = scratchDataDirectory();
    const dead = await spawnLintel(dataDirectory);
    const { url = "" } = await dead.started;
    await query(url, "CREATE TABLE kept AS SELECT n FROM generate_series(1, 1000) AS n");
    process.kill(readPostmasterPid(dataDirectory)?.pid ?? 0, "SIGKILL");
    dead.child.kill("SIGKILL");
    await dead.ended;

    const next = await startScratch({ dataDirectory });

    expect(next.recovered).toBe(true);
    expect(await query(next.url, "SELECT count(*)::int AS rows FROM kept")).toEqual([{ rows: 1000 }]);
  });

  it("makes the database anew when it died in the middle of initdb", async () => {
    const dataDirectory = scratchDataDirectory();
    const folder = dirname(dataDirectory);
    const dead = await spawnLintel(dataDirectory);
    const unfinished = await poll(
      () => readdirSync(folder).find((name) => existsSync(join(folder, name, "PG_VERSION"))),
      { deadline: 20_000, interval: 1 },
    );
    dead.child.kill("SIGKILL");
    await dead.ended;
    expect(unfinished).toMatch(/^data\.unfinished-/);
    expect(existsSync(dataDirectory)).toBe(false);

    const next = await startScratch({ dataDirectory });

    expect(next.created).toBe(true);
    expect(await query(next.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(readdirSync(folder).filter((name) => name.includes("unfinished"))).toEqual([]);
  });

  it("starts although the number in postmaster.pid now belongs to an unrelated process", async () => {
    const dataDirectory = scratchDataDirectory();
    await (await startScratch({ dataDirectory })).stop();
    writeFileSync(join(dataDirectory, "postmaster.pid"), `${process.pid}\n${dataDirectory}\n1\n5432\n\n\n`);

    const next = await startScratch({ dataDirectory });

    expect(next.recovered).toBe(true);
    expect(await query(next.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});

describe("the owner of a data directory", () => {
  it("keeps it from a second Lintel while it lives, and the refusal names it", async () => {
    const dataDirectory = scratchDataDirectory();
    const owner = await spawnLintel(dataDirectory);
    const { url = "" } = await owner.started;

    const failure = await failureOf(startScratch({ dataDirectory }));

    expect(failure.code).toBe("DATA_DIRECTORY_LOCKED");
    expect(failure.message).toContain(`pid ${owner.child.pid}`);
    expect(failure.next).toContain(`kill ${owner.child.pid}`);
    expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    owner.child.stdin?.end();
    await owner.ended;
    expect(await startScratch({ dataDirectory })).toMatchObject({ recovered: false, created: false });
  });

  it("is forgotten when its number was given to another process", async () => {
    const dataDirectory = scratchDataDirectory();
    const gone = { pid: process.pid, identity: "an earlier process", claim: "earlier" };
    writeFileSync(`${dataDirectory}.owner`, JSON.stringify(gone));

    await startScratch({ dataDirectory });

    expect(JSON.parse(readFileSync(`${dataDirectory}.owner`, "utf8"))).toMatchObject({ pid: process.pid });
  });

  it("is one of several that start at once", async () => {
    const dataDirectory = scratchDataDirectory();
    const starts = await Promise.all([1, 2, 3].map(() => spawnLintel(dataDirectory)));
    const outcomes = await Promise.all(starts.map(({ started }) => started));

    const winners = outcomes.filter(({ url }) => url !== undefined);
    expect(winners).toHaveLength(1);
    expect(outcomes.filter(({ code }) => code === "DATA_DIRECTORY_LOCKED")).toHaveLength(2);
    for (const { child } of starts) child.stdin?.end();
    await Promise.all(starts.map(({ ended }) => ended));
  });

  it("does not lose a folder that only looks like unfinished work of another directory", async () => {
    const dataDirectory = scratchDataDirectory();
    const neighbour = join(dirname(dataDirectory), `${basename(dataDirectory)}-other.unfinished-1`);
    mkdirSync(neighbour);

    await startScratch({ dataDirectory });

    expect(existsSync(neighbour)).toBe(true);
  });
});
