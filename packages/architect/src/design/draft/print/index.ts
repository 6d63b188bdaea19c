import type { Sketch } from "../sketch.js";
import { blueprintFile } from "./blueprint-file.js";
import { constantName } from "./builders.js";
import { fileName } from "./imports.js";
import { serviceFile } from "./service-file.js";

/** A file of a blueprint, from the project's folder: `blueprint.ts`, `services/orders.ts`. */
export interface DraftFile {
  readonly path: string;
  readonly text: string;
}

/** A sketch as TypeScript: laid out as a formatter leaves it, with every word of the brief's escaped. Pure. */
export function printed(sketch: Sketch): readonly DraftFile[] {
  const taken = new Set<string>(["webhooks"]);
  const exported = new Map(
    sketch.services.map(({ name }) => {
      const constant = constantName(name, taken, "Service");
      taken.add(constant);
      return [name, constant] as const;
    }),
  );
  return [
    { path: "blueprint.ts", text: blueprintFile(sketch, exported) },
    ...sketch.services.map((service) => ({
      path: `services/${fileName(service.name)}.ts`,
      text: serviceFile(service, exported),
    })),
  ];
}
