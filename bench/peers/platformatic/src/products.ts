import type { FastifyInstance } from "fastify";
import { enveloped, fields, type Product, shown } from "./mapper.js";
import { one, page } from "./schemas.js";

interface ListQuery {
  readonly "filter[price][gte]"?: string;
  readonly "filter[price][lte]"?: string;
  readonly "filter[isActive]"?: boolean;
  readonly "filter[category]"?: string;
  readonly q?: string;
  readonly "page[size]": number;
  readonly "page[after]"?: string;
}

type Cursor = { price: string; id: string };

const cursorOf = ({ price, id }: Partial<Product>) =>
  Buffer.from(JSON.stringify([price, id])).toString("base64url");

function readCursor(given: string): Cursor {
  try {
    const [price, id] = JSON.parse(Buffer.from(given, "base64url").toString());
    return { price, id };
  } catch {
    throw Object.assign(new Error("page[after] is no cursor of a page."), { statusCode: 400 });
  }
}

/** One product, and pages of them. */
export async function products(app: FastifyInstance) {
  const { db, sql, entities } = app.platformatic;
  const { catalogProduct } = entities;

  app.get<{ Params: { id: string } }>("/v1/products/:id", { schema: one }, async (request, reply) => {
    const [row] = await catalogProduct.find({
      where: { id: { eq: request.params.id }, deletedAt: { eq: null } },
      fields,
      limit: 1,
    });
    if (!row) return reply.code(404).send({ code: "PRODUCT_NOT_FOUND" });
    return enveloped(shown(row), request);
  });

  app.get<{ Querystring: ListQuery }>("/v1/products", { schema: page }, async (request) => {
    const size = request.query["page[size]"];
    const rows = request.query.q
      ? await search(request.query.q, size + 1)
      : await list(request.query, size + 1);
    const last = rows[size - 1];
    const next = rows.length > size && last ? cursorOf(last) : null;
    return enveloped(rows.slice(0, size).map(shown), request, { size, next });
  });

  function list(asked: ListQuery, limit: number) {
    const price = {
      ...(asked["filter[price][gte]"] && { gte: asked["filter[price][gte]"] }),
      ...(asked["filter[price][lte]"] && { lte: asked["filter[price][lte]"] }),
    };
    return catalogProduct.find({
      where: {
        deletedAt: { eq: null },
        ...(Object.keys(price).length > 0 && { price }),
        ...(asked["filter[isActive]"] !== undefined && { isActive: { eq: asked["filter[isActive]"] } }),
        ...(asked["filter[category]"] && { categoryId: { eq: asked["filter[category]"] } }),
      },
      orderBy: [
        { field: "price", direction: "asc" },
        { field: "id", direction: "asc" },
      ],
      ...(asked["page[after]"] && { cursor: readCursor(asked["page[after]"]) }),
      fields,
      limit,
    });
  }

  /** The mapper compares and knows LIKE, but no full text. */
  async function search(words: string, limit: number): Promise<Partial<Product>[]> {
    const rows = await db.query(sql`
      select id, name, description, price, category_id, inventory_count, is_active,
             created_at, updated_at, version, deleted_at
        from catalog.products, websearch_to_tsquery('english', ${words}) as words
       where search_vector @@ words and deleted_at is null
       order by ts_rank(search_vector, words) desc, id
       limit ${limit}`);
    return rows.map((row) => catalogProduct.fixOutput(row));
  }
}
