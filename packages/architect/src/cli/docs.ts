import type { Verb } from "./verb.js";

/** `lintel docs` */
export const docs: Verb = {
  name: "docs",
  summary: "Write all documents of the architecture as one page of HTML, to read, to search and to print.",
  examples: ["lintel docs", "lintel docs --out public/architecture", "lintel docs --json"],
  declare: (command) =>
    command.option("--out <folder>", "where to write index.html (default: .lintel/docs of the project)"),
  async run({ terminal, text }) {
    const { findFolder } = await import("../project/index.js");
    const { writeSite } = await import("./docs/write-site.js");
    const directory = findFolder(process.cwd(), text("blueprint"));
    const written = writeSite(directory, process.cwd(), text("out"));
    terminal.result(written, (paint) => `${paint("green", "written")}  ${written.file}`);
    terminal.note(
      () =>
        `${written.documents} documents and ${written.pictures} pictures, ${written.bytes.toLocaleString("en-US")} bytes.\n` +
        `Open ${written.address} in a browser; nothing else is needed.`,
    );
    return 0;
  },
};
