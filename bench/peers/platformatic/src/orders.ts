import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { enveloped } from "./mapper.js";
import { placing } from "./schemas.js";

interface Order {
  readonly items: readonly { readonly product: string; readonly quantity: number }[];
  readonly deliverTo: object;
}

/** Thrown to roll a transaction back. */
class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

/** An order: stock, the order, its lines and a payment in one transaction. */
export async function orders(app: FastifyInstance) {
  const { db, sql, entities } = app.platformatic;

  app.post<{ Body: Order }>("/v1/orders/place-order", { schema: placing }, async (request, reply) => {
    const { items } = request.body;
    if (new Set(items.map(({ product }) => product)).size < items.length)
      return reply.code(422).send({ code: "PRODUCT_REPEATED" });
    const { sub } = request.user as { readonly sub: string };
    try {
      return enveloped(await place(sub, request.body), request);
    } catch (error) {
      if (error instanceof Refused) return reply.code(error.status).send({ code: error.code });
      throw error;
    }
  });

  function place(customer: string, { items, deliverTo }: Order) {
    return db.tx(async (tx) => {
      // The mapper locks nothing, and can set a column but not count it down.
      const found = await tx.query(sql`
        select id, name, price, inventory_count
          from catalog.products
         where id = any(${items.map(({ product }) => product)}) and is_active and deleted_at is null
         order by id for no key update`);
      let cents = 0;
      const lines = items.map(({ product, quantity }) => {
        const row = found.find(({ id }) => id === product);
        if (!row) throw new Refused(422, "PRODUCT_UNAVAILABLE");
        if (row.inventory_count < quantity) throw new Refused(409, "OUT_OF_STOCK");
        const line = Math.round(Number(row.price) * 100) * quantity;
        cents += line;
        return {
          product,
          name: row.name as string,
          unitPrice: row.price as string,
          quantity,
          lineTotal: (line / 100).toFixed(2),
        };
      });
      const total = (cents / 100).toFixed(2);
      for (const { product, quantity } of items)
        await tx.query(sql`
          update catalog.products set inventory_count = inventory_count - ${quantity} where id = ${product}`);
      const id = randomUUID();
      await entities.ordersOrder.insert({ inputs: [{ id, customer, total, deliverTo }], fields: ["id"], tx });
      await entities.ordersOrderLine.insert({
        inputs: lines.map((line) => ({ ...line, id: randomUUID(), orderId: id, customer })),
        fields: ["id"],
        tx,
      });
      await entities.ordersPayment.insert({
        inputs: [{ id: randomUUID(), orderId: id, customer, amount: total }],
        fields: ["id"],
        tx,
      });
      return { order: id, total, lines };
    });
  }
}
