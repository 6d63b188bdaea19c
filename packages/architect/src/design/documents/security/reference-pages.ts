import { blocks, heading, inCode, section, table } from "../../text/index.js";
import { controlKinds, type Means, regulations } from "./compliance/index.js";
import { flowKinds } from "./flow.js";
import { type MechanismId, mechanisms } from "./mechanisms.js";
import { stride, threatKinds, type Verdict } from "./threats/index.js";

/** `docs/reference/threats.md`: every threat that Lintel looks at, with the answers that it knows. */
export function threatsPage(): string {
  return page(
    heading(1, "Threats"),
    `What \`security.md\` of a design looks at, for each flow of data that the system has, by STRIDE (${Object.entries(
      stride,
    )
      .map(([letter, word]) => `${letter} ${word}`)
      .join(
        ", ",
      )}). Of several answers the first whose condition holds is taken. What *in place* names stands at the end.`,
    ...flowKinds.map((flow) =>
      section(
        heading(2, flow),
        table(
          ["", "Id", "Threat", "Answers"],
          threatKinds
            .filter((kind) => kind.flow === flow)
            .map(({ id, letter, says, answers }) => [
              letter,
              inCode(id),
              says,
              answers.map((answer) => conditioned(answer.if?.says, words(answer.verdict))).join("<br>"),
            ]),
        ),
      ),
    ),
    section(
      heading(2, "What is in place"),
      table(
        ["Id", "What it does", "Told in", "Tested in"],
        (Object.keys(mechanisms) as MechanismId[]).map((id) => {
          const { does, page: told, test } = mechanisms[id];
          return [inCode(id), does, pageLink(told), inCode(test)];
        }),
      ),
    ),
  );
}

/** `docs/reference/controls.md`: what the rules that Lintel knows ask for, and how each is met. */
export function controlsPage(): string {
  return page(
    heading(1, "Controls"),
    "What `security.md` of a design lists for the rules that the brief names, in our own words and no legal advice. Any other rule is told as unknown. Of several answers the first whose condition holds is taken; what *in place* names stands in [threats](threats.md#what-is-in-place).",
    ...Object.entries(regulations).map(([regulation, title]) =>
      section(
        heading(2, title),
        table(
          ["Section", "Id", "Asks", "Answers", "To show"],
          controlKinds
            .filter((kind) => kind.regulation === regulation)
            .map(({ article, id, asks, means, show }) => [
              article,
              inCode(id),
              asks,
              means.map((mean) => conditioned(mean.if?.says, words(mean.means))).join("<br>"),
              show,
            ]),
        ),
      ),
    ),
  );
}

function page(...parts: readonly string[]): string {
  return `${blocks(...parts)}\n`;
}

function conditioned(says: string | undefined, answer: string): string {
  return says === undefined ? answer : `where ${says}: ${answer}`;
}

function words(answer: Verdict | Means): string {
  switch (answer.status) {
    case "in place":
      return `*in place*: ${answer.by.map(inCode).join(", ")}`;
    case "open":
      return `*open*, ${answer.who}: ${answer.next}`;
    case "not applicable":
      return `*not applicable*: ${answer.because}`;
    case "by the organisation":
      return `*by the organisation*: ${answer.does}`;
  }
}

/** From `docs/reference`. */
function pageLink(path: string): string {
  const [file = "", anchor] = path.split("#");
  const name = (file.split("/").at(-1) ?? file).replace(/\.md$/, "");
  const from = file.startsWith("docs/reference/")
    ? file.slice("docs/reference/".length)
    : `../${file.slice("docs/".length)}`;
  return `[${anchor?.replaceAll("-", " ") ?? name.replaceAll("-", " ")}](${from}${anchor === undefined ? "" : `#${anchor}`})`;
}
