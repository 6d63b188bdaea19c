/** Calls `one` `perSecond` times a second, `count` times in all, in turns of about 5 ms, and waits for what it began. */
export async function pace(
  perSecond: number,
  count: number,
  one: (at: number) => Promise<unknown> | void,
): Promise<void> {
  const began = performance.now();
  const begun: (Promise<unknown> | void)[] = [];
  while (begun.length < count) {
    const due = Math.min(count, Math.ceil(((performance.now() - began) / 1_000) * perSecond));
    while (begun.length < due) begun.push(one(begun.length));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(begun);
}

/** The moment, in milliseconds since the epoch, to a thousandth: the same in every process of the machine. */
export function moment(): string {
  return (performance.timeOrigin + performance.now()).toFixed(3);
}
