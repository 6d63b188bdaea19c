import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { guard } from "../index.js";
import { repositoryWith, runs } from "../scenario.js";
import { found, needs, project } from "./scenario.js";

const typed = project({ devDependencies: { "@types/aws-lambda": "8.0.0", fastify: "5.0.0" } });

it("knows an import of which only types are used, and that the compiler leaves out", async () => {
  const source = (more: string) =>
    `import { Context } from "aws-lambda";\nimport { FastifyInstance } from "fastify";\nexport function start(app: FastifyInstance, context?: Context): string {\n  const one = context as Context | undefined;\n  return [typeof app, one].join();\n}\n${more}`;
  expect(await found({}, { ...typed, "src/a.ts": source("") })).toEqual([]);
  expect(await found({}, { ...typed, "src/a.ts": source("void FastifyInstance;\n") })).toEqual([
    "import-of-development src/a.ts 2",
  ]);
  expect(
    await found(
      {},
      {
        ...typed,
        "src/a.ts": source("const injected = (given: unknown) => given;\n@injected\nexport class A {}\n"),
      },
    ),
  ).toEqual(["import-undeclared src/a.ts 1", "import-of-development src/a.ts 2"]);
  expect(
    await found({}, { ...typed, "src/a.js": 'import { Context } from "aws-lambda";\nvoid Context;\n' }),
  ).toEqual(["import-undeclared src/a.js 1"]);
});

it("goes by what is committed, and not by what is only announced", async () => {
  const folder = repositoryWith(
    {},
    { ...needs, "src/a.ts": 'export * from "./b.js";\nexport * from "./c.js";\n', "src/c.ts": "" },
  );
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "src/b.ts"), "export const b = 1;\n");
  runs(folder, ["add", "--intent-to-add", "src/b.ts"]);
  const { findings, files } = await guard(folder);
  expect(findings).toMatchObject([{ rule: "import-unresolved", file: "src/a.ts", line: 1 }]);
  expect(files).toBe(Object.keys(needs).length + 2);
});
