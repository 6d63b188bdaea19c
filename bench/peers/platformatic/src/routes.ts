import type { FastifyInstance } from "fastify";
import { orders } from "./orders.js";
import { products } from "./products.js";

/** What the benchmark asks: for those only who bring a good token, which is verified once. */
export default async function routes(app: FastifyInstance) {
  app.addHook("onRequest", async (request, reply) => {
    try {
      await request.createSession();
    } catch {
      return reply.code(401).send({ code: "UNAUTHORIZED" });
    }
  });
  await app.register(products);
  await app.register(orders);
}
