import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { binariesUnder, findBinaries } from "./binaries.js";
import { mendNativeFolder } from "./native-folder.js";
import { isRoot, ORDINARY_USER, scratchDataDirectory } from "./scenario.js";
import { makeUsable } from "./usable-binaries.js";

const scratchFolder = () => dirname(scratchDataDirectory());

describe("findBinaries", () => {
  it("finds the npm package of this platform", () => {
    expect(existsSync(findBinaries({}).postgres)).toBe(true);
  });

  it("says what to do on a platform without a package", () => {
    expect(() => findBinaries({}, "sunos-x64")).toThrow(
      expect.objectContaining({
        code: "UNSUPPORTED_PLATFORM",
        next: expect.stringContaining("DATABASE_URL"),
      }),
    );
  });

  it("says what to do when the package was not installed", () => {
    const elsewhere = process.platform === "darwin" ? "linux-arm64" : "darwin-arm64";
    expect(() => findBinaries({}, elsewhere)).toThrow(
      expect.objectContaining({ code: "BINARIES_MISSING", next: expect.stringContaining("npm install") }),
    );
  });

  it("refuses a LINTEL_POSTGRES_BIN without PostgreSQL in it", () => {
    expect(() => findBinaries({ LINTEL_POSTGRES_BIN: "/nowhere" })).toThrow(
      expect.objectContaining({ code: "BINARIES_MISSING", message: expect.stringContaining("/nowhere") }),
    );
  });
});

describe("a package whose install script did not run", () => {
  it("gets its links and its modes", () => {
    const root = join(scratchFolder(), "native");
    mkdirSync(join(root, "lib"), { recursive: true });
    mkdirSync(join(root, "bin"));
    for (const program of ["postgres", "initdb", "pg_ctl"]) {
      writeFileSync(join(root, "bin", program), "", { mode: 0o644 });
    }
    writeFileSync(join(root, "lib", "libz.so.1.2"), "z");
    const links = [{ source: "native/lib/libz.so.1.2", target: "native/lib/libz.so.1" }];
    writeFileSync(join(root, "pg-symlinks.json"), JSON.stringify(links));

    expect(mendNativeFolder(root)).toBe(true);
    expect(mendNativeFolder(root)).toBe(true);

    expect(readFileSync(join(root, "lib", "libz.so.1"), "utf8")).toBe("z");
    expect(lstatSync(join(root, "bin", "initdb")).mode & 0o111).toBe(0o111);
  });

  it("runs, in full", async () => {
    const root = join(scratchFolder(), "native");
    cpSync(findBinaries({}).root, root, {
      recursive: true,
      filter: (path) => !lstatSync(path).isSymbolicLink(),
    });
    chmodSync(join(root, "bin", "postgres"), 0o644);

    const user = isRoot ? { uid: ORDINARY_USER, gid: ORDINARY_USER } : undefined;
    const usable = await makeUsable(binariesUnder(root, "package"), user, () => undefined);

    expect(usable).toMatchObject({ root, major: 18 });
  });
});

describe.skipIf(!isRoot)("a package where the service user cannot reach it", () => {
  it("is copied once to where it can", async () => {
    const folder = scratchFolder();
    chmodSync(folder, 0o700);
    const root = join(folder, "native");
    cpSync(findBinaries({}).root, root, { recursive: true, verbatimSymlinks: true });
    const user = { uid: ORDINARY_USER, gid: ORDINARY_USER };
    const said: string[] = [];

    const first = await makeUsable(binariesUnder(root, "package"), user, (message) => said.push(message));
    onTestFinished(() => rmSync(first.root, { recursive: true, force: true }));
    const second = await makeUsable(binariesUnder(root, "package"), user, (message) => said.push(message));

    expect(first.root).toMatch(/^\/var\/tmp\/lintel-postgres-/);
    expect(second.postgres).toBe(first.postgres);
    expect(said).toHaveLength(1);

    chmodSync(first.root, 0o777);
    await expect(makeUsable(binariesUnder(root, "package"), user, () => undefined)).rejects.toMatchObject({
      code: "BINARY_FAILED",
      next: `rm -rf ${first.root}`,
    });
  });
});
