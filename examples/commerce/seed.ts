import { addresses, users } from "./data/customers.js";
import { places } from "./data/places.js";
import { categories, products } from "./data/products.js";
import { orderLines, orders, payments } from "./data/sales.js";
import type { Seed } from "./data/seed-table.js";

export type { Seed, SeedTable, SeedValue } from "./data/seed-table.js";

/** What `lintel db seed` loads: 100,000 products with 10,000 customers and 20,000 orders, times the scale. */
const seed: Seed = [categories, products, users, addresses, orders, orderLines, payments, places];
export default seed;
