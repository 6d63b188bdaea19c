import { randomUUID } from "node:crypto";
import {
  Body,
  ConflictException,
  Controller,
  HttpCode,
  Post,
  Req,
  UnprocessableEntityException,
} from "@nestjs/common";
import { DataSource, In } from "typeorm";
import { Order, OrderLine, Payment, Product } from "./entities.js";
import { enveloped } from "./enveloped.js";
import { PlaceOrder } from "./input.js";

@Controller("v1/orders")
export class OrdersController {
  constructor(private readonly database: DataSource) {}

  @Post("place-order")
  @HttpCode(200)
  async place(@Body() { items, deliverTo }: PlaceOrder, @Req() request: { subject: string }) {
    const customer = request.subject;
    const placed = await this.database.transaction(async (manager) => {
      const found = await manager.find(Product, {
        where: { id: In(items.map(({ product }) => product)), isActive: true },
        order: { id: "ASC" },
        lock: { mode: "pessimistic_write" },
      });
      let cents = 0;
      const lines = items.map(({ product, quantity }) => {
        const row = found.find(({ id }) => id === product);
        if (!row) throw new UnprocessableEntityException({ code: "PRODUCT_UNAVAILABLE" });
        if (row.inventoryCount < quantity) throw new ConflictException({ code: "OUT_OF_STOCK" });
        const line = Math.round(Number(row.price) * 100) * quantity;
        cents += line;
        return {
          product,
          name: row.name,
          unitPrice: row.price,
          quantity,
          lineTotal: (line / 100).toFixed(2),
        };
      });
      const total = (cents / 100).toFixed(2);
      for (const { product, quantity } of items)
        await manager.decrement(Product, { id: product }, "inventoryCount", quantity);
      const order = randomUUID();
      await manager.insert(Order, { id: order, customer, total, deliverTo });
      await manager.insert(
        OrderLine,
        lines.map((line) => ({ ...line, id: randomUUID(), order, customer })),
      );
      await manager.insert(Payment, { id: randomUUID(), order, customer, amount: total });
      return { order, total, lines };
    });
    return enveloped(placed);
  }
}
