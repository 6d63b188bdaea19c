import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@lintel/runtime/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { initialisedProject, lintel, type Running, running, somePorts, until } from "./scenario.js";

/** Serves with the keys of development as with those of an issuer, which nobody asks for a token here. */
const settings = {
  OIDC_ISSUER: "https://issuer.example",
  OIDC_JWKS_URL: "https://issuer.example/jwks",
  LINTEL_SECRET: "a secret of more than thirty-two characters",
};

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const develop = async (cwd: string, env = {}) =>
  running(["dev", "--database-url", database.url, ...(await somePorts())], { cwd, env });

const stop = async ({ child, ended }: Running) => {
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
};

/** What the API says of itself. */
async function described(api: string): Promise<string> {
  const { info } = (await (await fetch(`${api}/openapi.json`)).json()) as { info: { description: string } };
  return info.description;
}

/** Makes a project with an image that can be told from the project: it describes itself in another way. */
async function projectWithImage(): Promise<{ readonly cwd: string; readonly blueprint: string }> {
  const cwd = initialisedProject();
  const blueprint = join(cwd, "blueprint.ts");
  const text = readFileSync(blueprint, "utf8");
  writeFileSync(blueprint, text.replace("version: 1,", 'version: 1, description: "Of the files.",'));
  const dev = await develop(cwd);
  expect(await described(await dev.address("API"))).toContain("Of the files.");
  const folder = join(cwd, ".lintel/cache");
  await until("an image", async () => existsSync(join(folder, "image.json")) || undefined);
  await stop(dev);
  const [module = ""] = readdirSync(folder).filter((name) => name.startsWith("blueprint-"));
  const imagined = readFileSync(join(folder, module), "utf8");
  writeFileSync(join(folder, module), imagined.replace("Of the files.", "Of the image."));
  return { cwd, blueprint };
}

describe("a second start", () => {
  it("of lintel dev reads the image, and what is saved is served all the same", {
    timeout: 240_000,
  }, async () => {
    const { cwd, blueprint } = await projectWithImage();
    const dev = await develop(cwd);
    const api = await dev.address("API");
    expect(await described(api)).toContain("Of the image.");
    const text = readFileSync(blueprint, "utf8");
    writeFileSync(blueprint, text.replace("Of the files.", "Saved."));
    await until("the saved one", async () => (await described(api)).includes("Saved.") || undefined);
    await stop(dev);

    const off = await develop(cwd, { LINTEL_CACHE: "off" });
    expect(await described(await off.address("API"))).toContain("Saved.");
    await stop(off);
  });

  it("of lintel dev reads the files where they were changed, or the image is broken", {
    timeout: 240_000,
  }, async () => {
    const { cwd, blueprint } = await projectWithImage();
    const folder = join(cwd, ".lintel/cache");
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".mjs"))) {
      const whole = readFileSync(join(folder, name), "utf8");
      writeFileSync(join(folder, name), "this is {");
      const dev = await develop(cwd);
      expect(await described(await dev.address("API"))).toContain("Of the files.");
      await stop(dev);
      writeFileSync(join(folder, name), whole);
    }
    const text = readFileSync(blueprint, "utf8");
    writeFileSync(blueprint, text.replace("services: [tasks]", "services: [tasks, tasks]"));
    const refused = await develop(cwd);
    await refused.says(
      /error {2}SERVICE_NAME_REPEATED {2}services\/tasks\.ts:\d+[\s\S]*Nothing is served until a file is saved/,
    );
    await stop(refused);
  });

  it("of lintel start reads the image, as long as it is what the files say", {
    timeout: 240_000,
  }, async () => {
    const { cwd, blueprint } = await projectWithImage();
    const served = await createTestDatabase();
    try {
      const named = ["--database-url", served.url];
      await lintel(["db", "diff", "--name", "first", ...named], { cwd });
      await lintel(["db", "migrate", ...named], { cwd });
      const start = async (): Promise<string> => {
        const given = ["start", ...named, "--owner-login", "a test", ...(await somePorts())];
        const started = running(given, { cwd, env: settings });
        const [line] = await started.says(/\{.*system\.started.*\}/);
        const said = await described((JSON.parse(line) as { url: string }).url);
        await stop(started);
        return said;
      };
      expect(await start()).toContain("Of the image.");
      writeFileSync(blueprint, readFileSync(blueprint, "utf8").replace("Of the files.", "Saved."));
      expect(await start()).toContain("Saved.");
    } finally {
      await served.drop();
    }
  });
});
