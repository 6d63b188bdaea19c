import { catalogue } from "@lintel/runtime/tools";
import type { FeatureNeed } from "../../needs/index.js";
import type { ErrorSketch } from "../sketch.js";

/** Words of a code at most, and characters. */
const most = 5;
const longest = 60;

/** The errors that criteria ask for: "IF one item is not in stock THEN THE SYSTEM SHALL refuse the order" is ITEM_NOT_IN_STOCK. */
export function errorsOf({ criteria }: FeatureNeed): readonly ErrorSketch[] {
  const found = criteria.flatMap((criterion): readonly ErrorSketch[] => {
    const match = /^(?:IF|WHEN)\s+(.+?)\s+(?:THEN\s+)?THE SYSTEM SHALL\s+(.+)$/is.exec(criterion.trim());
    const [, condition = "", outcome = ""] = match ?? [];
    if (!match || /\bas if (?:it|they) did not exist\b/i.test(outcome)) return [];
    if (!/^(?:not\b|refuse|answer that it was|take none\b)/i.test(outcome)) return [];
    const code = codeOf(condition);
    if (code === undefined) return [];
    return [
      {
        code,
        status: isOfWho(condition) ? 403 : 409,
        description: sentence(condition),
      },
    ];
  });
  return found.filter(({ code }, at) => found.findIndex((other) => other.code === code) === at);
}

function codeOf(condition: string): string | undefined {
  const words = condition
    .replace(/^(?:somebody|an?|the)\b[^,]*? asks? for (?:the )?/i, "")
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/'s\b/g, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "" && !passedOver.has(word));
  const kept = words.slice(0, most);
  while (hanging.has(kept.at(-1) ?? "")) kept.pop();
  const code = kept
    .join("_")
    .toUpperCase()
    .slice(0, longest)
    .replace(/^[^A-Z]+|_+$/g, "");
  if (code.length < 3) return undefined;
  return Object.hasOwn(catalogue, code) ? `${code}_HERE` : code;
}

/** Whether it is refused because of who asks. */
function isOfWho(condition: string): boolean {
  return /^(?:somebody|someone|anybody|anyone|an? \w+ (?:is the|asks for)|an? \w+ of (?:one|another))\b/i.test(
    condition,
  );
}

function sentence(text: string): string {
  const plain = text.replace(/\s+/g, " ").trim();
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}.`;
}

/** Words that nothing ends with. */
const hanging: ReadonlySet<string> = new Set(
  "after before in on at from or not until while beyond".split(" "),
);

const passedOver: ReadonlySet<string> = new Set(
  "a an the is are was were be been would will of to it its their for that this which with by than and one any has have had who comes".split(
    " ",
  ),
);
