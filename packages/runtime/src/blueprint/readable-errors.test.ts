import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../../../..");
const source = resolve(import.meta.dirname, "../index.js");

const opening = `import * as lintel from "${source}";
import { by, check, fieldValue, owner, role, search, signedIn, when } from "${source}";
const shape = {
  name: lintel.text(),
  description: lintel.text().optional(),
  price: lintel.money(),
  seller: lintel.id(),
  category: lintel.reference("category"),
  stock: lintel.integer(),
  isActive: lintel.boolean().default(true),
  seenAt: lintel.timestamp(),
};
const product = lintel.entity(shape);
const catalog = lintel.service("catalog", { entities: { product } }).command("rename", {
  access: signedIn,
  input: { product: lintel.id(), name: lintel.text() },
  async run() {},
});
const run = { access: signedIn, input: { product: lintel.id(), name: lintel.text() } };
`;

/** What a user got wrong, the name that the message must have, and the one that it must suggest. */
interface Mistake {
  readonly code: string;
  readonly wrong: string;
  readonly right?: string;
}

const entity = (options: string) => `lintel.entity(shape, { ${options} });`;
const command = (body: string) => `catalog.command("run", { ...run, async run({ db, input }) { ${body} } });`;
const caller = (body: string) =>
  `lintel.service("orders", { entities: {}, uses: { catalog } }).command("go", { access: signedIn, async run({ call }) { ${body} } });`;

const mistakes: { readonly [name: string]: Mistake } = {
  "an index": { code: entity('indexes: [by("prise")]'), wrong: "prise", right: "price" },
  "a descending index": { code: entity('indexes: [by("name", "-prise")]'), wrong: "prise", right: "price" },
  "the condition of an index": {
    code: entity('indexes: [by("name").where({ isActiv: true })]'),
    wrong: "isActiv",
    right: "isActive",
  },
  "a search": { code: entity('indexes: [search({ nam: "A" })]'), wrong: "nam", right: "name" },
  "a check": {
    code: entity('checks: [check("cheap", { prise: { lt: "9" } })]'),
    wrong: "prise",
    right: "price",
  },
  "the other field of a check": {
    code: entity('checks: [check("cheap", { price: { lt: fieldValue("prise") } })]'),
    wrong: "prise",
    right: "price",
  },
  "an owner": { code: entity('access: { read: owner("seler") }'), wrong: "seler", right: "seller" },
  "a condition of access": {
    code: entity("access: { read: when({ isActiv: true }) }"),
    wrong: "isActiv",
    right: "isActive",
  },
  "the access of a field": {
    code: entity('access: { fields: { prise: { read: role("editor") } } }'),
    wrong: "prise",
    right: "price",
  },
  "an option": { code: entity("softdelete: true"), wrong: "softdelete", right: "softDelete" },
  "a limit": { code: "lintel.text({ maxx: 5 });", wrong: "maxx", right: "max" },
  "a default": { code: 'lintel.enumeration("draft", "paid").default("pade");', wrong: "pade" },
  "an entity of db": {
    code: command("await db.prodct.get(input.product);"),
    wrong: "prodct",
    right: "product",
  },
  "a field of the input": { code: command("void input.nam;"), wrong: "nam", right: "name" },
  "a field to insert": {
    code: command('await db.product.insert({ nam: "x" });'),
    wrong: "nam",
    right: "name",
  },
  "a field to change": {
    code: command('await db.product.update(input.product, { prise: "1" });'),
    wrong: "prise",
    right: "price",
  },
  "a field to filter by": {
    code: command('await db.product.find({ where: { prise: "1" } });'),
    wrong: "prise",
    right: "price",
  },
  "a field to sort by": {
    code: command('await db.product.find({ sort: ["-prise"] });'),
    wrong: "-prise",
    right: "-price",
  },
  "a field of a row": {
    code: command("const row = await db.product.get(input.product); void row?.prise;"),
    wrong: "prise",
    right: "price",
  },
  "a service to call": { code: caller("void call.catlog;"), wrong: "catlog", right: "catalog" },
  "a command to call": { code: caller("void call.catalog.renam;"), wrong: "renam", right: "rename" },
  "a field of a call": {
    code: caller('await call.catalog.rename({ product: "x", nam: "x" });'),
    wrong: "nam",
    right: "name",
  },
  "a field of the output": {
    code: 'catalog.query("count", { access: signedIn, output: { total: lintel.integer() }, async run() { return { totl: 1 }; } });',
    wrong: "totl",
    right: "total",
  },
};

let folder: string;
let messages: Map<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lintel-errors-"));
  const files = Object.values(mistakes).map(({ code }, position) => [
    `mistake-${position}.ts`,
    `${opening}${code}\n`,
  ]);
  const options = {
    noEmit: true,
    composite: false,
    incremental: false,
    declaration: false,
    declarationMap: false,
  };
  const compilerOptions = { ...options, typeRoots: [join(root, "node_modules/@types")] };
  const tsconfig = { extends: join(root, "tsconfig.base.json"), compilerOptions, include: ["*.ts"] };
  const settings = [
    ["package.json", '{ "type": "module" }'],
    ["tsconfig.json", JSON.stringify(tsconfig)],
  ];
  await Promise.all(
    [...files, ...settings].map(([name = "", text = ""]) => writeFile(join(folder, name), text)),
  );
  messages = messagesByFile(await compile());
});

afterAll(() => rm(folder, { recursive: true }));

describe("a wrong name in", () => {
  it.each(Object.entries(mistakes))("%s gives a short message that names it", (name, { wrong, right }) => {
    const message = messages.get(`mistake-${Object.keys(mistakes).indexOf(name)}.ts`) ?? "";
    expect(message).toMatch(new RegExp(`['"]${wrong}['"]|\\b${wrong}:`));
    if (right !== undefined) expect(message).toMatch(new RegExp(`['"]${right}['"]`));
    const lines = message.split("\n");
    expect(lines.length, message).toBeLessThanOrEqual(4);
    expect(message.length, message).toBeLessThanOrEqual(900);
  });

  it("each of them gives one error and no other file any", () => {
    expect([...messages.keys()].sort()).toEqual(
      Object.keys(mistakes)
        .map((_, position) => `mistake-${position}.ts`)
        .sort(),
    );
  });
});

function compile(): Promise<string> {
  const arguments_ = ["--project", folder, "--pretty", "false"];
  return new Promise((settle) => {
    execFile(join(root, "node_modules/.bin/tsc"), arguments_, { cwd: folder }, (_error, output) =>
      settle(output),
    );
  });
}

/** The one error of each file, with the lines that explain it. Files outside of the folder are passed over. */
function messagesByFile(output: string): Map<string, string> {
  const errors = output.split(/\n(?=\S)/).flatMap((error) => {
    const match = /^(mistake-\d+\.ts)\(\d+,\d+\): error TS\d+: ([\s\S]*)$/.exec(error.trimEnd());
    return match?.[1] && match[2] ? [[match[1], match[2]] as const] : [];
  });
  if (new Set(errors.map(([file]) => file)).size < errors.length)
    throw new Error(`Two errors in one file:\n${output}`);
  return new Map(errors);
}
