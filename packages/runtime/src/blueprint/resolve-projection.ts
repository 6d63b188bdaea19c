import type { Entity } from "./entity.js";
import type { CursorModel, ProjectionModel } from "./model.js";
import type { ProjectionData } from "./projection.js";

/** A projection as an entity that only its functions write: read, listed, searched and guarded like any other. */
export function projectionEntity({ shape, key, options, origin }: ProjectionData): Entity {
  const access = options.access as { readonly read?: unknown; readonly fields?: unknown } | undefined;
  const keyField = shape[key];
  const told = keyField && {
    [key]: {
      definition: {
        ...keyField.definition,
        modifiers: { ...keyField.definition.modifiers, unique: true, immutable: true },
      },
    },
  };
  return {
    shape: { ...shape, ...told },
    softDelete: false,
    options: { ...options, access: { read: access?.read, fields: access?.fields } } as Entity["options"],
    origin,
  };
}

/** What its rows are derived from. */
export function resolveProjection(data: ProjectionData): ProjectionModel {
  return Object.freeze({
    key: data.key,
    version: data.version,
    source: data.source,
    history: data.history,
    shape: data.shape,
    cursor: cursorOf(data).name,
    events: new Map(Object.entries(data.events)),
    changes: new Map(Object.entries(data.changes)),
  });
}

/** Its cursor. Each version has one of its own, so that two releases work beside one another. */
export function cursorOf({ name, version, source }: ProjectionData): CursorModel {
  return Object.freeze({ name: `projection ${name} v${version}`, source });
}
