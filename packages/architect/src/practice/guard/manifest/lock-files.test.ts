import { expect, it } from "vitest";
import type { Files } from "../scenario.js";
import { found, ignore, json } from "./scenario.js";

const clean: readonly (readonly [string, Files])[] = [
  [
    "lock files that have another version by the project's own word",
    {
      ...ignore,
      "a/package.json": json({
        name: "a",
        dependencies: { left: "^1.0.0", "@x/right": "^2.0.0" },
        resolutions: { left: "1.2.0", "**/@x/right": "2.1.0" },
      }),
      "a/yarn.lock":
        '__metadata:\n  version: 8\n\n"left@npm:1.2.0":\n  version: 1.2.0\n\n"@x/right@npm:2.1.0":\n  version: 2.1.0\n',
      "b/package.json": json({
        name: "b",
        dependencies: { left: "^1.0.0" },
        pnpm: { overrides: { "left@^1": "1.2.0" } },
      }),
      "b/pnpm-lock.yaml":
        "lockfileVersion: '9.0'\n\noverrides:\n  left@^1: 1.2.0\n\nimporters:\n  .:\n    dependencies:\n      left:\n        specifier: 1.2.0\n        version: 1.2.0\n",
    },
  ],
  [
    "a workspace of yarn, whose lock file does not have its own packages",
    {
      ...ignore,
      "package.json": json({ name: "root", private: true, workspaces: ["packages/*"] }),
      "yarn.lock": '# yarn lockfile v1\n\n\nleft@^1.0.0:\n  version "1.2.0"\n',
      "packages/a/package.json": json({ name: "@x/a", dependencies: { left: "^1.0.0", "@x/b": "1.0.0" } }),
      "packages/b/package.json": json({ name: "@x/b", version: "1.0.0" }),
    },
  ],
];

it.each(clean)("finds nothing in %s", async (_name, files) => {
  expect(await found({ "README.md": "# a\n" }, files)).toEqual([]);
});
