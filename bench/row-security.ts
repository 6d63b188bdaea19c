/**
 * What row-level security costs: the same reads with the policies and without them. `npm run bench:row-security`.
 * Without: as the owner of the tables, who is not held by policies, and who is not told who asks.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { cpuOf, cpuOfPostgres } from "./cost.js";
import { type Stage, setStage } from "./database.js";
import { spread } from "./statistics.js";

const rounds = 12;
const statements = 4_000;
const tell = (line: string) => process.stderr.write(`${line}\n`);

interface Read {
  readonly name: string;
  readonly text: string;
  readonly values: readonly string[];
  /** Whether the policy asks who the caller is, so that it has to be told. */
  readonly personal: boolean;
}

interface Cost {
  readonly database: number;
  readonly client: number;
  readonly milliseconds: number;
}

const stage = await setStage({ scale: 1, tokens: 1 });
try {
  const customer = await busiestCustomer(stage);
  const reads = await readsOf(stage, customer);
  const lines: string[] = [];
  for (const read of reads) {
    tell(`${read.name} ...`);
    lines.push(await compare(stage, read, customer));
  }
  const page = `# What row-level security costs

CPU microseconds a read, on one pipelined connection, ${rounds} rounds of ${statements} reads each way, in turn: the median, with
quartiles. "With" reads as the role for clients, and tells who asks where the policy wants to know; "without" reads as the owner of
the tables, whom no policy holds. Command: \`npm run bench:row-security -w @lintel/bench\`.

| read | with: database + client | without: database + client | time, with / without |
|---|---|---|---|
${lines.join("\n")}
`;
  const results = fileURLToPath(new URL("../results/", import.meta.url));
  await mkdir(results, { recursive: true });
  await writeFile(`${results}row-security.md`, page);
  process.stdout.write(page);
} finally {
  await stage.stop();
}

async function busiestCustomer({ client }: Stage): Promise<string> {
  const { rows } = await client.query<{ customer: string }>(
    "select customer as customer from orders.orders group by customer order by count(*) desc, 1 limit 1",
  );
  const [row] = rows;
  if (!row) throw new Error("There are no orders.");
  return row.customer;
}

async function readsOf({ client, sample }: Stage, customer: string): Promise<readonly Read[]> {
  const { rows } = await client.query<{ id: string }>(
    "select id from orders.orders where customer = $1 order by id limit 1",
    [customer],
  );
  const order = rows[0]?.id ?? "";
  const columns = "t.id, t.customer, t.status, t.total, t.created_at, t.version";
  return [
    {
      name: "a product, open to anyone",
      text: "select t.id, t.name, t.price, t.version from catalog.products as t where t.id = $1 and t.deleted_at is null",
      values: [sample[0]?.id ?? ""],
      personal: false,
    },
    {
      name: "an order of one's own",
      text: `select ${columns} from orders.orders as t where t.id = $1 and t.customer = $2`,
      values: [order, customer],
      personal: true,
    },
    {
      name: "20 orders of one's own",
      text: `select ${columns} from orders.orders as t where t.customer = $1 order by t.id limit $2`,
      values: [customer, "20"],
      personal: true,
    },
  ];
}

async function compare({ client, postmaster }: Stage, read: Read, customer: string): Promise<string> {
  const { connectionParameters } = client as unknown as { connectionParameters: pg.ClientConfig };
  const open = async (role?: string) => {
    const made = new pg.Client({
      ...connectionParameters,
      password: client.password,
      pipeline: true,
    } as pg.ClientConfig);
    await made.connect();
    if (role) await made.query(`set role ${role}`);
    return made;
  };
  const schema = /from (\w+)\./.exec(read.text)?.[1] ?? "";
  const held = await open(`commerce_${schema}__reader`);
  const free = await open();
  const told = [customer, customer, "{}"];
  const tellWho = `select set_config('lintel.caller', 'user', false), set_config('lintel.user', $1, false),
       set_config('lintel.user_uuid', $2, false), set_config('lintel.roles', $3, false)`;
  const run = async (on: pg.Client, tells: boolean) => {
    const answers: Promise<pg.QueryResult>[] = [];
    for (let at = 0; at < statements; at += 1) {
      if (tells) answers.push(on.query({ name: "who", text: tellWho, values: told }));
      answers.push(on.query({ name: "read", text: read.text, values: [...read.values], rowMode: "array" }));
      if (at % 64 === 63) await Promise.all(answers.splice(0));
    }
    await Promise.all(answers);
  };
  const measure = async (on: pg.Client, tells: boolean): Promise<Cost> => {
    const [database, own, since] = [
      await cpuOfPostgres(postmaster),
      await cpuOf(process.pid),
      performance.now(),
    ];
    await run(on, tells);
    return {
      database: (((await cpuOfPostgres(postmaster)) - database) / statements) * 1e6,
      client: (((await cpuOf(process.pid)) - own) / statements) * 1e6,
      milliseconds: performance.now() - since,
    };
  };
  const costs: { readonly with: Cost[]; readonly without: Cost[] } = { with: [], without: [] };
  await run(held, read.personal);
  await run(free, false);
  const [same, other] = await Promise.all([held, free].map((on) => on.query(read.text, [...read.values])));
  if (same?.rowCount !== other?.rowCount || same?.rowCount === 0)
    throw new Error(`${read.name}: the rows differ.`);
  for (let round = 0; round < rounds; round += 1) {
    costs.with.push(await measure(held, read.personal));
    costs.without.push(await measure(free, false));
  }
  await Promise.all([held.end(), free.end()]);
  const shown = (all: readonly Cost[], of: "database" | "client") => {
    const { median, lower, upper } = spread(all.map((cost) => cost[of]));
    return `${median.toFixed(0)} (${lower.toFixed(0)} to ${upper.toFixed(0)})`;
  };
  const ratio = spread(
    costs.with.map((cost, at) => cost.milliseconds / (costs.without[at]?.milliseconds ?? Number.NaN)),
  );
  return `| ${read.name} | ${shown(costs.with, "database")} + ${shown(costs.with, "client")} | ${shown(costs.without, "database")} + ${shown(costs.without, "client")} | ${ratio.median.toFixed(2)} (${ratio.lower.toFixed(2)} to ${ratio.upper.toFixed(2)}) |`;
}
