/** Projects for the tests of manifests, lock files and imports. */
import { expect } from "vitest";
import { guard } from "../index.js";
import { type Files, repositoryWith } from "../scenario.js";

export const ignore = { ".gitignore": "node_modules/\n.env\ndist/\n" };
export const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;

/** A project with these dependencies, and the lock file that npm would write. */
export function project(given: { readonly [key: string]: object | string } = {}): Files {
  const groups = Object.fromEntries(
    ["dependencies", "devDependencies", "optionalDependencies"].flatMap((key) =>
      key in given ? [[key, given[key]]] : [],
    ),
  );
  return {
    ...ignore,
    "package.json": json({ name: "shop", version: "1.0.0", ...given }),
    "package-lock.json": json({ name: "shop", lockfileVersion: 3, packages: { "": groups } }),
  };
}

/** Rule, file and line of what is found in what the last step changes. */
export async function found(...steps: readonly Files[]) {
  const { findings, unread } = await guard(repositoryWith(...steps));
  expect(unread).toEqual([]);
  return findings.map(({ rule, file, line }) =>
    [rule, file, ...(line === undefined ? [] : [line])].join(" "),
  );
}

export const needs = project({ dependencies: { left: "^1.0.0" }, devDependencies: { vitest: "^4.0.0" } });
