/**
 * What a test's name says it is a test of: a requirement of the brief (`REQ-PERF-002`), one of its criteria (`REQ-FEAT-PLACE-ORDER/2`), or
 * something that the blueprint says (`ACCESS catalog.product.create`, `ERROR orders.placeOrder.OUT_OF_STOCK`, `LIMIT catalog.product.name`).
 */
export function idsIn(name: string): readonly string[] {
  return [...new Set([...name.matchAll(id)].map(([found]) => found))];
}

const id =
  /\bREQ-[A-Z0-9]+(?:-[A-Z0-9]+)*(?:\/[1-9][0-9]*)?|\b(?:ACCESS|ERROR|LIMIT) [\p{L}\p{N}_$-]+(?:\.[\p{L}\p{N}_$-]+)+/gu;
