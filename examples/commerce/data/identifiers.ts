/** The kinds of rows, as they stand in an identifier. */
const kinds = { user: 1, address: 2, category: 3, product: 4, order: 5, orderLine: 6, payment: 7, place: 8 };

/** When the first row of a kind was made (RFC 3339), and how many milliseconds lie between two rows. */
const calendars: { readonly [Kind in SeededKind]: readonly [first: string, step: number] } = {
  place: ["2021-06-01T00:00:00Z", 1],
  user: ["2022-01-01T08:00:00Z", 900_000],
  address: ["2022-01-01T08:05:00Z", 450_000],
  category: ["2023-12-01T09:00:00Z", 60_000],
  product: ["2024-01-01T06:00:00Z", 30_000],
  order: ["2025-06-01T10:00:00Z", 180_000],
  orderLine: ["2025-06-01T10:00:00Z", 36_000],
  payment: ["2025-06-01T10:00:00Z", 180_000],
};

type SeededKind = keyof typeof kinds;

const starts = Object.fromEntries(
  Object.entries(calendars).map(([kind, [first]]) => [kind, Date.parse(first)]),
) as { readonly [Kind in SeededKind]: number };

/** Milliseconds since 1970 at which row `row` of a kind was made; rows count from 0. */
function momentOf(kind: SeededKind, row: number): number {
  return starts[kind] + row * calendars[kind][1];
}

/** When row `row` of a kind was made, RFC 3339 in UTC. */
export function madeAt(kind: SeededKind, row: number): string {
  return new Date(momentOf(kind, row)).toISOString();
}

/**
 * The identifier of row `row` of a kind, the same at every scale. Its shape is UUIDv7 (RFC 9562): it sorts by the moment at
 * which the row was made. The random part is not random, so that documents and tests can name a row: the first
 * product is `018cc39b-8b00-7004-8000-000000000000`.
 */
export function identifierOf(kind: SeededKind, row: number): string {
  const time = momentOf(kind, row).toString(16).padStart(12, "0");
  const counter = row.toString().padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-700${kinds[kind]}-8000-${counter}`;
}
