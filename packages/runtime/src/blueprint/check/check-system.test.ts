import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { System } from "../system.js";
import { runCase } from "./cases/check-case.js";
import { flawless } from "./cases/definition-cases.js";
import { checkCases } from "./cases/index.js";
import { checkCatalogue, checkSystem, describeFinding } from "./index.js";

describe("each check", () => {
  it("has a case, and each case a check", () => {
    const codes = checkCatalogue.map(({ code }) => code).sort();
    expect(Object.keys(checkCases).sort()).toEqual(codes);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.length).toBeGreaterThan(100);
  });

  it.each(Object.entries(checkCases))("%s finds its flaw and nothing else", (code, one) => {
    const { findings, line } = runCase(one, checkSystem);
    expect(findings.map((finding) => [finding.code, finding.path])).toEqual([[code, one.path]]);
    expect(findings[0]?.place?.line).toBe(line);
    if (line !== undefined) expect(findings[0]?.place?.file).toMatch(/check\/cases\/[a-z-]+\.ts$/);
    expect(findings[0]).toMatchObject(checkCatalogue.find((check) => check.code === code) ?? {});
  });

  it.each(checkCatalogue)("$code states its rule in one sentence", ({ rule }) => {
    expect(rule).toMatch(/^[A-Z`a-z(].*\.$/);
  });
});

describe("a whole blueprint", () => {
  it("without a flaw gives no finding", () => {
    expect(checkSystem(flawless())).toEqual([]);
  });

  it("with many flaws has all of them reported", () => {
    const flawed = ["INDEX_FIELD_UNKNOWN", "ACCESS_MISSING", "PATTERN_INVALID"].map((code) => {
      const [service] = checkCases[code]?.system((built) => built).services ?? [];
      return {
        ...service,
        name: code.toLowerCase().replaceAll("_", ""),
        entities: { [code.toLowerCase().replace(/_.*/, "")]: service?.entities.product },
      };
    });
    const codes = checkSystem({ ...flawless(), services: flawed } as unknown as System).map(
      ({ code }) => code,
    );
    expect(codes).toEqual(
      expect.arrayContaining(["INDEX_FIELD_UNKNOWN", "ACCESS_MISSING", "PATTERN_INVALID"]),
    );
  });

  it("given twice is told from its repetition", () => {
    const system = flawless();
    const twice = { ...system, services: [...system.services, ...system.services] };
    expect(checkSystem(twice).map(({ code }) => code)).toContain("SERVICE_NAME_REPEATED");
  });
});

describe("whatever it is given", () => {
  const parts = [
    "services",
    "entities",
    "shape",
    "options",
    "definition",
    "type",
    "kind",
    "data",
    "access",
    "indexes",
  ];
  const junk = fc.anything({
    key: fc.oneof(fc.string(), fc.constantFrom(...parts)),
    withNullPrototype: true,
    withBigInt: true,
  });

  it("the check does not throw", () => {
    fc.assert(fc.property(junk, (value) => void checkSystem(value as System)));
  });

  it("the check does not throw where a part of a good blueprint is something else", () => {
    const whole = flawless();
    const paths = [...pathsIn(whole, 9)];
    fc.assert(
      fc.property(fc.constantFrom(...paths), junk, (path, value) => {
        const findings = checkSystem(replaced(whole, path, value) as System);
        expect(findings.every((finding) => describeFinding(finding).includes(finding.code))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a finding", () => {
  it("is described in four lines", () => {
    const { findings } = runCase(checkCases.INDEX_FIELD_UNKNOWN ?? missing(), checkSystem);
    const lines = findings.map(describeFinding).join("").split("\n");
    expect(lines[0]).toMatch(/^\/.+\/index-cases\.ts:\d+: error INDEX_FIELD_UNKNOWN$/);
    expect(lines.slice(1)).toEqual([
      '  catalog.product.indexes[0]: "prise"',
      "  An index names only fields of its entity.",
      '  Did you mean "price"?',
    ]);
  });

  it("without a place begins with its severity", () => {
    const finding = { code: "A", severity: "error", path: "b", value: "c", rule: "D.", fix: "E." } as const;
    expect(describeFinding(finding)).toBe("error A\n  b: c\n  D.\n  E.");
  });
});

function missing(): never {
  throw new Error("There is no such case.");
}

/** The paths to everything in a value, to a depth. Errors that hold places are passed over. */
function* pathsIn(value: unknown, depth: number): Generator<readonly string[]> {
  if (typeof value !== "object" || value === null || depth === 0) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "origin") continue;
    yield [key];
    for (const rest of pathsIn(inner, depth - 1)) yield [key, ...rest];
  }
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const inner = replaced((value as { [key: string]: unknown })[key], rest, by);
  if (Array.isArray(value)) return value.map((one, position) => (String(position) === key ? inner : one));
  return { ...(value as object), [key]: inner };
}
