import { addressOf, countUsers } from "./customers.js";
import { between, draw, fraction } from "./draw.js";
import { identifierOf, madeAt } from "./identifiers.js";
import { asAmount, countProducts, productCents, productName } from "./products.js";
import type { SeedTable } from "./seed-table.js";

const purpose = { user: 40, lines: 41, product: 42, quantity: 50, status: 60 };
const mostLines = 5;

/** How many orders a shop of this scale has: 20,000 for each whole of it. */
function countOrders(scale: number): number {
  return Math.max(20, Math.round(20_000 * scale));
}

interface SoldLine {
  readonly product: number;
  readonly quantity: number;
  readonly cents: number;
}

const countLines = (order: number) => between(1, mostLines, purpose.lines, order);
const customerOf = (order: number, scale: number) => draw(purpose.user, order) % countUsers(scale);

/** What was bought: one product to five different ones; a few products are bought much more often than the others. */
function linesOf(order: number, scale: number): SoldLine[] {
  const lines: SoldLine[] = [];
  for (let nth = 0; nth < countLines(order); nth += 1) {
    let product = Math.floor(countProducts(scale) * fraction(purpose.product + nth, order) ** 2);
    while (lines.some((line) => line.product === product)) product = (product + 1) % countProducts(scale);
    const quantity = between(1, 4, purpose.quantity + nth, order);
    lines.push({ product, quantity, cents: quantity * productCents(product) });
  }
  return lines;
}

const totalOf = (lines: readonly SoldLine[]) => asAmount(lines.reduce((sum, line) => sum + line.cents, 0));

/** Of a hundred orders this many are in a status, and what has then become of the payment. */
const fates = [
  [70, "delivered", "captured"],
  [10, "shipped", "captured"],
  [8, "paid", "authorised"],
  [4, "placed", "pending"],
  [1, "placed", "failed"],
  [7, "cancelled", "voided"],
] as const;

function fateOf(order: number): (typeof fates)[number] {
  let left = draw(purpose.status, order) % 100;
  for (const fate of fates) {
    if (left < fate[0]) return fate;
    left -= fate[0];
  }
  return fates[0];
}

export const orders: SeedTable = {
  service: "orders",
  entity: "order",
  fields: [
    "id",
    "customer",
    "status",
    "total",
    "deliverTo",
    "cancelledAt",
    "createdAt",
    "updatedAt",
    "version",
  ],
  count: countOrders,
  *rows(scale) {
    for (let order = 0; order < countOrders(scale); order += 1) {
      const customer = customerOf(order, scale);
      const [, status] = fateOf(order);
      const at = madeAt("order", order);
      yield [
        identifierOf("order", order),
        identifierOf("user", customer),
        status,
        totalOf(linesOf(order, scale)),
        addressOf(customer, 0),
        status === "cancelled" ? at : null,
        at,
        at,
        1,
      ];
    }
  },
};

export const orderLines: SeedTable = {
  service: "orders",
  entity: "orderLine",
  fields: [
    "id",
    "order",
    "customer",
    "product",
    "name",
    "unitPrice",
    "quantity",
    "lineTotal",
    "createdAt",
    "updatedAt",
    "version",
  ],
  count(scale) {
    let count = 0;
    for (let order = 0; order < countOrders(scale); order += 1) count += countLines(order);
    return count;
  },
  *rows(scale) {
    for (let order = 0; order < countOrders(scale); order += 1) {
      const customer = identifierOf("user", customerOf(order, scale));
      const at = madeAt("order", order);
      for (const [nth, { product, quantity, cents }] of linesOf(order, scale).entries()) {
        yield [
          identifierOf("orderLine", order * mostLines + nth),
          identifierOf("order", order),
          customer,
          identifierOf("product", product),
          productName(product),
          asAmount(productCents(product)),
          quantity,
          asAmount(cents),
          at,
          at,
          1,
        ];
      }
    }
  },
};

export const payments: SeedTable = {
  service: "orders",
  entity: "payment",
  fields: ["id", "order", "customer", "state", "amount", "createdAt", "updatedAt", "version"],
  count: countOrders,
  *rows(scale) {
    for (let order = 0; order < countOrders(scale); order += 1) {
      const at = madeAt("order", order);
      yield [
        identifierOf("payment", order),
        identifierOf("order", order),
        identifierOf("user", customerOf(order, scale)),
        fateOf(order)[2],
        totalOf(linesOf(order, scale)),
        at,
        at,
        1,
      ];
    }
  },
};
