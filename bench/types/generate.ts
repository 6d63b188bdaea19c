/** The size of a system to generate. */
export interface Size {
  readonly services: number;
  /** Entities of each service. */
  readonly entities: number;
}

/**
 * The files of a system as a team could have written it, by path: each service in a file of its own, uses the one before
 * it, and has for each entity a command that writes, one that calls, and a query.
 */
export function generateSystem({ services, entities }: Size): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (let at = 0; at < services; at += 1) files.set(`services/service-${at}.ts`, serviceFile(at, entities));
  files.set("blueprint.ts", blueprintFile(services));
  return files;
}

function blueprintFile(services: number): string {
  const all = Array.from({ length: services }, (_, at) => at);
  return `import { system } from "@lintel/runtime";
${all.map((at) => `import { service${at} } from "./services/service-${at}.js";`).join("\n")}

export default system("generated", {
  version: 1,
  services: [${all.map((at) => `service${at}`).join(", ")}],
});
`;
}

function serviceFile(at: number, entities: number): string {
  const all = Array.from({ length: entities }, (_, entity) => entity);
  const before = at > 0 ? at - 1 : undefined;
  return `import { anyone, boolean, by, calledBy, entity, enumeration, id, integer, list, many, money, reference, role, search, service, signedIn, text, timestamp } from "@lintel/runtime";
${before === undefined ? "" : `import { service${before} } from "./service-${before}.js";\n`}
export const service${at} = service("service${at}", {
  entities: {
${all.map((entity) => entityText(entity)).join("\n")}
  },
  uses: {${before === undefined ? "" : ` service${before} `}},
})
${all.map((entity) => operationsText(at, entity, before)).join("\n")};
`;
}

function entityText(at: number): string {
  const parent =
    at > 0 ? `parent: reference("thing${at - 1}").optional(),` : `code: text({ max: 20 }).unique(),`;
  return `    thing${at}: entity(
      {
        name: text({ min: 1, max: 200 }),
        description: text({ max: 5_000 }).optional(),
        ${parent}
        price: money(),
        count: integer({ min: 0 }).default(0),
        state: enumeration("new", "open", "done").default("new"),
        tags: list(text({ max: 50 })).default([]),
        isActive: boolean().default(true),
        seenAt: timestamp().optional(),
        secret: text().private().optional(),
        children: many("thing${at + 1}", "parent"),
      },
      {
        softDelete: true,
        indexes: [by("state", "-createdAt"), by("price").where({ isActive: true }), search({ name: "A", description: "B" })],
        access: { read: anyone, write: role("clerk") },
      },
    ),`.replace(/\n\s+children: many\("thing10", "parent"\),/, "");
}

function operationsText(service: number, at: number, before: number | undefined): string {
  const call =
    before === undefined
      ? "const { count } = input;"
      : `const { count } = await call.service${before}.take${at}({ thing: input.thing, count: input.count });`;
  return `  .command("take${at}", {
    access: ${service === 49 ? "signedIn" : `calledBy("service${service + 1}")`},
    input: { thing: id("thing${at}"), count: integer({ min: 1 }) },
    output: { count: integer() },
    errors: { NOT_ENOUGH: { status: 409, description: "There are too few." } },
    async run({ input, db, fail }) {
      const thing = await db.thing${at}.get(input.thing, { lock: "update" });
      if (!thing || thing.count < input.count) return fail("NOT_ENOUGH");
      const updated = await db.thing${at}.update(thing.id, { count: thing.count - input.count, state: "open" });
      return { count: updated?.count ?? 0 };
    },
  })
  .command("make${at}", {
    access: signedIn,
    input: { thing: id("thing${at}"), name: text({ max: 200 }), price: money(), count: integer({ min: 1 }) },
    output: { id: id("thing${at}"), name: text(), count: integer() },
    async run({ input, db${before === undefined ? "" : ", call"} }) {
      ${call}
      const made = await db.thing${at}.insert({ name: input.name, price: input.price, count${at > 0 ? "" : ", code: input.name"} });
      return { id: made.id, name: made.name, count: made.count };
    },
  })
  .query("dear${at}", {
    access: anyone,
    input: { above: money(), limit: integer({ min: 1, max: 100 }).default(10) },
    output: { things: list({ id: id("thing${at}"), name: text(), price: money() }) },
    async run({ input, db }) {
      const things = await db.thing${at}.find({
        where: { price: { gte: input.above }, isActive: true },
        sort: ["-price"],
        limit: input.limit,
      });
      return { things: things.map(({ id, name, price }) => ({ id, name, price })) };
    },
  })`;
}
