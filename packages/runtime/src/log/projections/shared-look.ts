/**
 * One look for all who ask at the same time. Whoever asks while a look is under way is given the next one, so that what it says is never
 * older than the question; or one that is at most so many milliseconds old, where that will do.
 */
export type SharedLook<Asked, Found> = (asked: Asked, mostAge: number) => Promise<Found>;

export function sharedLook<Asked, Found>(
  look: (asked: readonly Asked[]) => Promise<Found>,
): SharedLook<Asked, Found> {
  let running: Promise<unknown> | undefined;
  let next: { readonly asked: Asked[]; readonly found: Promise<Found> } | undefined;
  let last: { readonly at: number; readonly found: Promise<Found> } | undefined;
  const begin = async (asked: readonly Asked[]): Promise<Found> => {
    await running?.catch(() => {});
    next = undefined;
    const found = look(asked);
    running = found;
    last = { at: performance.now(), found };
    found.catch(() => {
      last = undefined;
    });
    return found;
  };
  return (asked, mostAge) => {
    if (last && performance.now() - last.at < mostAge) return last.found;
    if (!next) {
      const all = [asked];
      next = { asked: all, found: begin(all) };
    } else next.asked.push(asked);
    return next.found;
  };
}
