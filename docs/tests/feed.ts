/** What a follower was told, in the order in which it was. */
export interface Follower {
  /** A row for each of the snapshot, and for each change that puts one. */
  readonly told: readonly {
    readonly position: number;
    readonly row: { readonly [field: string]: unknown };
  }[];
  stop(): Promise<void>;
}

interface Message {
  readonly type: string;
  readonly position: number;
  readonly rows?: readonly Record<string, unknown>[];
  readonly changes?: readonly {
    readonly op: string;
    readonly position: number;
    readonly row?: Record<string, unknown>;
  }[];
}

/** Follows a feed with nothing but HTTP, as `curl -N` does. */
export async function follow(url: string): Promise<Follower> {
  const ending = new AbortController();
  const answer = await fetch(url, { signal: ending.signal });
  if (!answer.ok || !answer.body) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  const told: { position: number; row: Record<string, unknown> }[] = [];
  const take = ({ position, rows = [], changes = [] }: Message) => {
    for (const row of rows) told.push({ position, row });
    for (const change of changes)
      if (change.op === "put" && change.row) told.push({ position: change.position, row: change.row });
  };
  const { body } = answer;
  const ended = (async () => {
    let rest = "";
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.startsWith("data: ")) take(JSON.parse(line.slice(6)) as Message);
    }
  })().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error;
  });
  return {
    told,
    stop() {
      ending.abort();
      return ended;
    },
  };
}
