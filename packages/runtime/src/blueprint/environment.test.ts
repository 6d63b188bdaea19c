import { describe, expect, it } from "vitest";
import { type Duration, env, environment, milliseconds } from "./environment.js";

describe("a duration", () => {
  it.each([
    ["250ms", 250],
    ["1.5s", 1_500],
    ["5m", 300_000],
    ["2h", 7_200_000],
    ["7d", 604_800_000],
    ["0s", 0],
  ] as const)("of %s is %i milliseconds", (duration, time) => {
    expect(milliseconds(duration)).toBe(time);
  });

  it.each(["", "5", "5 s", "-5s", "s", "5w", "1e3s", "5s "])("is not %j", (text) => {
    expect(() => milliseconds(text as Duration)).toThrow(`"${text}" is not a duration`);
  });
});

describe("a setting", () => {
  it("from the environment is data, with its fallback", () => {
    expect(env("ISSUER")).toEqual({ env: "ISSUER", fallback: undefined });
    expect(env("ISSUER", "http://localhost")).toEqual({ env: "ISSUER", fallback: "http://localhost" });
  });

  it("of an environment cannot be changed", () => {
    const { settings } = environment({ limits: { pageSize: 50 } });
    expect(Object.isFrozen(settings)).toBe(true);
  });
});
