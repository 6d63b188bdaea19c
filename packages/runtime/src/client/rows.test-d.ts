import { type Equal, expectType } from "../blueprint/equal.test-d.js";
import { entity, integer, money, service, text } from "../index.js";
import { type AnyRow, connect, type FeedRow, type Step } from "./index.js";

const product = entity(
  {
    name: text(),
    price: money(),
    stock: integer().default(0),
    note: text().optional(),
    cost: money().private(),
  },
  { feed: true },
);
const catalog = service("catalog", { entities: { product } });
const order = entity({ total: money() }, { feed: true });
const orders = service("orders", { entities: { order } });

type Product = FeedRow<typeof product>;
expectType<
  Equal<keyof Product, "id" | "createdAt" | "updatedAt" | "version" | "name" | "price" | "stock" | "note">
>();
expectType<Equal<Product["note"], string | null>>();

const feeds = connect<typeof catalog & typeof orders>({ url: "https://api.example" });
const products = feeds.collection("product", { where: { price: { lt: "20" }, stock: 3 } });
expectType<Equal<NonNullable<ReturnType<typeof products.get>>["price"], string>>();
feeds.follow("order", { where: { total: { gte: "1" } }, from: "epoch:1" });

const named = feeds.follow("product", { fields: ["name"], snapshot: false });
type Named = typeof named extends AsyncIterable<Step<infer R>> ? R : never;
expectType<Equal<keyof Named, "id" | "version" | "name">>();

// @ts-expect-error There is no such entity.
feeds.follow("products");
// @ts-expect-error There is no such field.
feeds.follow("product", { where: { colour: "red" } });
// @ts-expect-error The private field is not given to clients.
feeds.follow("product", { where: { cost: "1" } });
// @ts-expect-error Money is a text.
feeds.follow("product", { where: { price: { lt: 20 } } });
// @ts-expect-error There is no such field.
feeds.collection("product", { fields: ["colour"] });
// @ts-expect-error A collection has its rows from a snapshot.
feeds.collection("product", { from: "epoch:1" });

const own = connect<{ readonly item: AnyRow & { readonly colour: string } }>();
own.collection("item", { where: { colour: { in: ["red"] } } });

const any = connect();
const things = any.collection("whatever", { where: { colour: "red", size: { lt: 3 } } });
expectType<
  Equal<ReturnType<typeof things.get> extends infer R | undefined ? (R & AnyRow)["id"] : never, string>
>();
