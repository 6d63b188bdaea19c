import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { anyone, entity, environment, service, signedIn, system, text } from "@lintel/runtime";
import { testSystem } from "@lintel/runtime/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lintel, projectWith, until } from "../scenario.js";

const written = `
import { anyone, entity, service, signedIn, system, text } from "@lintel/runtime";
const note = entity({ words: text() }, { feed: true, access: { read: anyone, create: signedIn } });
export default system("desk", { version: 1, services: [service("notes", { entities: { note }, log: { keep: "1m" } })] });
`;
/** The same as is written, and where it archives. */
const desk = (archive: string, version: number) => {
  const note = entity({ words: text() }, { feed: true, access: { read: anyone, create: signedIn } });
  return system("desk", {
    version,
    services: [service("notes", { entities: { note }, log: { keep: "1m" } })],
    environments: { test: environment({ log: { archive } }) },
  });
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lintel-archived-"));
  // A database each, and no copies of one: the second log has another epoch, as a restored one has.
  for (const [at, notes] of [5, 3].entries()) {
    const app = await testSystem(desk(folder, at + 1));
    try {
      for (let n = 1; n <= notes; n += 1)
        await app.sql`
        insert into notes.notes (id, words) values (gen_random_uuid(), ${`${n} of ${notes}\u001b[31m`})`;
      const head = async () =>
        (
          await app.sql<{ last: number; first: number }>`
          select position::int as last, first_kept::int as first from notes.log_head`
        )[0];
      await until("all have positions", async () => ((await head())?.last === notes ? true : undefined));
      await app.sql`update notes.log set committed_at = committed_at - interval '1 day'`;
      await until("all are archived", async () => ((await head())?.first === notes + 1 ? true : undefined));
    } finally {
      await app.stop();
    }
  }
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const tail = (...words: readonly string[]) =>
  lintel(["log", "tail", "notes", "--archive", folder, ...words], {
    cwd: projectWith({ "blueprint.ts": written }),
  });
const files = async () => (await readdir(join(folder, "notes"))).sort();
interface Event {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly after: { readonly words: string } };
}
const events = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Event);

describe("lintel log tail --archive", { timeout: 120_000 }, () => {
  it("prints what retention wrote, epoch after epoch, without a database, and from a position on", async () => {
    const all = await tail("--json");
    expect(all.code).toBe(0);
    const found = events(all.stdout);
    expect(found.map(({ type }) => type)).toEqual(Array<string>(8).fill("desk.notes.note-created.v1"));
    const epochs = [...new Set(found.map(({ id }) => id.split(":")[0]))];
    expect(epochs).toHaveLength(2);
    for (const epoch of epochs) {
      const of = found.filter(({ id }) => id.startsWith(`${epoch}:`));
      expect(
        of.map(({ id, data }) => `${id.split(":")[1]} of ${of.length}` === data.after.words.slice(0, 6)),
      ).toEqual(of.map(() => true));
      expect(events((await tail("--from", `${epoch}:2`, "--json")).stdout)).toEqual(of.slice(1));
    }
    const plain = await tail("--from", `${epochs[0]}:1`);
    expect(plain.stdout).toMatch(/^ {7}1 {2}\S+Z {2}desk[.]notes[.]note-created[.]v1 \S+ v1\n/);
    expect(plain.stdout).not.toContain("\u001b");
  });

  it("prints what comes before a file that is broken, and says which one it is and what to do", async () => {
    const names = await files();
    const last = join(folder, "notes", names.at(-1) ?? "");
    const whole = await readFile(last);
    try {
      await writeFile(last, whole.subarray(0, 20));
      const { code, stdout, stderr } = await tail();
      expect([code, stderr]).toEqual([1, expect.stringContaining("LOG_ARCHIVE_BROKEN")]);
      expect(stderr).toContain(last);
      expect(stderr).toContain("from a backup");
      expect(stdout.split("\n").length).toBeLessThan(8);
    } finally {
      await writeFile(last, whole);
    }
  });

  it("says so where there is nothing, and refuses to follow", async () => {
    const none = await tail("--from", "0195d1a0-0000-4000-8000-00000000000a:1");
    expect([none.code, none.stdout, none.stderr]).toEqual([
      0,
      "",
      expect.stringContaining("Nothing of notes is in"),
    ]);
    const follow = await tail("--follow");
    expect([follow.code, follow.stderr]).toEqual([2, expect.stringContaining("OPTION_MISPLACED")]);
  });
});
