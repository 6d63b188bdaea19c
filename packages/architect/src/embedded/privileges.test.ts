import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  ANOTHER_USER,
  canBecomeOrdinary,
  failureOf,
  isRoot,
  ORDINARY_USER,
  query,
  scratchDataDirectory,
  spawnLintel,
  startScratch,
} from "./scenario.js";

describe.skipIf(!isRoot)("as root", () => {
  it("hands PostgreSQL to an unprivileged user who owns the data", async () => {
    const dataDirectory = scratchDataDirectory();
    const database = await startScratch({ dataDirectory });

    const postmaster = readFileSync(join(dataDirectory, "postmaster.pid"), "utf8").split("\n")[0];
    const status = readFileSync(`/proc/${postmaster}/status`, "utf8");
    expect(status).toMatch(new RegExp(`^Uid:\\t${ORDINARY_USER}\\t${ORDINARY_USER}\\t`, "m"));
    expect(statSync(dataDirectory).uid).toBe(ORDINARY_USER);
    expect(database.location).toBe(dataDirectory);
  });

  it("puts the data where that user can reach them when the project is private, and finds them again", async () => {
    const folder = dirname(scratchDataDirectory());
    const dataDirectory = join(folder, "private", "data");
    mkdirSync(dirname(dataDirectory), { mode: 0o700 });

    const first = await startScratch({ dataDirectory });
    onTestFinished(() => rmSync(dirname(first.location), { recursive: true, force: true }));
    await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    await first.stop();
    const second = await startScratch({ dataDirectory });

    expect(first.location).toMatch(/^\/var\/tmp\/lintel-/);
    expect(readFileSync(`${dataDirectory}.location`, "utf8").trim()).toBe(first.location);
    expect(second).toMatchObject({ created: false, location: first.location });
    expect(await query(second.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it.skipIf(!canBecomeOrdinary)("goes on as the user whose database it is", async () => {
    const dataDirectory = scratchDataDirectory(ANOTHER_USER);
    const before = await spawnLintel(dataDirectory, ANOTHER_USER);
    await before.started;
    before.child.stdin?.end();
    await before.ended;

    await startScratch({ dataDirectory });

    expect(statSync(join(dataDirectory, "postmaster.pid")).uid).toBe(ANOTHER_USER);
  });

  it("names the command when root itself owns an existing database", async () => {
    const dataDirectory = scratchDataDirectory();
    await (await startScratch({ dataDirectory })).stop();
    chownSync(dataDirectory, 0, 0);

    const failure = await failureOf(startScratch({ dataDirectory }));

    expect(failure.code).toBe("DATA_DIRECTORY_NOT_WRITABLE");
    expect(failure.next).toBe(`chown -R ${ORDINARY_USER}:${ORDINARY_USER} ${dataDirectory}`);
  });
});

describe.skipIf(!canBecomeOrdinary)(
  "as an ordinary user (root becomes one, where the checkout is open to all)",
  () => {
    it("runs PostgreSQL as that user", async () => {
      const dataDirectory = scratchDataDirectory(ORDINARY_USER);
      const lintel = await spawnLintel(dataDirectory, ORDINARY_USER);

      const started = await lintel.started;

      expect(started).toMatchObject({ created: true, recovered: false, location: dataDirectory });
      expect(await query(started.url ?? "", "SELECT 1 AS one")).toEqual([{ one: 1 }]);
      expect(statSync(`${dataDirectory}.secret`)).toMatchObject({ uid: ORDINARY_USER });
      lintel.child.stdin?.end();
      await lintel.ended;
      expect(existsSync(join(dataDirectory, "postmaster.pid"))).toBe(false);
    });

    it("says so when the folder belongs to another", async () => {
      const dataDirectory = scratchDataDirectory();
      chmodSync(dirname(dataDirectory), 0o755);

      const { code, message } = await (await spawnLintel(dataDirectory, ORDINARY_USER)).started;

      expect(code).toBe("DATA_DIRECTORY_NOT_WRITABLE");
      expect(message).toContain(`user ${ORDINARY_USER}`);
    });

    it("says so when the database belongs to another", async () => {
      const dataDirectory = scratchDataDirectory();
      await (await startScratch({ dataDirectory })).stop();
      chownSync(dirname(dataDirectory), ANOTHER_USER, ANOTHER_USER);

      const { code, message } = await (await spawnLintel(dataDirectory, ANOTHER_USER)).started;

      expect(code).toBe("DATA_DIRECTORY_NOT_WRITABLE");
      expect(message).toContain(`belongs to user ${ORDINARY_USER}`);
    });
  },
);
