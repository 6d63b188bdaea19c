import {
  array,
  type Code,
  call,
  layOut,
  noted,
  object,
  property,
  sequence,
  text,
} from "../../../code/index.js";
import type { Sketch } from "../sketch.js";
import { usedBuilders } from "./builders.js";
import { blockComment } from "./comment.js";
import { fileName, importLine } from "./imports.js";
import { described } from "./literals.js";

/** The text of `blueprint.ts`. */
export function blueprintFile(sketch: Sketch, exported: ReadonlyMap<string, string>): string {
  const used = usedBuilders();
  const names = sketch.services.map(({ name }) => ({ name, constant: exported.get(name) ?? name }));
  const env = (name: string, otherwise?: string): Code =>
    call(used.use("env"), text(name), ...(otherwise === undefined ? [] : [text(otherwise)]));
  const authentication = object([
    property("issuer", env("OIDC_ISSUER")),
    property("audience", env("OIDC_AUDIENCE", sketch.name)),
    property("jwksUrl", env("OIDC_JWKS_URL")),
    ...(sketch.hasTenants ? [property("tenantClaim", text("tenant"))] : []),
  ]);
  const local = sketch.hasWebhooks
    ? ["development", "test"].map((name) =>
        property(name, call(used.use("environment"), object([property("webhooks", "webhooks")]))),
      )
    : [];
  const production = call(
    used.use("environment"),
    object([
      ...(sketch.asksWhoCalls ? [property("authentication", authentication)] : []),
      property("secret", env("LINTEL_SECRET")),
    ]),
  );
  const body = layOut(
    noted(
      blockComment([sketch.description, ...sketch.notes], 0),
      sequence(
        "export default ",
        call(
          used.use("system"),
          text(sketch.name),
          object([
            property("version", "1"),
            described(sketch.description),
            property("services", array(names.map(({ constant }) => constant))),
            property("environments", object([...local, property("production", production)])),
          ]),
        ),
        ";",
      ),
    ),
  );
  const imports = [
    importLine(used.all(), "@lintel/runtime"),
    ...names
      .map(({ name, constant }) => ({ constant, from: `./services/${fileName(name)}.js` }))
      .sort((one, other) => (one.from < other.from ? -1 : 1))
      .map(({ constant, from }) => importLine([constant], from)),
  ];
  return `${[imports.join("\n"), ...(sketch.hasWebhooks ? [localWebhooks] : []), body].join("\n\n")}\n`;
}

const localWebhooks = `/** Where webhooks may go on a developer's machine, and in tests: to receivers that run beside it. */
const webhooks = {
  http: true,
  ports: "any",
  networks: [{ network: "127.0.0.0/8", because: "receivers on this machine" }],
} as const;`;
