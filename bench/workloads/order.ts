import type { Client } from "pg";
import { type Ask, changedToken, type SampleProduct, type Send, type Workload } from "./workload.js";

const deliverTo = {
  recipient: "Ada Lovelace",
  street: "12 St James's Square",
  postalCode: "SW1Y 4JH",
  city: "London",
  region: null,
  country: "GB",
};

const order = (items: readonly unknown[], to: unknown = deliverTo): Ask => ({
  method: "POST",
  path: "/v1/orders/place-order",
  body: { items, deliverTo: to },
});

/** Three products from three places of the sample, in no order of ids, so that orders also meet at the same rows. */
function basket(sample: readonly SampleProduct[], at: number): { product: string; quantity: number }[] {
  return [0, 2, 1].map((third, line) => {
    const product = sample[(at + Math.floor((third * sample.length) / 3)) % sample.length]?.id ?? "";
    return { product, quantity: line + 1 };
  });
}

/** An order of three lines: stock goes down, an order, its lines and a payment are there, or nothing is. */
export const placeOrder: Workload = {
  name: "order",
  title: "Order of three lines",
  target: { byHand: 2 },
  requests: (sample) => sample.map((_, at) => order(basket(sample, at))),
  same: (body) => {
    const { total, lines } = (body as { readonly data: { total: string; lines: unknown[] } }).data;
    return { total, lines };
  },
  refusals: (sample) => {
    const items = basket(sample, 0);
    const [first] = items;
    return [
      changedToken(order(items)),
      { what: "no token", ask: order(items), token: "none", status: [401, 403] },
      { what: "no items", ask: order([]), status: [400, 422] },
      { what: "half a product", ask: order([{ ...first, quantity: 0.5 }]), status: [400, 422] },
      { what: "a product twice", ask: order([first, first]), status: [400, 422] },
      {
        what: "an address without a city",
        ask: order(items, { ...deliverTo, city: "" }),
        status: [400, 422],
      },
      {
        what: "a product that is not there",
        ask: order([...items, { product: "01900000-0000-7000-8000-ffffffffffff", quantity: 1 }]),
        status: [404, 409, 422],
        evenTheLimit: true,
      },
    ];
  },
  async prove(send, sample, database) {
    const items = basket(sample, 0);
    const before = await stateOf(database, items);
    await expectStatus(send, order(items), 200);
    const after = await stateOf(database, items);
    const taken = before.stock.map((had, at) => had - (after.stock[at] ?? Number.NaN));
    expectSame("taken from stock", taken, [1, 2, 3]);
    expectSame("rows made", difference(before, after), { orders: 1, lines: 3, payments: 1, units: 6 });

    const scarce = items[1]?.product ?? "";
    await database.query("update catalog.products set inventory_count = 1 where id = $1", [scarce]);
    try {
      const short = await stateOf(database, items);
      await expectStatus(send, order(items), 409);
      expectSame("after an order that had to be refused", await stateOf(database, items), short);
    } finally {
      await database.query("update catalog.products set inventory_count = $2 where id = $1", [
        scarce,
        after.stock[1],
      ]);
    }
  },
};

interface State {
  readonly stock: readonly number[];
  readonly orders: number;
  readonly lines: number;
  readonly payments: number;
  readonly units: number;
}

async function stateOf(database: Client, items: readonly { product: string }[]): Promise<State> {
  const { rows } = await database.query<State>(
    `select (select count(*)::integer from orders.orders)                       as orders,
            (select count(*)::integer from orders.order_lines)                  as lines,
            (select count(*)::integer from orders.payments)                     as payments,
            (select coalesce(sum(quantity), 0)::integer from orders.order_lines) as units,
            array(select products.inventory_count
                    from unnest($1::uuid[]) with ordinality as item (id, line)
                    join catalog.products on products.id = item.id
                   order by item.line)                                          as stock`,
    [items.map(({ product }) => product)],
  );
  const [state] = rows;
  if (!state) throw new Error("PostgreSQL gave no state.");
  return state;
}

function difference(before: State, after: State) {
  return {
    orders: after.orders - before.orders,
    lines: after.lines - before.lines,
    payments: after.payments - before.payments,
    units: after.units - before.units,
  };
}

async function expectStatus(send: Send, ask: Ask, status: number): Promise<void> {
  const answer = await send(ask);
  if (answer.status !== status)
    throw new Error(`gave ${answer.status} to an order, expected ${status}: ${JSON.stringify(answer.body)}`);
}

function expectSame(what: string, received: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(received), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${what}: ${is}, expected ${should}`);
}
