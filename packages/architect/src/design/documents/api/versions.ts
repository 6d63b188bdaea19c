import type { Architecture } from "../../architecture.js";
import { escapeMarkdown, heading, inCode, list, section } from "../../text/index.js";
import { asked } from "../asked.js";
import { sentence } from "../decision-lines.js";

/** How the API changes without breaking those who call it, and how an end is announced. */
export function versions(architecture: Architecture): string {
  const { model, requirements } = architecture;
  const isAsked = requirements.some(({ question }) => question === "experience.versions");
  const old = model.services.flatMap(({ entities }) =>
    entities.flatMap(({ path, fields }) =>
      fields.flatMap(({ name, modifiers }) =>
        modifiers.deprecated === undefined
          ? []
          : [
              `${inCode(name)} of ${inCode(path)} is deprecated: ${sentence(escapeMarkdown(modifiers.deprecated))}`,
            ],
      ),
    ),
  );
  return section(
    heading(2, "Versions"),
    asked(architecture, ["experience.versions", "feature.compatibility"]),
    list([
      `The version is the first part of each path, ${inCode(`/v${model.version}`)}. It goes up by one where something breaks callers.`,
      "No break: a new route, an optional field of what is sent, a field of what comes back, a new code of a status that is there. So clients pass over fields that they do not know, and go by the status where they do not know the code.",
      "A break: a field or route that goes, another type, a rule that refuses what was taken, a required field.",
      "A field that is to go says so in OpenAPI (`deprecated`, with what to use instead) before it goes. A renamed one has both columns in the database for one release, so that processes of both releases serve.",
      "Events have versions of their own, the last part of their type. Another form of an event is emitted beside the old one until nobody takes that.",
      ...(isAsked
        ? [
            "A process serves one version. Two at once are two releases beside each other behind a gateway, which adds `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) to answers of the old one.",
          ]
        : []),
      ...old,
    ]),
  );
}
