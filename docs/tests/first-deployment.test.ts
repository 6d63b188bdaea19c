import { randomUUID } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Issuer, startIssuer } from "../../packages/architect/src/faults/issuer.js";
import {
  createOwnServer,
  type OwnServer,
  programs,
} from "../../packages/runtime/src/postgres/log/wal/cases/own-server.js";
import { connect } from "../../packages/runtime/src/postgres/log/wal/fixture.js";
import { follow } from "./feed.js";
import { blocksOf } from "./page.js";
import { openWorkplace, type Serving, type Workplace } from "./workplace.js";

/*
 * A system is deployed for the first time, on a PostgreSQL of one's own that is as it was installed. What the pages tell a
 * person to type is taken from them, and typed in the order in which they say it.
 */

const blueprint = `
import { anyone, entity, env, environment, service, signedIn, system, text } from "@lintel/runtime";
const task = entity({ title: text({ max: 200 }) }, { access: { read: anyone, write: signedIn }, feed: true });
export default system("my-backend", {
  version: 1,
  services: [service("tasks", { entities: { task } })],
  environments: {
    production: environment({
      authentication: {
        issuer: env("OIDC_ISSUER"),
        audience: env("OIDC_AUDIENCE"),
        jwksUrl: env("OIDC_JWKS_URL"),
      },
      secret: env("LINTEL_SECRET"),
    }),
  },
});
`;
const password = "of-the-owner";
const whatIsMade = [
  "select xmin::text, * from pg_publication",
  "select rolname, rolreplication, rolcanlogin, rolinherit, rolpassword from pg_authid order by oid",
  "select roleid::regrole::text, member::regrole::text from pg_auth_members order by 1, 2",
  `select oid::int, relname, relkind, relowner::int, relacl::text
     from pg_class where relnamespace in ('tasks'::regnamespace, 'lintel'::regnamespace) order by oid`,
  "select oid::int, nspname, nspacl::text from pg_namespace order by oid",
  "select to_jsonb(p) from pg_policy p order by oid",
  "select to_jsonb(m) from lintel.migrations m",
];

/** The block of a page that holds these words, by its lines. */
function shown(page: "run-in-production" | "use-your-own-postgresql", words: string): readonly string[] {
  const file = fileURLToPath(new URL(`../how-to/${page}.md`, import.meta.url));
  const block = blocksOf(file).find(({ text }) => text.includes(words));
  return block?.text.trim().split("\n") ?? expect.unreachable(`${page} does not show: ${words}`);
}
const deployment = shown("run-in-production", "npx lintel db logins >> production.env");
const migrating = deployment.indexOf("npx lintel db migrate");
const owner = shown("use-your-own-postgresql", "create database my_backend");
const [alterSystem = "", ...replication] = shown("use-your-own-postgresql", "alter system set wal_level");
const [start = ""] = shown("run-in-production", "npx lintel start --host");

