/** What `reserveStock` learned of one line. Name and price are null where there is no such product. */
export interface StockLine {
  readonly id: string;
  readonly name: string;
  readonly price: string;
  readonly isSold: boolean;
  readonly inStock: number;
  readonly quantity: number;
  readonly isTaken: boolean;
}

/** Says which products are not sold (any more), or undefined where all of them are. */
export function unavailable(lines: readonly StockLine[]): string | undefined {
  const ids = lines.filter((line) => !line.isSold).map((line) => line.id);
  return ids.length > 0 ? `Not sold: ${ids.join(", ")}.` : undefined;
}

/** Says of which products there is too little, and how many there are. */
export function shortages(lines: readonly StockLine[]): string {
  const short = lines.filter((line) => line.inStock < line.quantity);
  return `Too little in stock: ${short
    .map((line) => `${line.name} (${line.id}): ${line.inStock} left, ${line.quantity} wanted`)
    .join("; ")}.`;
}

/** Below this many of a product it is time to buy more. */
const few = 10;

/** The products of which there are few since this was taken, and were not before. */
export function ranLow(
  lines: readonly StockLine[],
): { readonly product: string; readonly remaining: number }[] {
  return lines
    .map(({ id, inStock, quantity }) => ({ product: id, inStock, remaining: inStock - quantity }))
    .filter(({ inStock, remaining }) => inStock >= few && remaining < few)
    .map(({ product, remaining }) => ({ product, remaining }));
}
