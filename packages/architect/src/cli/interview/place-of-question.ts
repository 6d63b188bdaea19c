/** Where a question stands: `refunds/feature.behaviour` is one of an amendment, `performance.latency` one of the brief itself. */
export function placeOfQuestion(reference: string): {
  readonly amendment: string | undefined;
  readonly id: string;
} {
  const [id = "", amendment] = reference.split("/").reverse();
  return { amendment, id };
}
