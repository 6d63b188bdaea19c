import {
  anyOf,
  anyone,
  by,
  date,
  entity,
  enumeration,
  id,
  many,
  owner,
  reference,
  role,
  search,
  service,
  signedIn,
  text,
} from "@lintel/runtime";

const board = entity(
  {
    name: text({ min: 1, max: 100 }).unique(),
    description: text({ max: 1_000 }).optional(),
    tasks: many("task", "board"),
  },
  {
    description: "A subject under which tasks are collected. Everyone may read it.",
    rows: 1_000,
    indexes: [search({ name: "A", description: "B" })],
    access: { read: anyone, write: role("organiser") },
  },
);

const state = () => enumeration("open", "done");

const task = entity(
  {
    title: text({ min: 1, max: 200 }),
    state: state().default("open"),
    due: date().optional(),
    board: reference("board"),
    owner: id().immutable(),
  },
  {
    description: "Something to do. It belongs to whoever made it.",
    rows: 1_000_000,
    indexes: [by("owner", "-createdAt"), by("board", "-createdAt"), by("state", "due"), by("-createdAt")],
    access: { read: anyOf(owner("owner"), role("organiser")), write: owner("owner") },
  },
);

/** Boards for everyone, and on them tasks that have an owner. */
export const tasks = service("tasks", { entities: { board, task } }).command("finish", {
  description: "Marks a task of one's own as done.",
  access: signedIn,
  input: { task: id("task") },
  output: { state: state() },
  errors: {
    TASK_NOT_FOUND: { status: 404, description: "There is no such task of yours." },
    TASK_DONE: { status: 409, description: "The task is done already." },
  },
  async run({ input, db, actor, fail }) {
    const found = await db.task.get(input.task, { lock: "update" });
    if (found?.owner !== actor.id) return fail("TASK_NOT_FOUND");
    if (found.state === "done") return fail("TASK_DONE");
    await db.task.update(found.id, { state: "done" });
    return { state: "done" as const };
  },
});
