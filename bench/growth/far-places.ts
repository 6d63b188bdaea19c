/** What of a page's answer leads to the next. */
interface Page {
  readonly data: readonly unknown[];
  readonly meta: { readonly page: { readonly next: string | null } };
}

/** Where the pages are read from. */
export interface Reader {
  readonly url: string;
  readonly token: string;
}

/** Pages that a walk has at most. */
const longestWalk = 1_000;

/**
 * Cursors to evenly spread places in the second half of a walk from the beginning of a list, `step` rows at a time: to its end, or a
 * thousand pages far. A client has no other way to them. `list` is the list's path with its query. Throws where a page is not
 * answered.
 */
export async function findFarPlaces(reader: Reader, list: string, step: number): Promise<readonly string[]> {
  const cursors: string[] = [];
  const walk = `${list}&fields=id&page[size]=${step}`;
  let cursor: string | null = null;
  do {
    const page: Page = await read(reader, cursor === null ? walk : behind(walk, cursor));
    cursor = page.meta.page.next;
    if (cursor !== null) cursors.push(cursor);
  } while (cursor !== null && cursors.length < longestWalk);
  return cursors.slice(Math.floor(cursors.length / 2));
}

/** The page of a list that follows a cursor. */
export function behind(list: string, cursor: string): string {
  return `${list}&page[after]=${encodeURIComponent(cursor)}`;
}

async function read({ url, token }: Reader, path: string): Promise<Page> {
  const response = await fetch(new URL(path, url), { headers: { authorization: `Bearer ${token}` } });
  if (response.status !== 200) throw new Error(`${path} gave ${response.status}: ${await response.text()}`);
  return (await response.json()) as Page;
}
