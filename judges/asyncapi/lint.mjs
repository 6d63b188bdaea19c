import { Parser } from "@asyncapi/parser";
import { documents } from "../openapi/documents.mjs";

const parser = new Parser();
/** The severities of the parser: 0 is an error, 1 a warning; below them are hints. */
const warning = 1;

for await (const { name, text } of documents("/asyncapi.json")) {
  const { document, diagnostics } = await parser.parse(text);
  const minded = diagnostics.filter(({ severity }) => severity <= warning);
  for (const { code, path, message } of minded)
    process.stderr.write(`  ${code} at ${path.join("/")}: ${message}\n`);
  const rules = [...new Set(minded.map(({ code }) => code))];
  process.stdout.write(
    document !== undefined && minded.length === 0
      ? `passed @asyncapi/parser on the AsyncAPI document of ${name}\n`
      : `failed @asyncapi/parser on the AsyncAPI document of ${name}: ${minded.length} (${rules.join(", ")})\n`,
  );
}
