import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  childOf,
  createTrace,
  formatTraceparent,
  parseTraceparent,
  passOnTracestate,
  randomHex,
  traceOf,
} from "./index.js";

const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
const span = "00f067aa0ba902b7";

describe("a traceparent", () => {
  it.each([
    [`00-${trace}-${span}-01`, { sampled: true, random: false }],
    [`00-${trace}-${span}-00`, { sampled: false, random: false }],
    [`00-${trace}-${span}-02`, { sampled: false, random: true }],
    [`00-${trace}-${span}-03`, { sampled: true, random: true }],
    [`00-${trace}-${span}-ff`, { sampled: true, random: true }],
    [`00-${trace}-${span}-08`, { sampled: false, random: false }],
    [`cc-${trace}-${span}-01`, { sampled: true, random: false }],
    [`cc-${trace}-${span}-01-what-the-future-will-be-like`, { sampled: true, random: false }],
    [`01-${trace}-${span}-01-`, { sampled: true, random: false }],
  ])("%s is read", (header, flags) => {
    expect(parseTraceparent(header)).toEqual({ traceId: trace, parentId: span, ...flags });
  });

  it.each([
    ["", "is empty"],
    ["00", "ends after the version"],
    [`00-${trace}-${span}`, "has no flags"],
    [`00-${trace}-${span}-`, "has empty flags"],
    [`00-${trace}-${span}-1`, "has half a flag"],
    [`00-${trace}-${span}-01-`, "goes on in version 00"],
    [`00-${trace}-${span}-01-what`, "goes on in version 00"],
    [`00-${trace}-${span}-01.`, "goes on with a dot"],
    [`cc-${trace}-${span}-01.what`, "goes on with a dot in a later version"],
    [`cc-${trace}-${span}-011`, "has three flag digits in a later version"],
    [`ff-${trace}-${span}-01`, "has the forbidden version"],
    [`FF-${trace}-${span}-01`, "has a version in capitals"],
    [`.0-${trace}-${span}-01`, "has a version that is no number"],
    [`0-${trace}-${span}-01`, "has a short version"],
    [`000-${trace}-${span}-01`, "has a long version"],
    [`00-${"0".repeat(32)}-${span}-01`, "has a trace id of zeros"],
    [`00-${trace}-${"0".repeat(16)}-01`, "has a parent id of zeros"],
    [`00-${trace.toUpperCase()}-${span}-01`, "has capitals in the trace id"],
    [`00-${trace}-${span.toUpperCase()}-01`, "has capitals in the parent id"],
    [`00-${trace}-${span}-0A`, "has capitals in the flags"],
    [`00-${trace.slice(1)}-${span}-01`, "has a short trace id"],
    [`00-${trace}1-${span}-01`, "has a long trace id"],
    [`00-${trace.slice(1)}g-${span}-01`, "has a letter too far in the trace id"],
    [`00-${trace}-${span.slice(1)}.-01`, "has a dot in the parent id"],
    [`00_${trace}_${span}_01`, "is joined by something else"],
    [`00-${trace}-${span}-0\u00b9`, "has a digit that is not ASCII"],
    [` 00-${trace}-${span}-01`, "begins with a blank"],
    [`00-${trace}-${span}-01, 00-${trace}-${span}-01`, "was sent twice"],
    [`00-${trace}-${span}-01${"0".repeat(100_000)}`, "never ends"],
  ])("%j is refused: it %s", (header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });

  it("is read back as it was written, for every trace", () => {
    const hex = (length: number) =>
      fc
        .string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length })
        .filter((text) => /[^0]/.test(text));
    fc.assert(
      fc.property(hex(32), hex(16), fc.boolean(), fc.boolean(), (traceId, spanId, sampled, random) => {
        expect(parseTraceparent(formatTraceparent({ traceId, spanId, sampled, random }))).toEqual({
          traceId,
          parentId: spanId,
          sampled,
          random,
        });
      }),
    );
  });
});

