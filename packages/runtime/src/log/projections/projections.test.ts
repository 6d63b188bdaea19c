import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FactName } from "../../facts.js";
import {
  openProjectionScene,
  type ProjectionProcess,
  type ProjectionScene,
} from "../../testing/cases/projection-scene.js";

let scene: ProjectionScene;
beforeEach(async () => {
  scene = await openProjectionScene();
});
afterEach(() => scene?.close());

const patience = { timeout: 60_000, interval: 20 };
const live = async () => (await scene.builds()).find(({ state }) => state === "live");
/** Waits until everything that was given a position is in the live build. */
const caughtUp = (atLeast: number) =>
  expect
    .poll(async () => {
      const [head, build] = [await scene.head(), await live()];
      return head >= atLeast && build?.position === head;
    }, patience)
    .toBe(true);
const told = ({ facts }: ProjectionProcess, name: FactName) => facts.filter(({ fact }) => fact === name);

describe("a projection", () => {
  it("is what its functions make of all entries, and of those that follow", async () => {
    await scene.say("a b a");
    scene.process();
    await scene.say("b c");
    await scene.database.sql("insert into talk.notes (id, word) values (gen_random_uuid(), 'note')");
    await scene.database.sql("update talk.notes set word = 'c'");
    await caughtUp(4);
    expect(await scene.rows()).toMatchObject([
      { word: "a", count: 2 },
      { word: "b", count: 2 },
      { word: "c", count: 2 },
    ]);
    expect(await scene.rows()).toEqual(await scene.folded());
    await scene.database.sql("delete from talk.notes");
    await caughtUp(5);
    expect(await scene.rows()).toEqual(await scene.folded());
  });

  it("is what all entries make, however often those that build it are cut off, stopped and begun anew", async () => {
    const words = ["ant", "bee", "cat", "dog", "elk", "fox"];
    const pick = (at: number) => words[(at * 7 + (at % 5) * 3) % words.length] ?? "";
    let processes = [scene.process(), scene.process()];
    let written = 0;
    const writing = (async () => {
      for (let at = 0; at < 300; at += 1) {
        if (at % 3 === 0)
          await scene.database.sql("insert into talk.notes (id, word) values (gen_random_uuid(), $1)", [
            pick(at),
          ]);
        else if (at % 7 === 0)
          await scene.database.sql(
            "update talk.notes set word = $1 where id in (select id from talk.notes order by id limit 3)",
            [pick(at + 1)],
          );
        else if (at % 11 === 0)
          await scene.database.sql("delete from talk.notes where id in (select id from talk.notes limit 1)");
        else await scene.say(`${pick(at)} ${pick(at + 2)} ${pick(at)}`);
        written = at;
      }
    })();
    const cutting = (async () => {
      for (let round = 0; round < 12; round += 1) {
        const [seen] = [written];
        await expect.poll(() => written > seen || written === 299, patience).toBe(true);
        if (round % 4 === 3) {
          const [first, ...rest] = processes;
          await first?.stop();
          processes = [...rest, scene.process()];
        } else
          await scene.database.sql(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name ~ 'workers|reader'",
          );
      }
    })();
    await Promise.all([writing, cutting]);
    const [outbox] = await scene.database.sql<{ count: number }>("select count(*)::int from talk.outbox");
    await caughtUp(outbox?.count ?? 0);
    expect(await scene.rows()).toEqual(await scene.folded());
    expect((await scene.builds()).map(({ generation, state }) => [generation, state])).toEqual([[1, "live"]]);
  });

  it("stands still at an entry that a function cannot take, says which, keeps what it had, and goes on from there", async () => {
    let isBroken = true;
    const heard = (word: string) => {
      if (word === "bad" && isBroken) throw new RangeError("bad is not a word");
    };
    const process = scene.process({ heard });
    await scene.say("good");
    await scene.say("better");
    await scene.say("bad good");
    await scene.say("best");
    await expect.poll(() => told(process, "projection.failed").length, patience).toBe(1);
    const [fact] = told(process, "projection.failed");
    expect(fact).toMatchObject({ projection: "tally", position: 3, subject: "said" });
    expect(fact).toHaveProperty("error.message", "bad is not a word");
    expect((await scene.builds())[0]?.position).toBe(2);
    isBroken = false;
    await caughtUp(4);
    expect(await scene.rows()).toMatchObject([
      { word: "bad", count: 1 },
      { word: "best", count: 1 },
      { word: "better", count: 1 },
      { word: "good", count: 2 },
    ]);
  });

  it("says of a row that breaks a rule which, and nothing of its values", async () => {
    const process = scene.process();
    await scene.say("averyveryverylongwordindeed");
    await expect.poll(() => told(process, "projection.failed").length, patience).toBe(1);
    const [fact] = told(process, "projection.failed");
    const message = fact && "error" in fact && fact.error instanceof Error ? fact.error.message : "";
    expect(message).toBe('talk.tally: /word breaks "maxLength"');
  });
});
