import { Controller, Get, NotFoundException, Param, ParseUUIDPipe, Query } from "@nestjs/common";
import { InjectRepository } from "@nestjs/typeorm";
import { Repository } from "typeorm";
import { Product } from "./entities.js";
import { enveloped } from "./enveloped.js";
import { ListQuery } from "./input.js";

@Controller("v1/products")
export class ProductsController {
  constructor(@InjectRepository(Product) private readonly products: Repository<Product>) {}

  @Get(":id")
  async one(@Param("id", ParseUUIDPipe) id: string) {
    const product = await this.products.findOneBy({ id });
    if (!product) throw new NotFoundException({ code: "PRODUCT_NOT_FOUND" });
    return enveloped(product);
  }

  @Get()
  async list(@Query() query: ListQuery) {
    const size = query["page[size]"] ?? 20;
    const offset = query["page[after]"] ?? 0;
    const select = this.products.createQueryBuilder("product");
    if (query.q) {
      const words = "websearch_to_tsquery('english', :q)";
      select
        .where(`product.search_vector @@ ${words}`, { q: query.q })
        .orderBy(`ts_rank(product.search_vector, ${words})`, "DESC");
    } else {
      if (query["filter[isActive]"] !== undefined)
        select.andWhere("product.isActive = :active", { active: query["filter[isActive]"] });
      if (query["filter[category]"])
        select.andWhere("product.category = :category", { category: query["filter[category]"] });
      if (query["filter[price][gte]"])
        select.andWhere("product.price >= :from", { from: query["filter[price][gte]"] });
      if (query["filter[price][lte]"])
        select.andWhere("product.price <= :to", { to: query["filter[price][lte]"] });
      select.orderBy("product.price");
    }
    const rows = await select
      .addOrderBy("product.id")
      .limit(size + 1)
      .offset(offset)
      .getMany();
    const next = rows.length > size ? String(offset + size) : null;
    return enveloped(rows.slice(0, size), { size, next });
  }
}
