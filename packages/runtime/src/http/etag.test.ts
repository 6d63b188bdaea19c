import { describe, expect, it } from "vitest";
import { contentTag, isKnown, versionsOf, versionTag } from "./etag.js";

describe("If-Match", () => {
  it.each([
    [undefined, undefined],
    ["*", undefined],
    ['"3"', [3]],
    [' "3" , "12"', [3, 12]],
    ['W/"3"', []],
    ['"abc"', []],
    ['"03"', []],
    ['"99999999999999999999"', []],
  ])("%j allows %j", (header, versions) => expect(versionsOf(header)).toEqual(versions));

  it.each(["3", '"3', '"3" "4"', "", "W/3", '"3",x'])("%j is refused", (header) =>
    expect(() => versionsOf(header)).toThrow(expect.objectContaining({ code: "HEADER_INVALID" })),
  );
});

describe("If-None-Match", () => {
  it("knows the tag it was given, weakly compared, among several, and by star", () => {
    const tag = versionTag(3);
    for (const header of ['"3"', 'W/"3"', '"1", "3"', "*"]) expect(isKnown(header, tag)).toBe(true);
    for (const header of [undefined, '"4"', '"33"']) expect(isKnown(header, tag)).toBe(false);
    expect(isKnown(contentTag("a"), contentTag("a"))).toBe(true);
    expect(isKnown(contentTag("a"), contentTag("b"))).toBe(false);
  });
});
