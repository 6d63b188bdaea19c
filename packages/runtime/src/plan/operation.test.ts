import { describe, expect, it } from "vitest";
import type { Actor } from "../blueprint/index.js";
import { planOperation, planQueryInput } from "./operation.js";
import { ada, asking, operationNamed, user } from "./scenario.js";
import { thrown } from "./thrown.js";

const reserve = operationNamed("reserve");
const best = operationNamed("best");
const manager = asking(user("manager"));
const orders: Actor = { kind: "service", id: "orders", roles: [] };
const items = [{ product: ada.toUpperCase() }];

describe("a command", () => {
  it("is given every field: normal, with its default, or null", () => {
    const at = "2026-11-23T10:00:00+01:00";
    expect(planOperation(manager, reserve, { order: ada, items, at }).input).toEqual({
      order: ada,
      items: [{ product: ada, quantity: 1 }],
      password: null,
      at: "2026-11-23T09:00:00Z",
      place: null,
    });
  });

  it("runs for the role, for the service that may call, and for nobody else", () => {
    expect(planOperation(asking(orders), reserve, { order: ada, items }).operation).toBe(reserve);
    expect(thrown(() => planOperation(asking(), reserve, {})).code).toBe("TOKEN_MISSING");
    expect(thrown(() => planOperation(asking(user("other")), reserve, {})).code).toBe("ACCESS_DENIED");
    const users: Actor = { kind: "service", id: "users", roles: [] };
    expect(thrown(() => planOperation(asking(users), reserve, {})).code).toBe("ACCESS_DENIED");
  });

  it("points into nested fields and hides what is private or personal", () => {
    const error = thrown(() =>
      planOperation(manager, reserve, {
        order: ada,
        items: [{ product: ada, quantity: 0 }, { product: ada, colour: 1 }, {}],
        password: "hunter2",
        place: { city: "Llanfairpwllgwyngyll", zip: 4711 },
      }),
    );
    expect(error.errors.map((fault) => `${fault.pointer} ${fault.rule}`).sort()).toEqual([
      "/items/0/quantity minimum",
      "/items/1/colour unknown",
      "/items/2/product required",
      "/password minLength",
      "/place/city maxLength",
      "/place/zip type",
    ]);
    expect(JSON.stringify([error.message, error.errors])).not.toMatch(/hunter2|4711/);
  });

  it("without fields takes no body, or an empty one", () => {
    const ping = operationNamed("ping");
    expect(planOperation(manager, ping, undefined).input).toEqual({});
    expect(planOperation(manager, ping, {}).input).toEqual({});
    expect(thrown(() => planOperation(manager, ping, { a: 1 })).code).toBe("INPUT_INVALID");
    expect(thrown(() => planOperation(manager, reserve, undefined)).code).toBe("INPUT_INVALID");
  });
});

describe("a query", () => {
  it("reads its input from a query string by kind", () => {
    const text = 'limit=5&kinds=book,film&active=false&since=2026-01-01&box={"low":1,"high":2}';
    expect(planQueryInput(asking(), best, text).input).toEqual({
      limit: 5,
      kinds: ["book", "film"],
      active: false,
      since: "2026-01-01",
      box: { low: 1, high: 2 },
    });
    expect(planQueryInput(asking(), best, "").input).toMatchObject({ limit: 10, kinds: null, box: null });
  });

  it.each([
    ["limit=51", "limit"],
    ["limit=ten", "limit"],
    ["limit=", "limit"],
    ["kinds=book,song", "kinds"],
    ["active=1", "active"],
    ["since=2026-13-01", "since"],
    ["box={", "box"],
    ["colour=1", "colour"],
    ["__proto__=1", "__proto__"],
    ["constructor=1", "constructor"],
  ])("refuses %s", (query, parameter) => {
    const error = thrown(() => planQueryInput(asking(), best, query));
    expect(error).toMatchObject({ code: "PARAMETER_INVALID", status: 400 });
    expect(error.errors[0]?.parameter).toBe(parameter);
  });
});
