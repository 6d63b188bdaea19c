import { entity, role, service, signedIn, system, text } from "@lintel/runtime";
import { decide, mayAct, resolve } from "@lintel/runtime/tools";
import { beforeAll, describe, expect, it } from "vitest";
import { commerce } from "../../../project/fixture.js";
import { type AccessMatrix, accessMatrix, entityActs, powerless, unreached } from "./access-matrix.js";
import { admits } from "./callers.js";
import { cellWords } from "./sections/access-section.js";

let matrix: AccessMatrix;
beforeAll(async () => {
  matrix = accessMatrix((await commerce()).model);
});

/** What the runtime itself decides for a rule, as a cell says it. */
const kindOf = (predicate: { readonly kind: string }) =>
  predicate.kind === "always" || predicate.kind === "never" ? predicate.kind : "condition";

describe("the access matrix of commerce", () => {
  it("says of each row what the runtime decides, for every caller and every act", () => {
    let compared = 0;
    for (const { entity, cells } of matrix.entities)
      for (const [at, { caller }] of matrix.columns.entries()) {
        if (caller.kind === "service") continue;
        for (const act of entityActs) {
          const cell = cells[at]?.[act] ?? "never";
          const rules = act === "read" || act === "create" ? [act] : (["read", act] as const);
          const decided = rules.map((one) => kindOf(decide(entity.access[one], caller, entity)));
          const nobody = decided.includes("never") || (act === "restore" && !entity.softDelete);
          const all = decided.every((one) => one === "always");
          const written = entity.projection && act !== "read";
          expect(typeof cell === "string" ? cell : "condition", `${entity.name} ${act} ${caller.roles}`).toBe(
            nobody || written ? "never" : all ? "always" : "condition",
          );
          compared += 1;
        }
      }
    expect(compared).toBeGreaterThan(300);
  });

  it("says of each command and query what the runtime decides", () => {
    for (const { operation, cells } of matrix.operations)
      for (const [at, { caller, title }] of matrix.columns.entries())
        expect(cells[at], `${operation.name} by ${title}`).toBe(mayAct(operation.rule, caller));
  });

  it("tells what a customer, a stranger and a service may do", () => {
    const cell = (entity: string, title: string) => {
      const row = matrix.entities.find((one) => one.entity.name === entity);
      return cellWords(row?.cells[matrix.columns.findIndex((column) => column.title === title)]);
    };
    expect(cell("order", "without a token")).toBe("");
    expect(cell("order", "signed in")).toBe("read *own*");
    expect(cell("order", "role support")).toBe("read");
    expect(cell("product", "role catalog-manager")).toBe("read, create, update, delete, restore");
    expect(cell("order", "service orders")).toBe("");
    expect(powerless(matrix)).toEqual([]);
    expect(unreached(matrix)).toContain("catalog.reserveStock");
  });
});

describe("what is changed", () => {
  it("must be seen too, and only what is deleted softly is restored", () => {
    const access = { read: role("reader"), update: signedIn, delete: signedIn, restore: signedIn };
    const model = resolve(
      system("s", {
        version: 1,
        services: [service("s", { entities: { note: entity({ text: text() }, { access }) } })],
      }),
    );
    const { columns, entities } = accessMatrix(model);
    const cell = (title: string) => entities[0]?.cells[columns.findIndex((column) => column.title === title)];
    expect(cellWords(cell("signed in"))).toBe("");
    expect(cellWords(cell("role reader"))).toBe("read, update, delete");
  });
});

describe("what is left of a rule for a caller", () => {
  const user = { kind: "user", id: "u", roles: ["a"] } as const;
  it.each([
    [
      {
        kind: "anyOf",
        rules: [
          { kind: "role", role: "a" },
          { kind: "owner", field: "x" },
        ],
      },
      "always",
    ],
    [
      {
        kind: "anyOf",
        rules: [
          { kind: "role", role: "b" },
          { kind: "owner", field: "x" },
        ],
      },
      { kind: "owner", field: "x" },
    ],
    [
      {
        kind: "allOf",
        rules: [
          { kind: "role", role: "b" },
          { kind: "owner", field: "x" },
        ],
      },
      "never",
    ],
    [{ kind: "allOf", rules: [{ kind: "signedIn" }, { kind: "role", role: "a" }] }, "always"],
    [{ kind: "anyOf", rules: [] }, "never"],
    [{ kind: "allOf", rules: [] }, "always"],
  ] as const)("%j", (rule, expected) => {
    expect(admits(rule, user)).toEqual(expected);
  });
});
