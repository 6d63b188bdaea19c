import { anyone, entity, environment, integer, service, signedIn, system, text } from "@lintel/runtime";

/** Ticks that everybody may follow: `at` is when one was written, in microseconds of the clock. */
const tick = entity(
  { name: text({ max: 100 }), at: text({ max: 30 }), number: integer() },
  { feed: true, rows: 10_000_000, access: { read: anyone, write: signedIn } },
);

export const blueprint = system("feeds", {
  version: 1,
  services: [service("board", { entities: { tick } })],
  environments: {
    test: environment({
      rateLimit: { off: "The followers are all one machine." },
      limits: { feeds: 12_000, feedsPerAddress: 12_000, feedsPerUser: 12_000 },
    }),
  },
});
