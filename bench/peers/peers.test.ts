import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { help } from "../arguments.js";
import { baseline, peers, pgbench } from "./index.js";

const read = (path: string) => readFile(new URL(path, import.meta.url), "utf8");
const names = [...peers.map(({ name }) => name), pgbench.name];
const installed = peers.filter((peer) => peer.installed).map(({ file }) => file);

interface Lockfile {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly resolved?: string; readonly dependencies?: object }>
  >;
}

describe("the peers", () => {
  it("have names of their own, the baseline's among them", () => {
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain(baseline);
  });

  it.each(names)("%s is in the help and in the table of the README", async (name) => {
    expect(help({ workloads: [], peers: names })).toContain(name);
    expect(await read("../README.md")).toMatch(new RegExp(`^\\|.*\`${name}\`.*\\|.*\\|$`, "m"));
  });
});

describe.each(installed)("the packages of %s", (folder) => {
  const lockfile = async (): Promise<Lockfile> => JSON.parse(await read(`${folder}/package-lock.json`));

  it("are pinned, and what the lockfile has is what is asked for", async () => {
    const { dependencies } = JSON.parse(await read(`${folder}/package.json`));
    const { packages } = await lockfile();
    expect(packages[""]?.dependencies).toEqual(dependencies);
    for (const [name, version] of Object.entries(dependencies))
      expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
  });

  it("come from whatever registry one has", async () => {
    expect(await read(`${folder}/.npmrc`)).toContain("omit-lockfile-registry-resolved=true");
    const { packages } = await lockfile();
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it("are no workspace, and nothing that the benchmark itself compiles", async () => {
    const { workspaces } = JSON.parse(await read("../../package.json"));
    expect(JSON.stringify(workspaces)).not.toContain(folder);
    expect(JSON.parse(await read("../tsconfig.json")).exclude).toContain(`peers/${folder}`);
  });
});
