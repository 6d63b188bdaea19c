import fc from "fast-check";
import { it } from "vitest";
import { WebSocket } from "ws";
import { startFeedServer } from "./cases/feed-server.js";
import type { Edit, Item } from "./cases/feed-table.js";
import { watched } from "./cases/scene.js";
import { connect } from "./index.js";
import type { ServerMessage } from "./protocol.js";

const key = fc.constantFrom("1", "2", "3", "4", "5", "6", "7");
const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ put: key, group: fc.constantFrom("a", "b") }) },
  { weight: 2, arbitrary: fc.record({ remove: key }) },
  { weight: 1, arbitrary: fc.constant("clear" as const) },
);
const transaction = fc.array(edit, { minLength: 1, maxLength: 6 });

/** What happens to one message on its way. */
const fate = fc.oneof(
  { weight: 12, arbitrary: fc.constant("sent" as const) },
  { weight: 2, arbitrary: fc.constantFrom("twice", "lost", "held", "cut") },
);

/** What happens between transactions. */
const happening = fc.oneof(
  { weight: 8, arbitrary: transaction.map((edits) => ({ commit: edits })) },
  { weight: 1, arbitrary: fc.constant({ cut: true }) },
  { weight: 1, arbitrary: fc.constantFrom(1011, 1012, 4408).map((close) => ({ close })) },
  { weight: 1, arbitrary: fc.constant({ forget: true }) },
  { weight: 1, arbitrary: fc.constant({ restore: true }) },
  { weight: 2, arbitrary: fc.constant({ breathe: true }) },
);

it("whatever is cut, lost, repeated or held up: a collection holds a state of the table at each of its positions", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(transaction, { maxLength: 4 }),
      fc.array(happening, { minLength: 1, maxLength: 25 }),
      fc.array(fate, { maxLength: 60 }),
      fc.record({ partial: fc.constantFrom(1, 2, 100), changes: fc.constantFrom(4, 1_000) }),
      async (before, happenings, fates, { partial, changes }) => {
        const server = await startFeedServer({ partial, window: { changes, bytes: 1_048_576 } });
        const feeds = connect<{ readonly item: Item }>({
          url: server.url,
          WebSocket,
          retry: { first: 2, most: 5 },
        });
        try {
          for (const edits of before) server.table.commit(...edits);
          const left = [...fates];
          let held: ServerMessage[] = [];
          server.faults.meddle = (message) => {
            const late = held;
            held = [];
            // What is lost shows in `previous`: only there can a client see it.
            const canBeLost = message.type === "changes" || message.type === "advance";
            switch (left.shift()) {
              case "twice":
                return [...late, message, message];
              case "lost":
                return canBeLost ? late : [...late, message];
              case "held":
                held = canBeLost ? [message] : [];
                return canBeLost ? late : [...late, message];
              case "cut":
                return "cut";
              default:
                return [...late, message];
            }
          };
          const whole = feeds.collection("item");
          const part = feeds.collection("item", { where: { group: "a" } });
          const all = watched(server, whole);
          const some = watched(server, part, ({ group }) => group === "a");
          for (const one of happenings) {
            if ("commit" in one) server.commit(...one.commit);
            else if ("cut" in one) server.cut();
            else if ("close" in one) server.close(one.close);
            else if ("forget" in one) server.faults.gone = server.table.head;
            else if ("restore" in one) {
              server.faults.epoch = crypto.randomUUID();
              server.cut();
            } else await new Promise(setImmediate);
          }
          left.length = 0;
          server.commit({ put: "last" });
          await all.whole();
          await some.whole();
        } finally {
          feeds.close();
          await server.stop();
        }
      },
    ),
    { numRuns: Number(process.env.LINTEL_FEED_RUNS ?? 150) },
  );
});