describe.skipIf(programs.length === 0)("a first deployment, as the pages say it", () => {
  let server: OwnServer;
  let issuer: Issuer;
  let workplace: Workplace;
  let token: string;
  let hba: string;
  beforeEach(async () => {
    issuer = await startIssuer();
    token = await issuer.tokenOf("a person");
    hba = join(tmpdir(), `lintel-hba-${randomUUID()}.conf`);
    // Who is no administrator has to know the password, and nothing lets anybody copy the whole server.
    writeFileSync(hba, "host all lintel 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
  });
  afterEach(async () => {
    await workplace?.close();
    await server?.remove();
    rmSync(hba, { force: true });
    issuer?.close();
  });

  /** Each version of PostgreSQL has its own rules of who may let others replicate. */
  const install = async (of: string | undefined) => {
    server = await createOwnServer({ wal_level: undefined, hba_file: hba }, of);
  };
  /** A project that is to run on a database of the server. */
  async function projectOf(login: object): Promise<void> {
    const url = Object.assign(new URL(server.url), { pathname: "/my_backend", ...login });
    workplace = await openWorkplace({ databaseUrl: url.href });
    await workplace.write("blueprint.ts", blueprint);
  }
  async function type(lines: readonly string[], mustFail = false): Promise<string> {
    const { OIDC_ISSUER = "", OIDC_JWKS_URL = "", OIDC_AUDIENCE = "" } = issuer.env;
    const script = lines
      .join("\n")
      .replace(
        "OIDC_ISSUER=https://id.example/ ",
        `OIDC_AUDIENCE=${OIDC_AUDIENCE} OIDC_ISSUER=${OIDC_ISSUER} `,
      )
      .replace("https://id.example/keys", OIDC_JWKS_URL);
    return workplace.run(script, mustFail);
  }
  /** What `psql` sends, one statement after another; the server is started again where the page says so. */
  async function administer(): Promise<void> {
    for (const [, statement = ""] of alterSystem.matchAll(/-c "([^"]+)"/g)) await server.sql(statement);
    expect(alterSystem).toContain("restart PostgreSQL");
    await server.end("SIGINT");
    await server.start();
  }
  const post = async ({ url }: Serving, title: string) => {
    const answer = await fetch(`${url}/v1/tasks`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ title }),
    });
    expect([answer.status, await answer.text()]).toEqual([201, expect.stringContaining(title)]);
  };
  /** What the system says of the order of its log: each time that it told it. */
  const orders = (serving: Serving) =>
    serving
      .output()
      .split("\n")
      // The last may have come in part.
      .slice(0, -1)
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as { msg: string; order?: string; reason?: string; remedy?: string })
      .filter(({ msg }) => msg === "log.order");
  const expectOrder = (serving: Serving, told: object) =>
    expect.poll(() => orders(serving).at(-1), { timeout: 60_000 }).toMatchObject(told);

  /** Follows the feed, writes, and is told of what was there and of what came, in order. */
  async function expectFollowed(serving: Serving, before: readonly string[], written: readonly string[]) {
    const follower = await follow(`${serving.url}/feeds/task`);
    const titles = () => follower.told.map(({ row }) => row.title);
    await expect.poll(() => titles().toSorted()).toEqual(before.toSorted());
    for (const title of written) await post(serving, title);
    await expect.poll(() => titles().slice(before.length)).toEqual(written);
    const positions = follower.told.slice(before.length).map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    await follower.stop();
  }
  /** All that migrations and logins make of a database and of its server. */
  async function made(): Promise<string> {
    const client = await connect(Object.assign(new URL(server.url), { pathname: "/my_backend" }).href);
    try {
      const answers = [];
      for (const query of whatIsMade) answers.push((await client.query(query)).rows);
      return JSON.stringify(answers, null, 1);
    } finally {
      await client.end();
    }
  }
  const expectNothingChangedByMigrating = async () => {
    const before = await made();
    expect(await type(["npx lintel db migrate"])).toBe("The database is up to date.\n");
    expect(await made()).toBe(before);
  };

  it("has its log in the order of commits with `db logins --replication`, and goes on so when migrated again", async () => {
    await install(programs.at(-1));
    await server.sql("create database my_backend");
    await projectOf({});
    await type(deployment.slice(0, migrating));
    await administer();
    const said = await type([...replication, ...deployment.slice(-1)]);
    expect(said).toContain("1 migration applied.");
    expect(said).toContain("it may replicate: the order of its log is that of commits");

    const serving = await workplace.serve(start);
    await expectOrder(serving, { order: "commits" });
    await expectFollowed(serving, [], ["One", "Two"]);
    expect(await type(["npx lintel log status"])).toMatch(/^tasks +2 +0 +commits /m);

    const told = orders(serving);
    await expectNothingChangedByMigrating();
    await expectFollowed(serving, ["One", "Two"], ["Three"]);
    expect(orders(serving)).toEqual(told);
  });

  it("has it in that of what is visible without, and what it says to do about that leads to commits", async () => {
    await install(programs[0]);
    for (const statement of owner.join("\n").split(/;\n?/).filter(Boolean))
      await server.sql(statement.replace("'...'", `'${password}'`));
    await projectOf({ username: "my_backend", password });
    expect(await type(deployment)).toContain(
      "it may not replicate: the order of its log is that of what is visible; for that of commits: lintel db logins --replication",
    );

    const first = await workplace.serve(start);
    await expectOrder(first, { order: "visible", reason: "wal_level is replica; expected logical." });
    await expectFollowed(first, [], ["One"]);
    expect(orders(first).at(-1)?.remedy).toMatch(/^alter system set wal_level = logical, then restart/);
    await first.stop();
    await administer();

    const second = await workplace.serve(start);
    await expectOrder(second, { order: "visible", reason: expect.stringContaining("may not replicate") });
    await expectFollowed(second, ["One"], ["Two"]);
    const [remedy = "", onAmazon] = (orders(second).at(-1)?.remedy ?? "").split(" (on Amazon RDS");
    expect([remedy, onAmazon]).toEqual([
      expect.stringMatching(/^alter role .* with replication$/),
      expect.any(String),
    ]);
    await second.stop();
    await server.sql(remedy);
    const third = await workplace.serve(start);
    await expectOrder(third, { order: "commits" });
    await third.stop();

    // Its owner may not give the right, and is told who may; what was made by then is printed all the same.
    await server.sql('alter role "my_backend_tasks__login" noreplication');
    const refused = await type(["npx lintel db logins --rotate --replication >> production.env"], true);
    const [, statement = ""] = /Let an administrator run:\n(.*);/.exec(refused) ?? [];
    expect(statement).toContain('alter role "my_backend_tasks__login" replication');
    await server.sql(statement);
    expect(await type([...replication, ...deployment.slice(-1)])).toContain(
      "it may replicate: the order of its log is that of commits",
    );
    const fourth = await workplace.serve(start);
    await expectOrder(fourth, { order: "commits" });
    await expectFollowed(fourth, ["One", "Two"], ["Three", "Four"]);
    expect(await type(["npx lintel log status"])).toMatch(/^tasks +4 +0 +commits /m);
    await expectNothingChangedByMigrating();
  });
});
