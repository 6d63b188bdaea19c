import { anyone, entity, environment, integer, service, signedIn, system, text } from "@lintel/runtime";

export const readers = ["consumer", "projection"] as const;
export type Reader = (typeof readers)[number];

const tick = entity(
  { name: text({ max: 100 }), number: integer() },
  { feed: true, rows: 10_000_000, access: { read: anyone, write: signedIn } },
);
const board = service("board", { entities: { tick } });

/** What reads the log: a consumer that does nothing about an entry, or a projection of a hundred rows that counts them. */
const reading = {
  consumer: () => board.consumer("heard", { start: "beginning", workers: 8, changes: { async tick() {} } }),
  projection: () =>
    board.projection("counts", {
      fields: { group: text({ max: 10 }), count: integer() },
      key: "group",
      version: 1,
      access: { read: anyone },
      changes: {
        tick: ({ after }) =>
          after
            ? [
                {
                  key: String(after.number % 100),
                  next: (row) => ({ count: (row?.count ?? 0) + 1 }),
                },
              ]
            : [],
      },
    }),
};

export function blueprintOf(reader: Reader) {
  return system("reading", {
    version: 1,
    services: [reading[reader]()],
    environments: { test: environment({ rateLimit: { off: "Nobody asks." } }) },
  });
}
