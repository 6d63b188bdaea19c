import { boolean, by, entity, id, integer, role, service } from "@lintel/runtime";
import { catalog } from "./catalog.js";

const reorder = entity(
  {
    product: id("catalog.product").immutable(),
    /** How many were left when it was noticed. */
    remaining: integer({ min: 0 }).immutable(),
    isOpen: boolean().default(true),
  },
  {
    description: "A product of which the shop has to buy more; a buyer closes it who has seen to it.",
    rows: 1_000_000,
    indexes: [by("product"), by("isOpen", "-createdAt")],
    access: { read: role("buyer"), update: role("buyer") },
  },
);

/** What the shop has to buy. */
export const purchasing = service("purchasing", {
  description: "What the shop has to buy, since it is running out.",
  entities: { reorder },
}).consumer("reorders", {
  description: "Notes down each product that is running out, once until somebody has seen to it.",
  of: catalog,
  events: {
    /* Events of one product are told one after another, so that nothing comes between looking and writing. */
    async stockRanLow({ data, db }) {
      if ((await db.reorder.count({ product: data.product, isOpen: true })) > 0) return;
      await db.reorder.insert(data);
    },
  },
});
