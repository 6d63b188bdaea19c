/**
 * What it costs to write changes into a log: the same writes over HTTP to a table that is a feed and to one that is not.
 * `npm run bench:log -w @lintel/bench`, with ROUNDS and SECONDS in the environment, 8 and 4 unless told;
 * ORDER=visible gives positions by snapshots instead of from the write-ahead log.
 */
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDevelopmentIssuer, issueToken, push, resolve } from "@lintel/runtime/tools";
import autocannon from "autocannon";
import { startEmbedded } from "lintel";
import pg from "pg";
import { cpuOf, cpuOfPostgres } from "./cost.js";
import { blueprint, type Way, ways } from "./log-write/blueprint.js";
import { startServer } from "./server.js";
import { spread } from "./statistics.js";

const rounds = Number(process.env.ROUNDS ?? 8);
const seconds = Number(process.env.SECONDS ?? 4);
const connections = 32;
const rows = 20_000;
const many = 100;
const tell = (line: string) => process.stderr.write(`${line}\n`);

interface Ask {
  readonly method: "POST" | "PATCH";
  readonly path: string;
  readonly body: object;
}

/** Writes, of which request number `at` is asked for; `ids` are of the table that is written. */
const writes: { readonly [title: string]: (way: Way, ids: readonly string[], at: number) => Ask } = {
  "change one row": (way, ids, at) => ({
    method: "PATCH",
    path: `/v1/${way}-items/${ids[at % ids.length]}`,
    body: { stock: at % 1_000 },
  }),
  "make one row": (way, _, at) => ({
    method: "POST",
    path: `/v1/${way}-items`,
    body: { name: `Item ${at}`, description: "It is well made, and lasts for years.", price: "19.99" },
  }),
  [`change ${many} rows in one statement`]: (way, ids, at) => ({
    method: "POST",
    path: `/v1/${way}/count`,
    body: { items: Array.from({ length: many }, (_, one) => ids[(at * many + one) % ids.length]) },
  }),
};

interface Cost {
  readonly perSecond: number;
  /** CPU microseconds a request. */
  readonly server: number;
  readonly database: number;
}

process.stdout.write(await run());

async function run(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lintel-bench-"));
  await chmod(folder, 0o755);
  const database = await startEmbedded({ dataDirectory: join(folder, "postgres"), port: 4952 });
  const client = new pg.Client({ connectionString: database.url });
  const issuer = createDevelopmentIssuer();
  try {
    await push({ url: database.url, model: resolve(blueprint) });
    await client.connect();
    const ids = { quiet: await fill(client, "quiet"), told: await fill(client, "told") };
    const token = await issueToken(issuer, { subject: "01900000-0000-7000-8000-000000000001", roles: [] });
    const variables = { DATABASE_URL: database.url, ISSUER: JSON.stringify(issuer) };
    const server = await startServer(
      { name: "log-write", title: "Lintel", file: "../log-write/server.js" },
      variables,
    );
    const postmaster = Number(
      (await readFile(join(database.location, "postmaster.pid"), "utf8")).split("\n", 1),
    );
    try {
      const measure = async (title: string, way: Way): Promise<Cost> => {
        const before = [await cpuOf(server.pid), await cpuOfPostgres(postmaster)] as const;
        const { perSecond, total } = await load(server.url, token, (at) => asked(title, way, ids[way], at));
        const after = [await cpuOf(server.pid), await cpuOfPostgres(postmaster)] as const;
        const each = (at: 0 | 1) => ((after[at] - before[at]) / total) * 1e6;
        return { perSecond, server: each(0), database: each(1) };
      };
      const lines: string[] = [];
      for (const title of Object.keys(writes)) {
        lines.push(
          await compare(
            title,
            (way) => measure(title, way),
            () => empty(client),
          ),
        );
      }
      const page = report(lines);
      const results = fileURLToPath(new URL("../results/", import.meta.url));
      await mkdir(results, { recursive: true });
      await writeFile(`${results}log-write.md`, page);
      return page;
    } finally {
      await server.stop();
    }
  } finally {
    await client.end();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function asked(title: string, way: Way, ids: readonly string[], at: number): Ask {
  const write = writes[title];
  if (!write) throw new RangeError(`There is no write "${title}".`);
  return write(way, ids, at);
}

async function fill(client: pg.Client, way: Way): Promise<readonly string[]> {
  const { rows: made } = await client.query<{ id: string }>(
    `insert into ${way}.${way}_items (id, name, description, price)
     select gen_random_uuid(), 'Item ' || n, 'It is well made, and lasts for years.', n % 1000
       from generate_series(1, $1) n
     returning id`,
    [rows],
  );
  return made.map(({ id }) => id);
}

/** So that every round writes into tables of the same size. */
async function empty(client: pg.Client): Promise<void> {
  await client.query("truncate told.outbox");
  for (const way of Object.keys(ways)) {
    await client.query(`delete from ${way}.${way}_items where name like 'Item %' and price = 19.99`);
    await client.query(`vacuum analyze ${way}.${way}_items`);
  }
  await client.query("truncate told.outbox");
  await client.query("checkpoint");
}

async function load(url: string, token: string, ask: (at: number) => Ask) {
  let opened = 0;
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    timeout: 30,
    setupClient: (one) => {
      const mine = opened++;
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      one.setRequests(
        Array.from({ length: 100 }, (_, at) => {
          const { body, ...rest } = ask(at * connections + mine);
          return { ...rest, headers, body: JSON.stringify(body) };
        }),
      );
    },
  });
  const wrong = result.non2xx + result.errors + result.timeouts;
  if (wrong > 0 || result.requests.total === 0) throw new Error(`${wrong} answers were not good.`);
  return { perSecond: result.requests.total / result.duration, total: result.requests.total };
}

