import { expect, it } from "vitest";
import { generateSystem } from "./generate.js";

it("writes as many services, entities, commands and queries as asked for", () => {
  const files = generateSystem({ services: 3, entities: 2 });
  expect([...files.keys()]).toEqual([
    "services/service-0.ts",
    "services/service-1.ts",
    "services/service-2.ts",
    "blueprint.ts",
  ]);
  const text = [...files.values()].join("\n");
  const count = (pattern: RegExp) => text.match(pattern)?.length;
  expect([count(/: entity\(/g), count(/\.command\(/g), count(/\.query\(/g)]).toEqual([6, 12, 6]);
  expect(count(/await call\.service\d\.take\d/g)).toBe(4);
});
