import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { initialisedProject, lintel, scratchFolder } from "./scenario.js";

it("writes a project that the check finds nothing wrong with", async () => {
  const cwd = initialisedProject();
  for (const file of [
    "package.json",
    "blueprint.ts",
    "services/tasks.ts",
    "seed.ts",
    "tests/tasks.test.ts",
    ".gitignore",
  ]) {
    expect(existsSync(join(cwd, file))).toBe(true);
  }
  expect(readFileSync(join(cwd, ".gitignore"), "utf8")).toContain(".lintel/");
  const manifest = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8"));
  expect(manifest).toMatchObject({
    name: "my-app",
    dependencies: {
      "@lintel/runtime": expect.stringMatching(/^file:/),
      lintel: expect.stringMatching(/^file:/),
    },
  });
  // In a checkout of Lintel the packages are its folders, so that `npm install` finds them.
  for (const [name, place] of Object.entries<string>(manifest.dependencies)) {
    const linked = readFileSync(join(cwd, place.slice("file:".length), "package.json"), "utf8");
    expect(JSON.parse(linked).name).toBe(name);
  }
  // `npm start` has to work where development dependencies are left out.
  expect(manifest.scripts.start).toMatch(/^lintel start/);
  expect(manifest.devDependencies).not.toHaveProperty("lintel");
  expect(JSON.stringify(manifest)).not.toContain("{{");

  const { code, stdout, stderr } = await lintel(["check", "--strict"], { cwd });
  expect([code, stdout]).toEqual([0, "ok  my-app: nothing to mend\n"]);
  expect(stderr).toBe("note  built without a brief: Tests ask nobody.\n");
});

it("takes the name from the folder, in the spelling of names", async () => {
  const cwd = scratchFolder();
  const { code, json } = await lintel(["init", "My Shop (2)", "--json"], { cwd });
  expect(code).toBe(0);
  expect(json()).toMatchObject({ name: "my-shop-2", directory: join(cwd, "My Shop (2)") });
});

it("writes nothing where a file of the same name is there, and lists those that are", async () => {
  const cwd = scratchFolder();
  writeFileSync(join(cwd, "README.md"), "mine");
  const { code, stdout, stderr } = await lintel(["init", "--name", "mine"], { cwd });
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/FILES_EXIST[\s\S]*- README\.md\n/);
  expect(readdirSync(cwd)).toEqual(["README.md"]);
  expect(readFileSync(join(cwd, "README.md"), "utf8")).toBe("mine");
});

it("builds without a brief only for a reason, and then as it is quoted", async () => {
  const refused = await lintel(["init", "--without-brief", " "], { cwd: scratchFolder() });
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("REASON_MISSING")]);

  const cwd = scratchFolder();
  const reason = 'Only "to look", with $& and \\.';
  expect((await lintel(["init", "--name", "looked-at", "--without-brief", reason], { cwd })).code).toBe(0);
  expect(readFileSync(join(cwd, "blueprint.ts"), "utf8")).toContain(
    `  services: [tasks],\n  brief: { off: ${JSON.stringify(reason)} },\n`,
  );
  const asked = scratchFolder();
  const { stdout } = await lintel(["init", "--name", "asked"], { cwd: asked });
  expect(stdout).toMatch(/npx lintel interview\n$/);
  expect(readFileSync(join(asked, "blueprint.ts"), "utf8")).not.toContain("brief");
});

it("refuses a name that cannot be one", async () => {
  const { code, stderr } = await lintel(["init", "--name", "My App"], { cwd: scratchFolder() });
  expect(code).toBe(2);
  expect(stderr).toContain("NAME_INVALID");
});
