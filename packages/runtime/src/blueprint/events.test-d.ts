import type { CommandContext, DomainEvent, Emit, Field } from "../index.js";
import { entity, event, id, integer, list, money, object, open, role, service, text } from "../index.js";
import { type Equal, expectType } from "./equal.test-d.js";

const product = entity({ name: text() }, { feed: true });
const sold = event(
  {
    product: id("product"),
    lines: list(object({ quantity: integer() })),
    note: text().optional(),
    count: integer().default(1),
  },
  { key: "product", version: 2, description: "It was sold." },
);
expectType<Equal<(typeof sold)["shape"]["product"], Field<string, never>>>();

// @ts-expect-error There is no such field to be the key.
event({ product: id() }, { key: "prodct" });
// @ts-expect-error The version is a number.
event({ product: id() }, { version: "2" });
// @ts-expect-error A field is made by its builder.
event({ product: "uuid" });
// @ts-expect-error An entity is a feed or not.
entity({ name: text() }, { feed: "yes" });
// @ts-expect-error Seven is no span of time.
service("stock", { entities: { product }, log: { keep: "7" } });
// @ts-expect-error An event is made by its builder.
service("stock", { entities: { product }, events: { sold: { product: id() } } });

const stock = service("stock", {
  entities: { product },
  events: { sold, emptied: event({}) },
  log: { keep: "7d" },
})
  .command("sell", {
    access: role("clerk"),
    async run({ emit }) {
      expectType<Equal<keyof typeof emit, "sold" | "emptied">>();
      expectType<
        Equal<
          Parameters<typeof emit.sold>,
          [data: { product: string; lines: { quantity: number }[]; note?: string | null; count?: number }]
        >
      >();
      const written = emit.sold({ product: "id", lines: [{ quantity: 1 }] });
      expectType<Equal<typeof written, void>>();
      emit.emptied({});

      // @ts-expect-error There is no such event.
      emit.solt({ product: "id", lines: [] });
      // @ts-expect-error A required field is missing.
      emit.sold({ product: "id" });
      // @ts-expect-error There is no such field.
      emit.sold({ product: "id", lines: [], price: "1.00" });
      // @ts-expect-error A field deep inside is of another type.
      emit.sold({ product: "id", lines: [{ quantity: "1" }] });
    },
  })
  .query("count", {
    access: role("clerk"),
    async run(context) {
      // @ts-expect-error A query changes nothing, and so nothing happens in it.
      void context.emit;
    },
  });

// What a service emits is emitted by its own commands alone.
service("orders", { entities: {}, uses: { stock } }).command("place", {
  access: open("A test of types."),
  async run({ call, emit }) {
    await call.stock.sell({});
    expectType<Equal<keyof typeof emit, never>>();
    // @ts-expect-error It is an event of another service.
    emit.sold({ product: "id", lines: [] });
  },
});

/** A rule in a function of its own says which events it emits, and takes a context that can emit more. */
async function sellOne({
  emit,
  input,
}: CommandContext<
  { product: typeof product },
  object,
  { price: Field<string> },
  never,
  { sold: typeof sold }
>) {
  expectType<Equal<typeof emit, Emit<{ sold: typeof sold }>>>();
  emit.sold({ product: input.price, lines: [] });
}

stock.command("sellOne", {
  access: role("clerk"),
  input: { price: money() },
  async run(context) {
    await sellOne(context);
  },
});

/** One that emits nothing says nothing of it. */
async function look({ db }: CommandContext<{ product: typeof product }, object, object, never>) {
  await db.product.count();
}

stock.command("look", {
  access: role("clerk"),
  async run(context) {
    await look(context);
  },
});

expectType<Equal<typeof sold extends DomainEvent ? true : false, true>>();
