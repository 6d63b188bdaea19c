import { Document, isMap, isSeq, visit } from "yaml";
import type { Widths } from "./widths.js";

const about = ` How wide the values of each table are, measured on a sample of its rows: for the sizes in docs/architecture/capacity.md.
 "lengths" are bytes from the shortest to the longest, each for a tenth of the rows; "absent" is the part of the rows without a
 value; "parts" are those of the rows that an index with a condition is about; "classes" are how many words are in so many
 rows of the sample. It can be edited, and measured again.`;

/** The file of measured widths: the same text for the same widths. */
export function writeWidths(widths: Widths): string {
  const document = new Document(widths);
  document.commentBefore = about;
  visit(document, {
    Collection(_, node) {
      const isList = isSeq(node) && node.items.every((item) => !isSeq(item));
      const isColumn = isMap(node) && node.items.every(({ key }) => /^(?:lengths|absent)$/.test(String(key)));
      if (isList || isColumn) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
