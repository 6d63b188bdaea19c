import { expect, it } from "vitest";
import { errorLine, safeError } from "./safe-error.js";

function failing(name: "message" | "name" | "stack" | "cause") {
  return Object.defineProperty(new Error("x"), name, {
    get() {
      throw new Error("This cannot be looked at.");
    },
  });
}
const refusing = new Proxy(new Error("x"), {
  get() {
    throw new Error("This cannot be looked at.");
  },
});
const circular: Error = new Error("round");
circular.cause = circular;

it.each([
  ["a message that is no text", Object.assign(new Error("x"), { message: { reason: "no" } }), "Error"],
  ["a message that is a symbol", Object.assign(new Error("x"), { message: Symbol("no") }), "unreadable"],
  ["no message", Object.assign(new Error("x"), { message: undefined }), "Error"],
  ["a name that is no text", Object.assign(new Error("x"), { name: 7 }), "Error: x"],
  ["a stack that is no text", Object.assign(new Error("x"), { stack: [] }), "Error: x"],
  ["a cause that is itself", circular, "Error: round: round"],
  ["a cause that cannot be looked at", new Error("x", { cause: refusing }), "Error: x"],
  ["a message that cannot be looked at", failing("message"), "unreadable"],
  ["a name that cannot be looked at", failing("name"), "unreadable"],
  ["a stack that cannot be looked at", failing("stack"), "unreadable"],
  ["a cause that cannot be looked at itself", failing("cause"), "unreadable"],
  ["what refuses every look", refusing, "unreadable"],
  ["null", null, "object"],
  ["nothing", undefined, "undefined"],
  ["a text", "a secret", "string"],
])("tells of %s, and does not throw", (_, error, line) => {
  expect(errorLine(error)).toBe(line);
  expect(() => JSON.stringify(safeError(error))).not.toThrow();
});
