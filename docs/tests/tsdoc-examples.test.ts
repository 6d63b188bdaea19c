import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorkplace, type Workplace } from "./workplace.js";

/*
 * The examples in TSDoc comments are compiled, each as a file of its own. It sees what its own source file exports and
 * what the packages export, and the few names that stand below for what a reader has at that place.
 */

const root = fileURLToPath(new URL("../..", import.meta.url));

const given = `
import type { Db, Entity, Field } from "@lintel/runtime";
import type { Facts } from "${root}packages/runtime/src/facts.js";
import type { SystemModel } from "${root}packages/runtime/src/blueprint/index.js";
import type { OnePlan } from "${root}packages/runtime/src/plan/index.js";
import type { TestSystem } from "@lintel/runtime/testing";
import { email, entity, event, id, list, open, service, signedIn, system, text } from "@lintel/runtime";

export const users = service("users", {
  entities: { account: entity({ email: email(), passwordHash: text().private() }) },
});
export const catalog = service("catalog", { entities: { product: entity({ name: text({ max: 200 }) }) } });
export const orders = service("orders", {
  entities: { order: entity({ user: id() }) },
  events: { orderPlaced: event({ order: id(), total: text() }) },
}).command("placeOrder", {
  access: signedIn,
  input: { items: list(id("catalog.product")) },
  run: async () => undefined,
});
export const blueprint = system("shop", { version: 1, services: [users, catalog, orders] });
export declare const db: Db<typeof users.entities>;
export declare const account: { passwordHash: string } | undefined;
export declare const input: { email: string; password: string };
export declare const user: string;
export declare const app: TestSystem;
export declare const arrange: (db: Db<typeof orders.entities>) => Promise<unknown>;
export declare const items: string[];
export declare const model: SystemModel;
export declare const facts: Facts;
export declare const plan: OnePlan;
`;

const packages = {
  "@lintel/runtime": "packages/runtime/src/index.ts",
  "@lintel/runtime/client": "packages/runtime/src/client/index.ts",
  "@lintel/runtime/testing": "packages/runtime/src/testing/index.ts",
  lintel: "packages/architect/src/index.ts",
};

interface Example {
  readonly file: string;
  readonly line: number;
  readonly code: string;
}

const examples = ["packages/runtime/src", "packages/architect/src"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/\.test(-d)?\.ts$/.test(file))
    .flatMap((file) => examplesIn(join(folder, file))),
);

describe("the examples in comments", () => {
  let workplace: Workplace;
  beforeAll(async () => {
    workplace = await openWorkplace();
  });
  afterAll(() => workplace.close());

  it("are there", () => expect(examples.length).toBeGreaterThanOrEqual(15));

  it("compile", async () => {
    await workplace.write("given.ts", given);
    for (const [position, example] of examples.entries()) {
      await workplace.write(`example-${position}.ts`, module(example, workplace.directory));
    }
    const where = examples
      .map(({ file, line }, position) => `example-${position}.ts is ${file}:${line}`)
      .join("\n");
    const project = {
      extends: "./tsconfig.json",
      compilerOptions: { noUnusedLocals: false },
      include: ["*.ts"],
    };
    await workplace.write("examples.json", JSON.stringify(project));
    await workplace.run(`tsc --noEmit --project examples.json || { echo '${where}'; exit 1; }`);
  }, 120_000);
});

function examplesIn(file: string): Example[] {
  const found: Example[] = [];
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  for (const [at, line] of lines.entries()) {
    if (!/^\s*\* @example\s*$/.test(line)) continue;
    const after = lines.slice(at + 1);
    const end = after.findIndex((one) => /^\s*\*\/|^\s*\* @/.test(one));
    const code = after.slice(0, end).map((one) => one.replace(/^\s*\* ?/, ""));
    found.push({ file, line: at + 1, code: code.join("\n").trim() });
  }
  return found;
}

/** A module around an example, which imports what the example names. */
function module({ file, code }: Example, directory: string): string {
  const imports: string[] = [];
  const taken = new Set<string>(
    [...code.matchAll(/^(?:export )?(?:const|function) (\w+)/gm)].map((m) => m[1] ?? ""),
  );
  const take = (from: string, names: readonly string[]) => {
    const wanted = names.filter((name) => !taken.has(name) && new RegExp(`(?<![.\\w])${name}\\b`).test(code));
    for (const name of wanted) taken.add(name);
    if (wanted.length > 0) imports.push(`import { ${wanted.join(", ")} } from "${from}";`);
  };
  const source = relative(directory, join(root, dirname(file)));
  for (const [name, path] of Object.entries(packages)) take(name, namesOf(path));
  take(join(source, basename(file).replace(/\.ts$/, ".js")), namesOf(file));
  take(
    "./given.js",
    [...given.matchAll(/^export (?:declare )?const (\w+)/gm)].map((match) => match[1] ?? ""),
  );
  take("vitest", ["afterAll", "expect"]);
  const body = code.startsWith(".") ? `catalog${code}` : code;
  if (code.startsWith(".") && !taken.has("catalog")) imports.push('import { catalog } from "./given.js";');
  return `${imports.join("\n")}\n${body}\nexport {};\n`;
}

/** The values that a file exports. */
function namesOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), "utf8");
  const own = [...text.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map(
    (match) => match[1] ?? "",
  );
  const passedOn = [...text.matchAll(/^export \{([^}]*)\}/gms)].flatMap((match) =>
    (match[1] ?? "")
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type ")),
  );
  return [...own, ...passedOn];
}
