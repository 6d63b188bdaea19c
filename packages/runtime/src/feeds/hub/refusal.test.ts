import { describe, expect, it } from "vitest";
import { failure } from "../../errors.js";
import { createFrame, refusalFrame } from "../index.js";

describe("a frame", () => {
  it("makes its bytes once, whoever asks", () => {
    const frame = createFrame("advance", '{"type":"advance","note":"ä"}');
    expect(frame.bytes.toString()).toBe(frame.text);
    expect(frame.bytes).toBe(frame.bytes);
  });
});

describe("the frame of a refusal", () => {
  it("is a reset where beginning anew helps", () => {
    const frame = refusalFrame(3, failure("LOG_POSITION_GONE", "Received 5; what is kept begins at 9."));
    expect(frame.type).toBe("reset");
    expect(JSON.parse(frame.text)).toEqual({
      type: "reset",
      id: 3,
      code: "LOG_POSITION_GONE",
      detail: "Received 5; what is kept begins at 9.",
    });
  });

  it("tells what is to be mended, where something is", () => {
    const errors = [{ parameter: "sort", rule: "unknown", message: "Received sort." }];
    const frame = refusalFrame(undefined, failure("PARAMETER_INVALID", "Received sort.", { errors }));
    expect(frame.type).toBe("failed");
    expect(JSON.parse(frame.text)).toEqual({
      type: "failed",
      code: "PARAMETER_INVALID",
      detail: "Received sort.",
      errors,
    });
  });

  it("says nothing of an error that is not from the catalogue", () => {
    const { text } = refusalFrame(1, new TypeError("a secret"));
    expect(JSON.parse(text)).toMatchObject({ type: "failed", code: "INTERNAL" });
    expect(text).not.toContain("secret");
  });
});
