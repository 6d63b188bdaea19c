import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { expect, it } from "vitest";
import { initialisedProject, lintel } from "./scenario.js";

it("prints a token and nothing else, signed with keys that only this user may read", async () => {
  const cwd = initialisedProject();
  const subject = randomUUID();
  const given = [
    "token",
    "--role",
    "organiser",
    "--role",
    "auditor",
    "--subject",
    subject,
    "--expires",
    "30m",
  ];
  const { code, stdout, stderr } = await lintel(given, { cwd });

  expect(code).toBe(0);
  const claims = decodeJwt(stdout.trim());
  expect(claims).toMatchObject({ sub: subject, roles: ["organiser", "auditor"] });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(1_800);
  expect(stderr).toContain('no access rule names the role "auditor"');
  expect(stderr).not.toContain('"organiser" (');

  const keys = join(cwd, ".lintel/development-keys.json");
  expect(statSync(keys).mode & 0o777).toBe(0o600);
  const before = readFileSync(keys, "utf8");
  const again = await lintel(["token", "--json"], { cwd });
  expect(decodeJwt(again.json<{ token: string }>().token).iss).toBe(claims.iss);
  expect(readFileSync(keys, "utf8")).toBe(before);
  expect(existsSync(join(cwd, ".lintel/.gitignore"))).toBe(true);
});

it("lists the routes, and who may use them", async () => {
  const cwd = initialisedProject();
  const { stdout } = await lintel(["routes"], { cwd });
  expect(stdout).toMatch(/^METHOD +PATH +WHO MAY +OPERATION\n/);
  expect(stdout).toMatch(/POST +\/v1\/boards +role organiser +tasks\.board create\n/);
  const { routes } = (await lintel(["routes", "--json"], { cwd })).json<{ routes: unknown[] }>();
  expect(routes).toContainEqual({
    method: "POST",
    path: "/v1/tasks/finish",
    access: "signed in",
    operation: "tasks.finish",
  });
});
