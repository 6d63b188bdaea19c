/**
 * Lets one piece of work begin when the one before it has ended. A transaction is one connection: two calls into
 * other services at the same time would mix their roles.
 */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}
