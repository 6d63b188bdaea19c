import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { failureOf, query, scratchDataDirectory, startScratch } from "./scenario.js";

describe("a first start", () => {
  it("makes a UTF-8, UTC, checksummed database that answers on loopback only", async () => {
    const database = await startScratch({ dataDirectory: scratchDataDirectory() });

    expect(database).toMatchObject({ created: true, recovered: false });
    const [row] = await query<Record<string, string>>(
      database.url,
      `SELECT current_user                            AS "user",
              current_setting('server_encoding')      AS encoding,
              current_setting('TimeZone')             AS zone,
              current_setting('listen_addresses')     AS addresses,
              current_setting('unix_socket_directories') AS sockets,
              current_setting('data_checksums')       AS checksums,
              current_setting('wal_level')            AS wal,
              current_setting('shared_buffers')       AS buffers,
              upper('é')                              AS upper`,
    );
    expect(row).toEqual({
      user: "lintel",
      encoding: "UTF8",
      zone: "UTC",
      addresses: "127.0.0.1",
      sockets: "",
      checksums: "on",
      wal: "logical",
      buffers: "256MB",
      upper: "É",
    });
  });

  it("admits only who knows the password, which is kept in a private file", async () => {
    const dataDirectory = scratchDataDirectory();
    const database = await startScratch({ dataDirectory });
    const stranger = new Client({ connectionString: database.url.replace(/:[^:@]+@/, ":guess@") });

    await expect(stranger.connect()).rejects.toMatchObject({ code: "28P01" });
    expect(statSync(`${dataDirectory}.secret`).mode & 0o777).toBe(0o600);
    expect(database.url).toContain(readFileSync(`${dataDirectory}.secret`, "utf8").trim());
    const rules = await query(
      database.url,
      "SELECT * FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'",
    );
    expect(rules).toEqual([]);
  });

  it("uses an empty folder that is there already", async () => {
    const dataDirectory = scratchDataDirectory();
    mkdirSync(dataDirectory);
    expect((await startScratch({ dataDirectory })).created).toBe(true);
  });

  it("moves up by ten from a taken port and says so", async () => {
    const other = createServer();
    const taken = await new Promise<number>((resolve) => {
      other.listen(0, "127.0.0.1", () => {
        const address = other.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    onTestFinished(() => void other.close());

    const database = await startScratch({ dataDirectory: scratchDataDirectory(), port: taken });

    expect(database.portMoved).toBe(true);
    expect((database.port - taken) % 10).toBe(0);
    expect(database.port).toBeGreaterThan(taken);
    expect(await query(database.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});

describe("a later start", () => {
  it("finds the data and the password of the first", async () => {
    const dataDirectory = scratchDataDirectory();
    const first = await startScratch({ dataDirectory, durable: true });
    await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    await first.stop();

    const second = await startScratch({ dataDirectory, durable: true });

    expect(second).toMatchObject({ created: false, recovered: false });
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
    expect(await query(second.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    expect(await query(second.url, "SHOW fsync")).toEqual([{ fsync: "on" }]);
  });

  it("makes a new password when the file with the old one was lost", async () => {
    const dataDirectory = scratchDataDirectory();
    const first = await startScratch({ dataDirectory });
    await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    await first.stop();
    rmSync(`${dataDirectory}.secret`);

    const second = await startScratch({ dataDirectory });

    expect(second.url).not.toContain(new URL(first.url).password);
    expect(await query(second.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  it("sets a log of more than 10 MB aside", async () => {
    const dataDirectory = scratchDataDirectory();
    writeFileSync(`${dataDirectory}.log`, "");
    truncateSync(`${dataDirectory}.log`, 11 * 1024 * 1024);

    const database = await startScratch({ dataDirectory });

    expect(statSync(`${dataDirectory}.log.1`).size).toBe(11 * 1024 * 1024);
    expect(readFileSync(database.logFile, "utf8")).toContain("database system is ready");
  });
});

describe("stopping", () => {
  it("may be asked for twice, ends open sessions and leaves the directory free", async () => {
    const dataDirectory = scratchDataDirectory();
    const database = await startScratch({ dataDirectory });
    const session = new Client({ connectionString: database.url });
    const cut = new Promise((resolve) => session.on("error", resolve));
    await session.connect();

    await Promise.all([database.stop(), database.stop()]);
    await database.stop();

    await cut;
    const again = await startScratch({ dataDirectory });
    expect(again.recovered).toBe(false);
  });
});

describe("what it refuses", () => {
  it("a directory that this process uses already", async () => {
    const dataDirectory = scratchDataDirectory();
    const first = await startScratch({ dataDirectory });

    const failure = await failureOf(startScratch({ dataDirectory }));

    expect(failure.code).toBe("DATA_DIRECTORY_LOCKED");
    expect(failure.message).toContain(`pid ${process.pid}`);
    expect(await query(first.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("a folder with files that are no database, and leaves them alone", async () => {
    const dataDirectory = scratchDataDirectory();
    mkdirSync(dataDirectory);
    writeFileSync(join(dataDirectory, "thesis.txt"), "years of work");

    const failure = await failureOf(startScratch({ dataDirectory }));

    expect(failure.code).toBe("DATA_DIRECTORY_FOREIGN");
    expect(readFileSync(join(dataDirectory, "thesis.txt"), "utf8")).toBe("years of work");
  });

  it("a database of another major version", async () => {
    const dataDirectory = scratchDataDirectory();
    await (await startScratch({ dataDirectory })).stop();
    writeFileSync(join(dataDirectory, "PG_VERSION"), "14\n");

    const failure = await failureOf(startScratch({ dataDirectory }));

    expect(failure.code).toBe("DATA_DIRECTORY_VERSION");
    expect(failure.message).toContain("PostgreSQL 14");
    expect(failure.next).toContain(`mv ${dataDirectory}`);
  });

  it("a database that does not start, with the last words of its log", async () => {
    const dataDirectory = scratchDataDirectory();
    await (await startScratch({ dataDirectory })).stop();
    writeFileSync(join(dataDirectory, "postgresql.conf"), "no_such_setting = 1\n");

    const failure = await failureOf(startScratch({ dataDirectory }));

    expect(failure.code).toBe("BINARY_FAILED");
    expect(failure.message).toContain("no_such_setting");
    expect(failure.next).toContain(`${dataDirectory}.log`);
  });

  it("a place that is inside a file", async () => {
    const dataDirectory = scratchDataDirectory();
    writeFileSync(join(dirname(dataDirectory), "file"), "");

    const failure = await failureOf(
      startScratch({ dataDirectory: join(dirname(dataDirectory), "file", "data") }),
    );

    expect(failure.code).toBe("DATA_DIRECTORY_NOT_WRITABLE");
  });
});
