import { expect, it } from "vitest";
import { requireJsonAccepted } from "./accept.js";

it.each([
  undefined,
  "",
  "*/*",
  "application/json",
  "text/html, */*;q=0.1",
  "application/*",
  "text/html,application/json;q=0.2",
  "APPLICATION/JSON; charset=utf-8",
])("takes Accept %j", (accept) => expect(requireJsonAccepted(accept)).toBeUndefined());

it.each([
  "text/html",
  "application/xml, text/*",
  "application/json;q=0",
  "*/*, application/json;q=0",
  "nonsense",
])("refuses Accept %j", (accept) =>
  expect(() => requireJsonAccepted(accept)).toThrow(expect.objectContaining({ code: "NOT_ACCEPTABLE" })),
);
