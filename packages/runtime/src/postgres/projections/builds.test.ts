import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  openProjectionScene,
  type ProjectionScene,
  tallyModel,
} from "../../testing/cases/projection-scene.js";
import { ensureCursor, takeCursor } from "../cursors/index.js";
import { type LogConnection, openLogConnection } from "../log/index.js";
import {
  askForBuild,
  type Build,
  beginBuild,
  emptyProjected,
  makeLive,
  readBuilds,
  sweepBuilds,
  writeProjected,
} from "./index.js";

const epoch = "0195d1a0-0000-4000-8000-00000000000a";
const other = "0195d1a0-0000-4000-8000-00000000000b";
let scene: ProjectionScene;
let client: LogConnection;
beforeEach(async () => {
  scene = await openProjectionScene();
  client = await connect();
});
afterEach(async () => {
  await client.end();
  await scene.close();
});

const connect = () =>
  openLogConnection({
    url: scene.database.url,
    role: `${scene.name}_talk`,
    schema: "talk",
    applicationName: "builder",
  });

/** A build of a version that has begun, in the hands of this process. */
async function build(version: number, generation: number): Promise<Build> {
  const entity = tallyModel(scene.name, { version }).services[0]?.entities.find(
    ({ projection }) => projection,
  );
  if (!entity?.projection) throw new TypeError("There is a projection.");
  const cursor = { schema: "talk", name: entity.projection.cursor };
  await ensureCursor(client, cursor, "talk");
  const turn = await takeCursor(client, cursor, "test");
  await askForBuild(client, "talk", { name: "tally", version });
  const made = { entity, generation, turn: { generation: turn?.generation ?? "" } };
  await beginBuild(client, made, { epoch, position: 1 });
  return made;
}

const row = (word: string, id = epoch) => ({
  id,
  values: { word, count: 1, build: 1, last: "now" },
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: "2026-01-01T00:00:00Z",
  version: 1,
});
const at = (position: number) => ({ epoch, position });
const words = async () =>
  (await scene.database.sql<{ word: string }>("select word from talk.tallies order by word")).map(
    ({ word }) => word,
  );
const states = async () => (await readBuilds(client, "talk")).map(({ state }) => state);

describe("rows of a build", () => {
  it("are written where it is as far as was thought, and nowhere else", async () => {
    const one = await build(1, 1);
    expect(await writeProjected(client, one, [row("a")], at(0), at(3))).toBe(true);
    // The same once more, as by somebody who had no answer.
    expect(await writeProjected(client, one, [row("b", other)], at(0), at(3))).toBe(false);
    expect(await emptyProjected(client, one, at(2), at(4))).toBe(false);
    expect(await words()).toEqual(["a"]);
    expect((await readBuilds(client, "talk"))[0]).toMatchObject({ position: 3, firstPosition: 1 });
    expect(await writeProjected(client, one, [{ ...row("a"), values: undefined }], at(3), at(4))).toBe(true);
    expect(await words()).toEqual([]);
  });

  it("are not written by whoever lost the cursor", async () => {
    const one = await build(1, 1);
    const stale = { ...one, turn: { generation: "0" } };
    expect(await writeProjected(client, stale, [row("a")], at(0), at(1))).toBe(false);
    expect(await emptyProjected(client, stale, at(0), at(1))).toBe(false);
    expect(await makeLive(client, stale)).toBe(false);
    expect(await words()).toEqual([]);
    expect(await states()).toEqual(["building"]);
  });

  it("go at once where all that they are derived from went", async () => {
    const [one, two] = [await build(1, 1), await build(2, 2)];
    await writeProjected(client, one, [row("a"), row("b", other)], at(0), at(1));
    await writeProjected(client, two, [row("c")], at(0), at(1));
    expect(await emptyProjected(client, one, at(1), at(2))).toBe(true);
    expect(await words()).toEqual(["c"]);
  });
});

describe("a build", () => {
  it("comes in the place of the live one when it is as far, and that one is written no more", async () => {
    const [one, two] = [await build(1, 1), await build(2, 2)];
    expect(await makeLive(client, one)).toBe(true);
    await writeProjected(client, one, [row("a")], at(0), at(5));
    await writeProjected(client, two, [row("b")], at(0), at(4));
    expect(await makeLive(client, two)).toBe(false);
    expect(await states()).toEqual(["building", "live"]);
    await writeProjected(client, two, [], at(4), at(5));
    expect(await makeLive(client, two)).toBe(true);
    expect(await makeLive(client, two)).toBe(false);
    expect(await states()).toEqual(["live", "retired"]);
    expect(await writeProjected(client, one, [row("c")], at(5), at(6))).toBe(false);
  });

  it("does not come before what is being written into the live one at that moment", async () => {
    const [one, two] = [await build(1, 1), await build(2, 2)];
    await makeLive(client, one);
    const writer = await connect();
    await writer.run({ text: "begin", name: "", label: "begin" }, []);
    await writeProjected(writer, one, [row("a")], at(0), at(1));
    const swapping = makeLive(client, two);
    await expect
      .poll(
        () =>
          scene.database.sql(
            "select from pg_stat_activity where application_name = 'builder' and datname = current_database() and wait_event_type = 'Lock'",
          ),
        { timeout: 60_000 },
      )
      .toHaveLength(1);
    await writer.run({ text: "commit", name: "", label: "commit" }, []);
    expect(await swapping).toBe(false);
    await writer.end();
    expect(await states()).toEqual(["building", "live"]);
  });

  it("that was put aside is taken away, a part at a time, and the others are left", async () => {
    const [one, two] = [await build(1, 1), await build(2, 2)];
    await makeLive(client, one);
    await writeProjected(client, one, [row("a"), row("b", other)], at(0), at(1));
    await writeProjected(client, two, [row("c")], at(0), at(1));
    await makeLive(client, two);
    expect(await sweepBuilds(client, one.entity, 1)).toBe(true);
    expect(await words()).toHaveLength(2);
    expect(await sweepBuilds(client, one.entity, 1)).toBe(true);
    expect(await sweepBuilds(client, one.entity, 1)).toBe(false);
    expect(await words()).toEqual(["c"]);
    expect(await states()).toEqual(["live"]);
  });

  it("is asked for once at a time", async () => {
    expect(await askForBuild(client, "talk", { name: "tally", version: 1 })).toBe(true);
    expect(await askForBuild(client, "talk", { name: "tally", version: 1 })).toBe(false);
    expect(await askForBuild(client, "talk", { name: "tally", version: 2 })).toBe(true);
    expect((await readBuilds(client, "talk")).map(({ generation }) => generation)).toEqual([2, 1]);
  });
});
