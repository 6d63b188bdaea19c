/**
 * What a test's name says it is a test of: a requirement of the brief (`REQ-PERF-002`), one of its criteria (`REQ-FEAT-PLACE-ORDER/2`), or
 * something that the blueprint says (`ACCESS catalog.product.create`, `ERROR orders.placeOrder.OUT_OF_STOCK`, `LIMIT catalog.product.name`).
 */
export function idsIn(name: string): readonly string[] {
  const found = [...name.matchAll(id)].filter(
    ({ 0: { length }, index }) => !isCutShort.test(name.slice(index + length)),
  );
  return [...new Set(found.map(([one]) => one))];
}

/** What goes on with something that is only known when the test runs is the beginning of an id, and none. */
const isCutShort = /^[./-]?…/;
const id =
  /\bREQ-[A-Z0-9]+(?:-[A-Z0-9]+)*(?:\/[1-9][0-9]*)?|\b(?:ACCESS|ERROR|LIMIT) [\p{L}\p{N}_$-]+(?:\.[\p{L}\p{N}_$-]+)+/gu;
