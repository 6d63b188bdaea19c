import type { Stage } from "./database.js";
import type { Server } from "./server.js";
import type { Ask, Send, Workload } from "./workloads/index.js";

/**
 * Proves that all servers do the same work before any is measured: the same data, and everything refused that must be.
 * The limit is only held to what it claims. Throws with the server's name and what it did.
 */
export async function verify(servers: readonly Server[], workload: Workload, stage: Stage): Promise<void> {
  const asks = workload.requests(stage.sample).slice(0, 40);
  let expected: string | undefined;
  for (const server of servers) {
    const says = (what: string) => new Error(`${server.peer.title}, ${workload.name}: ${what}`);
    const send = sender(server, stage.tokens[0] ?? "");
    const data: unknown[] = [];
    for (const ask of asks) {
      const answer = await send(ask);
      if (answer.status !== 200)
        throw says(`gave ${answer.status} to ${ask.path}: ${JSON.stringify(answer.body)}`);
      data.push(workload.same(answer.body));
    }
    const received = JSON.stringify(data);
    expected ??= received;
    if (received !== expected)
      throw says(`gives other data than ${servers[0]?.peer.title}: ${differing(received, expected)}`);

    for (const refusal of workload.refusals(stage.sample)) {
      if (server.peer.limit && !refusal.evenTheLimit) continue;
      const token = tokenOf(refusal.token, stage.tokens[0] ?? "");
      const { status } = await sender(server, token)(refusal.ask);
      if (!refusal.status.includes(status))
        throw says(`gave ${status} to ${refusal.what}, expected ${refusal.status.join(" or ")}`);
    }
    if (workload.pages && !server.peer.limit) await provePages(send, asks, says);
    await workload.prove?.(send, stage.sample, stage.client).catch((error: Error) => {
      throw says(error.message);
    });
  }
}

function sender(server: Server, token: string | undefined): Send {
  return async ({ method, path, body }) => {
    const response = await fetch(new URL(path, server.url), {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  };
}

function tokenOf(kind: "none" | "wrong" | undefined, good: string): string | undefined {
  if (kind === "none") return undefined;
  return kind === "wrong" ? `${good.slice(0, -8)}AAAAAAAA` : good;
}

interface Page {
  readonly data: readonly { readonly id: string }[];
  readonly meta: { readonly page: { readonly next: string | null } };
}

/** Two pages of ten are the page of twenty. */
async function provePages(send: Send, asks: readonly Ask[], says: (what: string) => Error): Promise<void> {
  const [first] = asks;
  if (!first) return;
  const ids = (page: Page) => page.data.map(({ id }) => id);
  const small = { ...first, path: first.path.replace("page[size]=20", "page[size]=10") };
  const whole = (await send(first)).body as Page;
  const one = (await send(small)).body as Page;
  const after = encodeURIComponent(one.meta.page.next ?? "");
  const two = (await send({ ...small, path: `${small.path}&page[after]=${after}` })).body as Page;
  if (JSON.stringify([...ids(one), ...ids(two)]) !== JSON.stringify(ids(whole)))
    throw says("its second page does not follow its first");
}

function differing(received: string, expected: string): string {
  let at = 0;
  while (received[at] === expected[at]) at += 1;
  const part = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
  return `${part(received)} instead of ${part(expected)}`;
}
