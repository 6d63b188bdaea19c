/**
 * Product by id: Lintel with everything on beside a careful Fastify by hand, on one PostgreSQL with 100,000 products.
 * Rounds are interleaved, and every second one begins with the other, so that a slow minute hits both.
 *
 *   npm run bench            ten rounds of five seconds
 *   npm run bench -- 3 2     three rounds of two seconds
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createDevelopmentIssuer, issueToken, push, resolve } from "@lintel/runtime/tools";
import autocannon from "autocannon";
import { loadSeeds, startEmbedded } from "lintel";
import commerce from "../examples/commerce/blueprint.js";
import seeds from "../examples/commerce/seed.js";
import { spread } from "./statistics.js";

const [rounds = 10, seconds = 5] = process.argv.slice(2).map(Number);
const connections = 64;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Peer {
  readonly name: string;
  readonly url: string;
  readonly process: ChildProcess;
}

interface Round {
  readonly perSecond: number;
  /** CPU seconds of the server's process for 1,000 requests. */
  readonly cpu: number;
}

const directory = await mkdtemp(join(tmpdir(), "lintel-bench-"));
const database = await startEmbedded({ dataDirectory: join(directory, "postgres"), port: 4932 });
const peers: Peer[] = [];
try {
  const model = resolve(commerce);
  await push({ url: database.url, model });
  await loadSeeds({ url: database.url, model, seeds: seeds.slice(0, 2) as never, scale: 1, ifEmpty: false, tell: () => {} });

  const issuer = createDevelopmentIssuer();
  const token = await issueToken(issuer, { roles: ["catalog-manager"] });
  const key = createPublicKey({ key: issuer.set.keys[0] as never, format: "jwk" });
  const environment = {
    ...process.env,
    DATABASE_URL: database.url,
    ISSUER: JSON.stringify(issuer),
    JWT_PUBLIC_KEY: key.export({ type: "spki", format: "pem" }).toString(),
    JWT_ISSUER: issuer.issuer,
    JWT_AUDIENCE: issuer.audience,
  };
  peers.push(await start("Fastify by hand", here("peers/fastify-by-hand.ts"), environment));
  peers.push(await start("Lintel", here("peers/lintel.ts"), environment));

  const ids = await someIds(peers[1] as Peer, token);
  await proveSameWork(peers, ids[0] as string, token);
  for (const peer of peers) await load(peer, ids, token, 2);

  const results = new Map(peers.map((peer) => [peer.name, [] as Round[]]));
  for (let round = 0; round < rounds; round++) {
    for (const peer of round % 2 === 0 ? peers : [...peers].reverse()) {
      results.get(peer.name)?.push(await load(peer, ids, token, seconds));
    }
  }
  await report(results);
} finally {
  for (const peer of peers) peer.process.kill("SIGTERM");
  await database.stop();
  await rm(directory, { recursive: true, force: true });
}

async function start(name: string, file: string, env: NodeJS.ProcessEnv): Promise<Peer> {
  const child = spawn(process.execPath, ["--import", "tsx", file], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout }))
    return { name, url: line, process: child };
  throw new Error(`${name} stopped before it served.`);
}

async function someIds(peer: Peer, token: string): Promise<string[]> {
  const ids: string[] = [];
  let path: string | null = "/v1/products?fields=id&page[size]=100&sort=price";
  while (path && ids.length < 2_000) {
    const response = await fetch(new URL(path, peer.url), { headers: { authorization: `Bearer ${token}` } });
    const { data, meta } = (await response.json()) as {
      data: { id: string }[];
      meta: { page: { next: string | null } };
    };
    ids.push(...data.map((row) => row.id));
    path = meta.page.next && `/v1/products?fields=id&page[size]=100&sort=price&page[after]=${meta.page.next}`;
  }
  return ids;
}

/** All give the same row, refuse a wrong token, and know when there is none. */
async function proveSameWork(all: readonly Peer[], id: string, token: string): Promise<void> {
  const rows = new Set<string>();
  for (const { name, url } of all) {
    const ask = (path: string, bearer: string) =>
      fetch(new URL(path, url), { headers: { authorization: `Bearer ${bearer}` } });
    const { data } = (await (await ask(`/v1/products/${id}`, token)).json()) as {
      data: Record<string, unknown>;
    };
    const { createdAt, updatedAt, deletedAt, ...row } = data;
    rows.add(JSON.stringify(Object.entries(row).sort()));
    const wrong = (await ask(`/v1/products/${id}`, `${token.slice(0, -8)}AAAAAAAA`)).status;
    const none = (await ask("/v1/products/01900000-0000-7000-8000-ffffffffffff", token)).status;
    if (wrong !== 401 || none !== 404)
      throw new Error(`${name}: ${wrong} for a wrong token, ${none} for no row`);
  }
  if (rows.size !== 1) throw new Error(`The peers give different rows: ${[...rows].join(" and ")}`);
}

async function load(peer: Peer, ids: readonly string[], token: string, duration: number): Promise<Round> {
  let next = 0;
  const before = await cpuSeconds(peer);
  const result = await autocannon({
    url: peer.url,
    connections,
    duration,
    requests: [
      {
        method: "GET",
        headers: { authorization: `Bearer ${token}` },
        setupRequest: (request) => {
          next = (next + 1) % ids.length;
          return { ...request, path: `/v1/products/${ids[next]}` };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${peer.name}: ${result.non2xx} answers were not 200`);
  const total = result.requests.total;
  return { perSecond: total / result.duration, cpu: ((await cpuSeconds(peer)) - before) / (total / 1_000) };
}

/** User and system time of a process, from the kernel (in ticks of 10 ms). */
async function cpuSeconds(peer: Peer): Promise<number> {
  const stat = await readFile(`/proc/${peer.process.pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function report(results: ReadonlyMap<string, readonly Round[]>): Promise<void> {
  const base = results.get("Fastify by hand") ?? [];
  const lines = [
    `# Product by id`,
    "",
    `100,000 products, ${connections} connections, ${rounds} interleaved rounds of ${seconds} s, one process each, Node ${process.version}.`,
    "`npm run bench`; medians with quartiles, the ratio round by round.",
    "",
    "| | requests/s | ratio | CPU s per 1,000 |",
    "|---|---|---|---|",
    ...[...results].map(([name, all]) => {
      const rate = spread(all.map((one) => one.perSecond));
      const ratio = spread(all.map((one, at) => one.perSecond / (base[at]?.perSecond ?? Number.NaN)));
      const cpu = spread(all.map((one) => one.cpu));
      const show = ({ median, lower, upper }: typeof rate, digits: number) =>
        `${median.toFixed(digits)} (${lower.toFixed(digits)} to ${upper.toFixed(digits)})`;
      return `| ${name} | ${show(rate, 0)} | ${show(ratio, 2)} | ${cpu.median.toFixed(3)} |`;
    }),
    "",
  ];
  say(lines.join("\n"));
  await writeFile(here("results/by-id.md"), lines.join("\n"));
}
