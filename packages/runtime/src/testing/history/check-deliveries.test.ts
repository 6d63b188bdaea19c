import { describe, expect, it } from "vitest";
import { checkDeliveries } from "./check-deliveries.js";

const expected = ["a", "b", "c"];
const promises = (received: string) => checkDeliveries(expected, [...received]).map(({ promise }) => promise);

describe("what a receiver of webhooks was sent", () => {
  it.each(["abc", "aabbbc", "abccc"])("keeps every promise as %s", (received) => {
    expect(promises(received)).toEqual([]);
  });

  it.each([
    ["ab", "complete"],
    ["bc", "complete"],
    ["acb", "in order"],
    ["abac", "once but for retries"],
    ["abcb", "once but for retries"],
    ["abxc", "only what happened"],
  ])("breaks one as %s", (received, promise) => {
    expect(promises(received)).toContain(promise);
  });
});
