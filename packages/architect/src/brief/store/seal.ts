import { digestOfData } from "../canonical.js";

/**
 * SHA-256 of all that the data of a brief hold, but for what is noted of their writing. Kept with a brief that is confirmed as it is written: whoever finds
 * both files as they were then knows that it is, without knowing the questions.
 *
 * @param data of the file, or a brief
 */
export function sealOf(data: object): string {
  const { $schema: _, written: __, ...held } = data as { readonly [member: string]: unknown };
  return digestOfData(held);
}
