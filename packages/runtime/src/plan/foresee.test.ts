import { describe, expect, it } from "vitest";
import {
  allOf,
  anyOf,
  entity,
  enumeration,
  id,
  integer,
  money,
  open,
  owner,
  resolve,
  role,
  service,
  system,
  text,
  when,
} from "../blueprint/index.js";
import { planContext, planCreate, planSettings, planUpdate } from "./index.js";

const note = entity(
  {
    writer: id(),
    state: enumeration("draft", "public").default("draft"),
    words: text({ max: 100 }).optional(),
    stars: integer().default(0),
    fee: money().default("1.00"),
  },
  {
    access: {
      read: anyOf(owner("writer"), role("editor")),
      create: anyOf(allOf(owner("writer"), when({ state: "draft" })), role("editor")),
      update: owner("writer"),
    },
  },
);
const priced = entity({ fee: money() }, { access: { read: open("test"), create: when({ fee: "1.00" }) } });
const model = resolve(
  system("notes", { version: 1, services: [service("notes", { entities: { note, priced } })] }),
);
const settings = planSettings(model, { secret: "x".repeat(32) });
const me = "01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c17";
const other = "01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c18";
const as = (roles: string[] = []) => planContext(settings, { kind: "user", id: me, roles });
const notes = settings.entity("notes", "note");

describe("a write that is bound to be denied", () => {
  it("is denied before the database sees it, so that no unique value betrays another's row", () => {
    expect(() => planCreate(as(), notes, { writer: other })).toThrowError(
      expect.objectContaining({ code: "ACCESS_DENIED" }),
    );
    expect(() => planUpdate(as(), notes, me, { writer: other })).toThrowError(
      expect.objectContaining({ code: "ACCESS_DENIED" }),
    );
  });

  it("is foreseen from what is given, from defaults, and from what stays empty", () => {
    expect(planCreate(as(), notes, { writer: me }).kind).toBe("insert");
    expect(() => planCreate(as(), notes, { writer: me, state: "public" })).toThrowError(
      expect.objectContaining({ code: "ACCESS_DENIED" }),
    );
    expect(planCreate(as(["editor"]), notes, { writer: other, state: "public" }).kind).toBe("insert");
  });

  it("is left to the database where only the database can compare", () => {
    const plan = planCreate(as(), settings.entity("notes", "priced"), { fee: "1.0" });
    expect(plan.must.kind).toBe("compare");
  });

  it("is left to the database where a change does not touch what decides", () => {
    expect(planUpdate(as(), notes, me, { words: "Hello" }).kind).toBe("update");
  });
});
