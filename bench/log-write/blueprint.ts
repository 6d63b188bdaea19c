import {
  anyone,
  boolean,
  by,
  entity,
  environment,
  id,
  integer,
  list,
  money,
  search,
  service,
  signedIn,
  system,
  text,
} from "@lintel/runtime";

/** What of the two services differs: whether each change is written into a log. */
export const ways = { quiet: false, told: true } as const;
export type Way = keyof typeof ways;

/** A service with one table and two ways to write to it, much like the catalogue of the commerce example. */
function serviceOf(name: Way) {
  const item = entity(
    {
      name: text({ min: 1, max: 200 }),
      description: text({ max: 5_000 }).optional(),
      price: money(),
      stock: integer({ min: 0 }).default(0),
      isActive: boolean().default(true),
    },
    {
      softDelete: true,
      feed: ways[name],
      rows: 10_000_000,
      plural: `${name}Items`,
      indexes: [
        by("price"),
        by("-createdAt"),
        search({ name: "A", description: "B" }, { language: "english" }),
      ],
      access: { read: anyone, write: signedIn },
    },
  );
  return service(name, { entities: { [`${name}Item`]: item } }).command("count", {
    description: "Counts many items up, in one statement.",
    access: signedIn,
    input: { items: list(id(), { max: 1_000 }) },
    async run({ input, db }) {
      await (name === "told"
        ? db.sql`update told_items set stock = stock + 1 where id = any (${input.items})`
        : db.sql`update quiet_items set stock = stock + 1 where id = any (${input.items})`);
    },
  });
}

export const blueprint = system("log-write", {
  version: 1,
  services: [serviceOf("quiet"), serviceOf("told")],
  environments: {
    test: environment(process.env.ORDER === "visible" ? { log: { order: "visible" } } : {}),
  },
});
