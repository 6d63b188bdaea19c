/** What one line of an order says before its price is known, and what the catalogue says of the product. */
interface Wanted {
  readonly product: string;
  readonly quantity: number;
}
interface Priced {
  readonly id: string;
  readonly name: string;
  readonly price: string;
}

/** A line as it is kept: name and price as they were when it was bought. Amounts have two places. */
interface Line {
  readonly product: string;
  readonly name: string;
  readonly unitPrice: string;
  readonly quantity: number;
  readonly lineTotal: string;
}

/**
 * The cents of an amount such as `"19.90"`. Whole numbers of any size, since floating point loses cents.
 * Throws `RangeError` for what is not an amount of at most two places.
 */
export function cents(amount: string): bigint {
  const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(amount);
  if (!match) throw new RangeError(`"${amount}" is not an amount; expected digits with at most two places.`);
  return BigInt(`${match[1]}${(match[2] ?? "").padEnd(2, "0")}`);
}

/** The amount of so many cents, zero or more, with two places: `1990n` is `"19.90"`. */
export function amount(cents: bigint): string {
  const digits = cents.toString().padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * The lines of an order in the order of `items`, at the prices of `products`, whose ids are in lower case.
 * Throws `RangeError` if one is missing.
 */
export function priceLines(items: readonly Wanted[], products: readonly Priced[]): Line[] {
  const byId = new Map(products.map((product) => [product.id, product]));
  return items.map(({ product, quantity }) => {
    const priced = byId.get(product.toLowerCase());
    if (!priced) throw new RangeError(`The catalogue gave no price for ${product}.`);
    return {
      product: priced.id,
      name: priced.name,
      unitPrice: amount(cents(priced.price)),
      quantity,
      lineTotal: amount(cents(priced.price) * BigInt(quantity)),
    };
  });
}

/** What all lines cost together. */
export function totalOf(lines: readonly { readonly lineTotal: string }[]): string {
  return amount(lines.reduce((sum, line) => sum + cents(line.lineTotal), 0n));
}

/** The products that stand in more than one line. */
export function repeated(items: readonly Wanted[]): string[] {
  const products = items.map(({ product }) => product.toLowerCase());
  return [...new Set(products.filter((product, line) => products.indexOf(product) !== line))];
}
