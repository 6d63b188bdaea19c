import { it } from "vitest";
import {
  acrossTenants,
  anyOf,
  anyone,
  by,
  entity,
  many,
  owner,
  reference,
  role,
  service,
  signedIn,
  system,
  tenant,
  text,
} from "../../index.js";
import { conform } from "./index.js";

const stock = service("stock", {
  entities: {
    unit: entity(
      { name: text({ max: 20 }) },
      { shared: "All measure alike.", access: { read: anyone, write: role("editor") } },
    ),
    shelf: entity(
      { firm: tenant(), name: text({ max: 20 }).unique(), items: many("item", "shelf") },
      { access: { read: anyone, write: role("editor") } },
    ),
    item: entity(
      {
        firm: tenant(),
        name: text({ max: 20 }),
        keeper: text({ max: 255 }),
        shelf: reference("shelf").optional(),
      },
      {
        softDelete: true,
        indexes: [by("keeper")],
        access: {
          read: anyOf(signedIn, acrossTenants(role("operator"), "Support looks into what is reported.")),
          write: owner("keeper"),
        },
      },
    ),
  },
}).command("stow", {
  access: signedIn,
  input: { name: text({ max: 20 }) },
  async run({ db, input }) {
    await db.item.insert({ ...input, keeper: "ann" });
  },
});

it("a system of tenants does what its document says", { timeout: 200_000 }, async () => {
  await conform(system("tenantconform", { version: 1, services: [stock] }), { seed: 7, runs: 12 });
});
