import { anyone, entity, integer, open, service, signedIn, system, text } from "../../index.js";

const item = entity(
  { name: text({ max: 100 }), group: text({ max: 10 }), amount: integer({ min: 0 }).default(0) },
  { feed: true, access: { read: anyone, write: open("a test") } },
);
const secret = entity(
  { name: text({ max: 100 }) },
  { feed: true, access: { read: signedIn, write: open("a test") } },
);

/** A service whose rows can be followed: by anyone, and by who is signed in. */
export const warehouse = service("warehouse", { entities: { item, secret } });

export default system("feed-system", { version: 1, services: [warehouse] });
