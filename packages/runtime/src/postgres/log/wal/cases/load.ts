import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { connect, own } from "../fixture.js";

export interface Load {
  /** Labels of transactions that their writers know to be committed. */
  readonly committed: Set<string>;
  stop(): Promise<void>;
}

const items = 40;

/** Writers that do what makes order hard: crossed rows, events before locks, savepoints, rollbacks, pauses with an early id. */
export async function startLoad(url: string, writers: number, patient = false): Promise<Load> {
  const committed = new Set<string>();
  let stopped = false;
  const setup = await connect(url);
  await setup.query(
    `insert into ${own}.item (id) select n from generate_series(1, ${items}) n on conflict do nothing`,
  );
  await setup.end();
  const run = async (writer: number) => {
    let client: pg.Client | undefined;
    for (let n = 0; !stopped; n += 1) {
      const label = `${writer}-${n}`;
      try {
        client ??= await connect(url);
        if (await writeOne(client, label)) committed.add(label);
      } catch (error) {
        await client?.end().catch(() => {});
        client = undefined;
        if (!patient) throw error;
        await wait(20);
      }
    }
    await client?.end();
  };
  const running = Array.from({ length: writers }, (_, writer) => run(writer));
  const over = Promise.all(running);
  over.catch(() => {});
  return {
    committed,
    async stop() {
      stopped = true;
      await over;
    },
  };
}

async function writeOne(client: pg.Client, label: string): Promise<boolean> {
  const pick = () => 1 + Math.floor(Math.random() * items);
  const ids = [...new Set([pick(), pick(), pick()])].sort((a, b) => a - b);
  const chance = Math.random();
  const event = () => client.query(`select ${own}.note('event', 'label', $1, 1)`, [label]);
  const update = (id: number) =>
    client.query(`update ${own}.item set version = version + 1 where id = $1`, [id]);
  await client.query("begin");
  if (chance < 0.5) await event();
  for (const id of ids) {
    if (Math.random() < 0.2) {
      await client.query("savepoint s");
      await update(id);
      await client.query(Math.random() < 0.5 ? "rollback to savepoint s" : "release savepoint s");
    } else await update(id);
  }
  if (chance >= 0.5) await event();
  const back = Math.random() < 0.1;
  await client.query(back ? "rollback" : "commit");
  return !back;
}
