import type { EntityModel } from "../../blueprint/index.js";
import { prepare } from "../compile/prepared.js";
import { cursorTable } from "../cursors/names.js";
import { quote, tableOf } from "../identifier.js";
import { instantOf } from "../json.js";
import type { LogClient } from "../log/index.js";
import { generationColumn, projectionTable } from "./names.js";
import type { Build, LogPlace } from "./rows.js";

/** How a build of a projection stands. */
export interface BuildState {
  readonly name: string;
  readonly generation: number;
  /** Of the definition whose functions build it. */
  readonly version: number;
  readonly state: "building" | "live" | "retired";
  /** Undefined before it began. */
  readonly epoch: string | undefined;
  /** Everything up to it is in the build. */
  readonly position: number;
  /** The first position that is in it; undefined before it began. */
  readonly firstPosition: number | undefined;
  /** When it last moved, RFC 3339. */
  readonly changedAt: string;
}

/** All builds of the projections of a service, the newest of each first. */
export async function readBuilds(client: LogClient, schema: string): Promise<readonly BuildState[]> {
  const rows = await client.run(
    prepare(
      "projection.builds",
      `select p.name, p.generation, p.version, p.state, p.epoch, p.position, p.first_position, p.changed_at
  from ${buildsOf(schema)} p
 order by p.name, p.generation desc`,
    ),
    [],
  );
  return rows.map(([name, generation, version, state, epoch, position, firstPosition, changedAt]) => ({
    name: name ?? "",
    generation: Number(generation),
    version: Number(version),
    state: (state ?? "retired") as BuildState["state"],
    epoch: epoch ?? undefined,
    position: Number(position),
    firstPosition: firstPosition ? Number(firstPosition) : undefined,
    changedAt: instantOf(changedAt ?? ""),
  }));
}

/**
 * Asks for a build of a version of a projection, beside what is there. Does nothing where one of that version is being built already,
 * and gives false then.
 */
export async function askForBuild(
  client: LogClient,
  schema: string,
  { name, version }: { readonly name: string; readonly version: number },
): Promise<boolean> {
  const [row] = await client.run(
    prepare(
      "projection.ask",
      `insert into ${buildsOf(schema)} as p (name, generation, version)
select $1, coalesce(max(b.generation), 0) + 1, $2
  from ${buildsOf(schema)} b
 where b.name = $1
having not coalesce(bool_or(b.state = 'building' and b.version = $2), false)
    on conflict do nothing
returning 1`,
    ),
    [name, String(version)],
  );
  return row !== undefined;
}

/** Says where a build that was asked for begins. */
export async function beginBuild(
  client: LogClient,
  { entity, generation }: Build,
  { epoch, position }: LogPlace,
): Promise<void> {
  await client.run(
    prepare(
      "projection.begin",
      `update ${buildsOf(entity.schema)} p
   set epoch = $3, position = $4::bigint - 1, first_position = $4::bigint, changed_at = clock_timestamp()
 where p.name = $1 and p.generation = $2 and p.epoch is null`,
    ),
    [entity.name, String(generation), epoch, String(position)],
  );
}

/**
 * Puts a build in the place of the one that is live, at one moment for every reader: where it is as far as that one, and the cursor is
 * held. All older builds are put aside, and written no more. False where it is not to be: nothing was changed then.
 *
 * The live build's row is locked, and looked at as it is then, so that whoever writes it, be that a process of another release, comes
 * before or is turned away.
 */
export async function makeLive(client: LogClient, { entity, generation, turn }: Build): Promise<boolean> {
  const builds = buildsOf(entity.schema);
  const [row] = await client.run(
    prepare(
      "projection.live",
      `with
  held as materialized (
    select 1
      from ${quote(entity.schema)}.${quote(cursorTable)} c
     where c.name = $1 and c.generation = $2
       for no key update
  ),
  mine as materialized (
    select p.position
      from ${builds} p, held
     where p.name = $3 and p.generation = $4 and p.state = 'building'
  ),
  others as materialized (
    select p.generation, p.state, p.position
      from ${builds} p
     where p.name = $3 and p.generation < $4 and p.state <> 'retired'
       for no key update
  ),
  ready as materialized (
    select 1
      from mine
     where not exists (select from others o where o.state = 'live' and o.position > mine.position)
  ),
  retired as (
    update ${builds} p
       set state = 'retired', changed_at = clock_timestamp()
      from others o, ready
     where p.name = $3 and p.generation = o.generation
  )
update ${builds} p
   set state = 'live', changed_at = clock_timestamp()
  from ready
 where p.name = $3 and p.generation = $4 and p.state = 'building'
returning 1`,
    ),
    [entity.projection?.cursor ?? "", turn.generation, entity.name, String(generation)],
  );
  return row !== undefined;
}

/** Takes away some rows of builds that were put aside, and then those builds. True where more may be left. */
export async function sweepBuilds(client: LogClient, entity: EntityModel, limit = 2_000): Promise<boolean> {
  const builds = buildsOf(entity.schema);
  const rows = await client.run(
    prepare(
      "projection.sweep",
      `delete from ${tableOf(entity)} t
 where t.ctid = any (array(
         select r.ctid
           from ${builds} p
          cross join lateral (
            select r.ctid from ${tableOf(entity)} r where r.${quote(generationColumn)} = p.generation limit $2::integer
          ) r
          where p.name = $1 and p.state = 'retired'
          limit $2::integer
       ))
returning 1`,
    ),
    [entity.name, String(limit)],
  );
  if (rows.length > 0) return true;
  await client.run(
    prepare("projection.forget", `delete from ${builds} p where p.name = $1 and p.state = 'retired'`),
    [entity.name],
  );
  return false;
}

function buildsOf(schema: string): string {
  return `${quote(schema)}.${quote(projectionTable)}`;
}