describe("the trace of a request", () => {
  it("goes on where the caller's is valid, in a span of its own", () => {
    const own = traceOf(`00-${trace}-${span}-03`);
    expect(own).toEqual({
      traceId: trace,
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      parentId: span,
      sampled: true,
      random: true,
    });
    expect(own.spanId).not.toBe(span);
    expect(formatTraceparent(own)).toBe(`00-${trace}-${own.spanId}-03`);
  });

  it("keeps the caller's decision not to sample, and passes on no flag that it does not know", () => {
    expect(formatTraceparent(traceOf(`00-${trace}-${span}-fc`))).toMatch(/-00$/);
  });

  it.each([undefined, "", "nonsense", [`00-${trace}-${span}-01`, `00-${trace}-${span}-01`]])(
    "is a new one for %j",
    (header) => {
      const own = traceOf(header);
      expect(own.traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(own.traceId).not.toBe(trace);
      expect(own).toMatchObject({ sampled: true, random: true });
      expect(own).not.toHaveProperty("parentId");
    },
  );

  it("is never given twice", () => {
    const traces = Array.from({ length: 5_000 }, () => createTrace());
    expect(new Set(traces.map((one) => one.traceId)).size).toBe(5_000);
    expect(new Set(traces.map((one) => one.spanId)).size).toBe(5_000);
    const parent = parseTraceparent(`00-${trace}-${span}-01`);
    if (parent === undefined) throw new Error("must be read");
    expect(childOf(parent).spanId).not.toBe(childOf(parent).spanId);
    expect(randomHex(8)).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe("a tracestate", () => {
  it.each([
    ["congo=t61rcWkgMzE", "congo=t61rcWkgMzE"],
    ["rojo=00f067aa0ba902b7,congo=t61rcWkgMzE", "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"],
    ["foo=1 \t , \t bar=2, \t baz=3", "foo=1,bar=2,baz=3"],
    ["foo=1,,,bar=2,", "foo=1,bar=2"],
    ["fw529a3039@dt=FfAAAAL,0a@b=1", "fw529a3039@dt=FfAAAAL,0a@b=1"],
    ["a-_*/=1", "a-_*/=1"],
    ["foo=a b", "foo=a b"],
    [`${"z".repeat(256)}=1`, `${"z".repeat(256)}=1`],
    [`foo=${"v".repeat(256)}`, `foo=${"v".repeat(256)}`],
    [["foo=1", "bar=2"], "foo=1,bar=2"],
  ])("%j is passed on", (header, sent) => {
    expect(passOnTracestate(header, true)).toBe(sent);
  });

  it.each([
    ["foo =1", "a blank in the key"],
    ["FOO=1", "capitals in the key"],
    ["foo.bar=1", "a dot in the key"],
    ["foo@=1,bar=2", "an empty system"],
    ["@foo=1", "an empty tenant"],
    ["foo@@bar=1", "two at signs"],
    ["foo@bar@baz=1", "two systems"],
    [`${"z".repeat(257)}=1`, "too long a key"],
    [`${"t".repeat(242)}@v=1`, "too long a tenant"],
    [`t@${"v".repeat(15)}=1`, "too long a system"],
    ["foo=", "an empty value"],
    ["foo", "no value"],
    ["foo=bar=baz", "an equals sign in the value"],
    ["foo=a\u0000", "a NUL in the value"],
    ["foo=é", "a value that is not ASCII"],
    [`foo=${"v".repeat(257)}`, "too long a value"],
    ["foo=1,foo=2", "a key that stands twice"],
    [Array.from({ length: 33 }, (_, n) => `bar${n}=1`).join(), "more than 32 members"],
    [`foo=${"v".repeat(100_000)}`, "no end"],
    ["", "nothing"],
    [",,", "no member"],
  ])("%j is dropped: it has %s", (header) => {
    expect(passOnTracestate(header, true)).toBeUndefined();
  });

  it("is dropped with a traceparent that is not valid", () => {
    expect(passOnTracestate("foo=1", false)).toBeUndefined();
    expect(passOnTracestate(undefined, true)).toBeUndefined();
  });
});
