import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@lintel/runtime/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Brief, emptyBrief, saveBrief } from "../brief/index.js";
import { changed, completeBrief, confirmed } from "../gate/scenario.js";
import { initialisedProject, lintel, projectWith, running, somePorts, until } from "./scenario.js";

const settings = {
  OIDC_ISSUER: "https://issuer.example",
  OIDC_JWKS_URL: "https://issuer.example/jwks",
  LINTEL_SECRET: "a secret of more than thirty-two characters",
};

const whole = () => confirmed(completeBrief());
const other = () => changed(whole(), "testing.coverage", "93 %");

/** Every state in which nothing is built, with its code and the command that leads on. */
const states: readonly (readonly [string, (() => Brief) | undefined, RegExp])[] = [
  ["has no brief", undefined, /BRIEF_MISSING[\s\S]*next: lintel interview/],
  [
    "has a brief that is not complete",
    () => emptyBrief("Tasks"),
    /BRIEF_INCOMPLETE[\s\S]*- scope\.kind: [\s\S]*next: lintel interview/,
  ],
  [
    "has a brief that nobody has confirmed",
    completeBrief,
    /BRIEF_UNCONFIRMED[\s\S]*next: lintel brief confirm/,
  ],
  [
    "has a brief that was changed since",
    other,
    /BRIEF_CHANGED[\s\S]*testing\.coverage[\s\S]*next: .*lintel brief confirm/,
  ],
];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** A project as `lintel init` writes it for those who are to be asked. */
async function projectOf(brief?: Brief): Promise<string> {
  const cwd = initialisedProject({ withoutBrief: false });
  if (brief) saveBrief(cwd, brief);
  return cwd;
}

/** What builds on what was confirmed; `lintel tests` is held to it where its own tests are. */
const verbs = [
  ["design"],
  ["dev"],
  ["start", "--owner-login", "A test."],
  ["db diff", "--name", "first"],
] as const;

it.each(states)(
  "a project that %s is refused by each, which says what to type and leaves it as it was",
  {
    timeout: 120_000,
  },
  async (_what, brief, told) => {
    const cwd = await projectOf(brief?.());
    const before = readdirSync(cwd, { recursive: true }).sort();
    for (const [verb, ...more] of verbs) {
      const named = verb === "design" ? [] : ["--database-url", database.url];
      const words = [...verb.split(" "), ...more, ...named];
      const { code, stdout, stderr } = await lintel(words, { cwd, env: settings });
      expect([verb, code, stdout]).toEqual([verb, 1, ""]);
      expect(stderr).toMatch(told);
      expect(stderr).toContain(`\`lintel ${verb}\``);
      expect(readdirSync(cwd, { recursive: true }).sort()).toEqual(before);
    }
    const { json } = await lintel(["db", "diff", "--database-url", database.url, "--json"], { cwd });
    const { error } = json<{ error: { code: string; message: string; next: string } }>();
    expect(`${error.code} ${error.message} next: ${error.next}`).toMatch(told);
  },
);

describe("a project whose brief is confirmed", () => {
  it("is developed, migrated and served, and refused again once an answer is another", {
    timeout: 240_000,
  }, async () => {
    const cwd = await projectOf(whole());
    const named = ["--database-url", database.url];
    const dev = running(["dev", ...named, ...(await somePorts())], { cwd });
    const api = await dev.address("API");
    expect((await fetch(`${api}/v1/boards`)).status).toBe(200);
    await until("an image", async () => existsSync(join(cwd, ".lintel/cache/image.json")) || undefined);

    saveBrief(cwd, other());
    const blueprint = join(cwd, "blueprint.ts");
    writeFileSync(blueprint, `${readFileSync(blueprint, "utf8")}\n`);
    await dev.says(/BRIEF_CHANGED[\s\S]*The version before goes on serving/);
    expect((await fetch(`${api}/v1/boards`)).status).toBe(200);
    dev.child.kill("SIGTERM");
    expect(await dev.ended).toBe(0);

    saveBrief(cwd, whole());
    expect((await lintel(["db", "diff", "--name", "first", ...named], { cwd })).code).toBe(0);
    await database.sql("drop schema tasks cascade");
    expect((await lintel(["db", "migrate", ...named], { cwd })).code).toBe(0);
    const given = ["start", ...named, "--owner-login", "A test."];
    const started = running([...given, ...(await somePorts())], { cwd, env: settings });
    await started.says(/system\.started/);
    started.child.kill("SIGTERM");
    expect(await started.ended).toBe(0);
  });

  it("is served from an image, which holds the gate too", { timeout: 240_000 }, async () => {
    const cwd = await projectOf(whole());
    const named = ["--database-url", database.url];
    const dev = running(["dev", ...named, ...(await somePorts())], { cwd });
    await dev.address("API");
    const folder = join(cwd, ".lintel/cache");
    await until("an image", async () => existsSync(join(folder, "image.json")) || undefined);
    dev.child.kill("SIGTERM");
    expect(await dev.ended).toBe(0);
    const [runtime = ""] = readdirSync(folder).filter((name) => name.startsWith("runtime-"));
    const text = readFileSync(join(folder, runtime), "utf8");
    expect(text).toContain("and nobody has confirmed");
    writeFileSync(
      join(folder, runtime),
      text.replaceAll("nobody has confirmed", "the image says: nobody has confirmed"),
    );

    saveBrief(cwd, completeBrief());
    const refused = await lintel(["start", ...named], { cwd, env: settings });
    expect(refused.stderr).toMatch(/BRIEF_UNCONFIRMED[\s\S]*the image says: nobody has confirmed/);
    saveBrief(cwd, whole());
    expect((await lintel(["start", ...named], { cwd, env: settings })).stderr).toMatch(
      /MIGRATIONS_PENDING|LOGIN_TOO_POWERFUL/,
    );
    rmSync(join(cwd, "ai"), { recursive: true });
    expect((await lintel(["start", ...named], { cwd, env: settings })).stderr).toContain("BRIEF_MISSING");
  });
});

it("refuses a blueprint that is open to anybody, where the brief says that authentication is required", {
  timeout: 240_000,
}, async () => {
  const cwd = projectWith({
    "blueprint.ts": `import { anyone, entity, open, service, system, text } from "@lintel/runtime";
const book = entity({ title: text({ max: 200 }) }, { rows: 5_000, access: { read: anyone, write: open("A wall for notes.") } });
export default system("library", { version: 1, services: [service("books", { entities: { book } })] });
`,
  });
  saveBrief(cwd, whole());
  const check = await lintel(["check"], { cwd });
  expect(check.code).toBe(1);
  expect(check.stderr).toMatch(
    /error {2}BRIEF_CONTRADICTED {2}blueprint\.ts:\d[\s\S]*authentication is required/,
  );
  const diff = await lintel(["db", "diff", "--database-url", database.url], { cwd });
  expect([diff.code, diff.stderr]).toEqual([
    1,
    expect.stringMatching(/BRIEF_CONTRADICTED {2}blueprint\.ts:\d/),
  ]);
});
