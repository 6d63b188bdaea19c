import { blocks, escapeMarkdown, heading, inCode, list, refs, section, table } from "../../../text/index.js";
import { type Classified, countByClass } from "../classification.js";

/** How private each entity and field is, and where brief and blueprint disagree. */
export function classificationSection(all: readonly Classified[]): string {
  const counts = countByClass(all)
    .map(({ privacy, count }) => `${count} ${privacy}`)
    .join(", ");
  const disagreements = all.flatMap(({ kept, disagreements, from }) =>
    disagreements.map((says) => `${inCode(kept.name)}: ${says} ${refs(from)}`.trim()),
  );
  return section(
    heading(2, "Data classification"),
    `What is kept, by how private it is: ${counts}. The class of an entity is the brief's, and never less than what the blueprint marks; of a field that of its entity, or \`internal\` where others of it are marked.`,
    table(
      ["Entity", "Holds", "Class", "Fields that tell of people", "Private fields (in no answer)", "From"],
      all.map(({ kept, privacy, fields, from }) => [
        inCode(kept.name),
        escapeMarkdown(kept.need?.holds ?? kept.model?.description ?? ""),
        `**${privacy}**`,
        fields
          .filter((field) => field.privacy === "personal" || field.privacy === "sensitive")
          .map(({ name }) => inCode(name))
          .join(", "),
        fields
          .filter(({ isPrivate }) => isPrivate)
          .map(({ name }) => inCode(name))
          .join(", "),
        refs(from),
      ]),
    ),
    section(
      heading(3, "Where brief and blueprint disagree"),
      disagreements.length === 0
        ? "Nowhere."
        : blocks("For a person to settle, in one or the other:", list(disagreements)),
    ),
  );
}
