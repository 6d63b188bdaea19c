import type { Entity, PlatformaticApp, PlatformaticDBConfig, PlatformaticDBMixin } from "@platformatic/db";
import type { FastifyRequest } from "fastify";

/** A row of catalog.products, as the mapper names its columns. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly price: string;
  readonly categoryId: string;
  readonly inventoryCount: number;
  readonly isActive: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
  readonly deletedAt: Date | null;
}

/** The mapper gives each table the name of its schema and its own. */
interface Entities {
  readonly [name: string]: Entity;
  readonly catalogProduct: Entity<Partial<Product>>;
  readonly ordersOrder: Entity;
  readonly ordersOrderLine: Entity;
  readonly ordersPayment: Entity;
}

declare module "fastify" {
  interface FastifyInstance {
    platformatic: PlatformaticApp<PlatformaticDBConfig> & PlatformaticDBMixin<Entities>;
  }
}

/** Without the vector for the search, which nobody is to see. */
export const fields = [
  "id",
  "name",
  "description",
  "price",
  "categoryId",
  "inventoryCount",
  "isActive",
  "createdAt",
  "updatedAt",
  "version",
  "deletedAt",
];

/** What others call a category the mapper calls the id of one. */
export const shown = ({ categoryId, ...rest }: Partial<Product>) => ({ ...rest, category: categoryId });

export const enveloped = (data: unknown, request: FastifyRequest, page?: object) => ({
  data,
  meta: { timestamp: new Date().toISOString(), requestId: request.id, page },
});