async function compare(
  title: string,
  measure: (way: Way) => Promise<Cost>,
  clear: () => Promise<void>,
): Promise<string> {
  const costs: { readonly [W in Way]: Cost[] } = { quiet: [], told: [] };
  for (let round = -1; round < rounds; round += 1) {
    tell(`${title}: ${round < 0 ? "warming up" : `${round + 1} of ${rounds}`}`);
    const turn: readonly Way[] = round % 2 === 0 ? ["quiet", "told"] : ["told", "quiet"];
    for (const way of turn) {
      await clear();
      const cost = await measure(way);
      if (round >= 0) costs[way].push(cost);
    }
  }
  const shown = (way: Way) =>
    (["server", "database"] as const)
      .map((of) => spread(costs[way].map((cost) => cost[of])).median.toFixed(0))
      .join(" + ");
  const ratios = (of: (cost: Cost) => number) =>
    spread(
      costs.told.map((cost, at) => {
        const quiet = costs.quiet[at];
        return quiet ? of(cost) / of(quiet) : Number.NaN;
      }),
    );
  const [speed, cpu] = [ratios((cost) => cost.perSecond), ratios((cost) => cost.server + cost.database)];
  const range = ({ median, lower, upper }: typeof speed) =>
    `${median.toFixed(2)} (${lower.toFixed(2)} to ${upper.toFixed(2)})`;
  return `| ${title} | ${shown("quiet")} | ${shown("told")} | ${range(cpu)} | ${range(speed)} |`;
}

function report(lines: readonly string[]): string {
  const [cpu] = cpus();
  return `# What it costs to write changes into a log

The same writes over HTTP to an entity with \`feed: true\` and to one without: ${connections} connections, ${rounds} rounds of ${seconds} s each way, in turn;
CPU microseconds a request of the server and of all of PostgreSQL's processes, medians; ratios are taken round by round, with quartiles. On
${cpus().length} CPUs (${cpu?.model.trim() ?? ""}), Node ${process.version}, with the load generator and whatever else ran there. Command: \`npm run bench:log -w @lintel/bench\`.

| write | without a feed: server + database | with a feed | CPU, with / without | requests a second, with / without |
|---|---|---|---|---|
${lines.join("\n")}
`;
}
