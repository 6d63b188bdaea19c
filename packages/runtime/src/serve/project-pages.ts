import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { failure } from "../errors.js";
import { fileHeaders } from "../guards/security-headers/index.js";
import type { Page, PageContent } from "../http/index.js";

const types: { readonly [extension: string]: string } = {
  html: "text/html",
  css: "text/css",
  js: "text/javascript",
  svg: "image/svg+xml",
};
const named = /^[a-z0-9][a-z0-9-]*\.(html|css|js|svg)$/;
/** Bytes of a file at most. */
const most = 1_048_576;

/**
 * The files of a project's folder at `/pages/<name>`: texts of these kinds with a plain name, none of what lies in folders below, and no
 * link that leads elsewhere. They are read anew each time, and may run and ask for what comes from this server alone.
 */
export async function projectPages(folder: string): Promise<readonly Page[]> {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => {
    const [, extension] = named.exec(name) ?? [];
    const type = extension && types[extension];
    return type ? [{ path: `/pages/${name}`, answer: () => contentOf(join(folder, name), type) }] : [];
  });
}

async function contentOf(path: string, type: string): Promise<PageContent> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => undefined,
  );
  try {
    const about = await file?.stat();
    if (!file || !about?.isFile() || about.size > most)
      throw failure("ROUTE_NOT_FOUND", "There is no file here, or one that is larger than 1 MiB.");
    const body = await file.readFile();
    return { status: 200, type: `${type}; charset=utf-8`, body, security: fileHeaders };
  } finally {
    await file?.close();
  }
}
