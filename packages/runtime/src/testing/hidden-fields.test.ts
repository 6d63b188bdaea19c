import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { by, check, entity, fieldValue, integer, owner, service, system, text } from "../index.js";
import { type TestSystem, testSystem } from "./index.js";

const desk = service("desk", {
  entities: {
    slot: entity(
      {
        holder: text({ max: 255 }),
        seat: text({ max: 10 }),
        low: integer().default(5),
        floor: integer().private().default(3),
        row: text({ max: 10 }).private().default("front"),
      },
      {
        indexes: [by("holder"), by("seat", "row").unique()],
        checks: [check("low_above_floor", { low: { gte: fieldValue("floor") } })],
        access: { read: owner("holder"), write: owner("holder") },
      },
    ),
  },
});

let app: TestSystem;
beforeAll(async () => {
  app = await testSystem(system("seats", { version: 1, services: [desk] }));
});
afterAll(() => app?.stop());

describe("a private field in the way of a write", () => {
  it("is named neither by the rule across fields nor by the unique value that it is part of", async () => {
    const ann = app.as({ subject: "ann" });
    const below = await ann.post("/v1/slots", { holder: "ann", seat: "1a", low: 2 });
    expect(below).toMatchObject({
      status: 422,
      body: { code: "CHECK_FAILED", errors: [{ pointer: "/low", rule: "low_above_floor" }] },
    });
    expect((await ann.post("/v1/slots", { holder: "ann", seat: "1a" })).status).toBe(201);
    const taken = await ann.post("/v1/slots", { holder: "ann", seat: "1a" });
    expect(taken).toMatchObject({
      status: 409,
      body: { code: "SLOT_EXISTS", errors: [{ pointer: "/seat", rule: "unique" }] },
    });
    for (const { body } of [below, taken]) {
      expect(body.errors).toHaveLength(1);
      expect(body.detail).not.toMatch(/, floor|and row/);
    }
  });
});
