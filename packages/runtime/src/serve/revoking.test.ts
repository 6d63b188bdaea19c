import { afterAll, beforeAll, expect, it } from "vitest";
import { createDevelopmentIssuer, issueToken } from "../identity/index.js";
import { entity, role, service, signedIn, system, text } from "../index.js";
import { type TestSystem, testSystem } from "../testing/index.js";
import { type Running, serve } from "./index.js";

const access = { read: signedIn, write: role("editor") };
const notes = service("notes", { entities: { note: entity({ words: text() }, { feed: true, access }) } });
const tasks = service("tasks", { entities: { task: entity({ title: text() }, { feed: true, access }) } });
const plain = service("plain", { entities: { thing: entity({ name: text() }, { access }) } });
const desk = system("desk", { version: 1, services: [notes, plain, tasks] });

const issuer = createDevelopmentIssuer();
let app: TestSystem;
let other: Running;
beforeAll(async () => {
  app = await testSystem(desk, { issuer });
  other = await start();
});
afterAll(async () => {
  await other.stop("test finished");
  await app.stop();
});

/** Another process of the same system, as far as it can be one within a test. */
function start() {
  return serve({
    system: desk,
    environment: "test",
    databaseUrl: app.database.url,
    port: 0,
    metricsPort: false,
    development: issuer,
    log: "none",
  });
}

async function answers(token: string, { url }: { readonly url: string }) {
  const response = await fetch(`${url}/v1/notes`, { headers: { authorization: `Bearer ${token}` } });
  const { code } = (await response.json()) as { code?: string };
  return [response.status, code];
}

it("believes no token of a person any more that was issued before, in every process", async () => {
  const ada = await issueToken(issuer, { subject: "ada", roles: [] });
  const bob = await issueToken(issuer, { subject: "bob", roles: [] });
  for (const running of [app, other]) expect(await answers(ada, running)).toEqual([200, undefined]);
  await app.running.revoke({ subject: "ada" });
  expect(await answers(ada, app)).toEqual([401, "TOKEN_REVOKED"]);
  await expect.poll(() => answers(ada, other)).toEqual([401, "TOKEN_REVOKED"]);
  for (const running of [app, other]) expect(await answers(bob, running)).toEqual([200, undefined]);
  // A second later than the revocation: `iat` has whole seconds.
  await expect
    .poll(async () => answers(await issueToken(issuer, { subject: "ada", roles: [] }), other))
    .toEqual([200, undefined]);
  expect(await answers(ada, other)).toEqual([401, "TOKEN_REVOKED"]);
});

it("is told by whoever writes into the table, and remembers it over a start", async () => {
  const eve = await issueToken(issuer, { subject: "eve", roles: [] });
  expect(await answers(eve, other)).toEqual([200, undefined]);
  await app.sql`insert into tasks.revoked_tokens (claim, value) values ('sub', 'eve')`;
  await expect.poll(() => answers(eve, other)).toEqual([401, "TOKEN_REVOKED"]);
  const third = await start();
  await expect.poll(() => answers(eve, third)).toEqual([401, "TOKEN_REVOKED"]);
  await third.stop("test finished");
});

it("forgets what was revoked long ago", async () => {
  await app.sql`insert into notes.revoked_tokens values ('jti', 'old', now(), now() - interval '31 days')`;
  await app.running.revoke({ tokenId: "new" });
  const rows = await app.sql`select value from notes.revoked_tokens where claim = 'jti'`;
  expect(rows).toEqual([{ value: "new" }]);
  expect(await app.sql`select value from tasks.revoked_tokens where claim = 'jti'`).toEqual([
    { value: "new" },
  ]);
});

it("keeps it from whoever asks over HTTP", async () => {
  const rights = await app.sql<{ may: boolean }>`
    select bool_or(has_table_privilege(pg_roles.oid, 'notes.revoked_tokens', 'select')) as may
    from pg_roles where rolname like '%notes%' and (rolname like '%reader%' or rolname like '%writer%')`;
  expect(rights).toEqual([{ may: false }]);
});
