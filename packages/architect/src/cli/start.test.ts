import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createTestDatabase } from "@lintel/runtime/testing";
import { expect, it, onTestFinished } from "vitest";
import { initialisedProject, lintel, running, somePorts } from "./scenario.js";

const settings = {
  OIDC_ISSUER: "https://issuer.example",
  OIDC_JWKS_URL: "https://issuer.example/jwks",
  LINTEL_SECRET: "a secret of more than thirty-two characters",
};

it("serves a migrated database with JSON logs, and stops with 0", { timeout: 120_000 }, async () => {
  const cwd = initialisedProject();
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const env: { [name: string]: string } = { ...settings, TASKS_DATABASE_URL: database.url };

  const without = await lintel(["start"], { cwd, env });
  expect(without.stderr).toMatch(/MIGRATIONS_PENDING[\s\S]*next: lintel db diff/);
  const named = ["--database-url", database.url];
  await lintel(["db", "diff", "--name", "first", ...named], { cwd });
  const pending = await lintel(["start"], { cwd, env });
  expect(pending.code).toBe(1);
  expect(pending.stderr).toMatch(/MIGRATIONS_PENDING\n.*tasks\/0001_first\.\n {2}next: lintel db migrate/);
  await lintel(["db", "migrate", ...named], { cwd });

  const owner = await lintel(["start", ...(await somePorts())], { cwd, env });
  expect(owner.code).toBe(1);
  expect(owner.stderr).toMatch(/LOGIN_TOO_POWERFUL[\s\S]*is a superuser[\s\S]*next: .*lintel db logins/);
  const logins = await lintel(["db", "logins", "--rotate", ...named], { cwd });
  expect(logins.stdout).toMatch(/^TASKS_DATABASE_URL=postgresql:\/\/\w+__login:[\w-]{32}@[^\n]+\n$/);
  env.TASKS_DATABASE_URL = logins.stdout.trim().replace("TASKS_DATABASE_URL=", "");

  const started = running(["start", ...(await somePorts())], { cwd, env });
  const line = await started.says(/\{.*system\.started.*\}/);
  const { url } = JSON.parse(line[0]) as { url: string };
  expect((await fetch(`${url}/v1/boards`)).status).toBe(200);
  const token = (await lintel(["token", "--role", "organiser"], { cwd })).stdout.trim();
  const refused = await fetch(`${url}/v1/boards`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: '{"name":"Mine"}',
  });
  expect(refused.status).not.toBe(201);

  started.child.kill("SIGTERM");
  expect(await started.ended).toBe(0);

  const noticed = running(["start", "--notice", "1500ms", ...(await somePorts())], { cwd, env });
  const again = JSON.parse((await noticed.says(/\{.*system\.started.*\}/))[0]) as { url: string };
  noticed.child.kill("SIGTERM");
  await noticed.says(/system\.stopping/);
  expect((await fetch(`${again.url}/health/ready`)).status).toBe(503);
  expect((await fetch(`${again.url}/v1/boards`)).status).toBe(200);
  expect(await noticed.ended).toBe(0);
});

it("takes no notice that is no time", async () => {
  const { code, stderr } = await lintel(["start", "--notice", "soon"], { cwd: initialisedProject() });
  expect([code, stderr.includes("DURATION_INVALID")]).toEqual([2, true]);
});

it("refuses what production must not have, each with the way out", { timeout: 120_000 }, async () => {
  const cwd = initialisedProject();
  const refusals: readonly (readonly [{ readonly [name: string]: string }, RegExp])[] = [
    [settings, /DATABASE_URL_MISSING[\s\S]*TASKS_DATABASE_URL/],
    [
      { DATABASE_URL: "postgresql://a:b@127.0.0.1:1/c" },
      /SETTINGS_INCOMPLETE(?=[\s\S]*OIDC_ISSUER)(?=[\s\S]*LINTEL_SECRET)/,
    ],
    [{ ...settings, OIDC_ISSUER: "urn:lintel:development:1" }, /ENVIRONMENT_UNSAFE/],
  ];
  for (const [env, told] of refusals) {
    const { code, stderr } = await lintel(["start"], { cwd, env });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(told);
  }
  const file = join(cwd, "blueprint.ts");
  writeFileSync(file, readFileSync(file, "utf8").replace("services: [tasks]", "services: [tasks, tasks]"));
  const { code, stderr } = await lintel(["start"], { cwd, env: settings });
  expect([code, stderr.includes("BLUEPRINT_HAS_ERRORS")]).toEqual([1, true]);
});
