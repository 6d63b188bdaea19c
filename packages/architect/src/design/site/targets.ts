import type { Page } from "./pages.js";

/** Where a link of a document leads on the site. */
export type Target =
  | { readonly to: "page"; readonly page: Page; readonly anchor: string }
  | { readonly to: "elsewhere"; readonly address: string }
  /** Within the project, and not on the site. */
  | { readonly to: "nowhere" };

/** Some host that stands for `docs/architecture`. */
const here = "https://architecture.invalid/";

/** Reads the target of a link in the document at `path`. Only documents and addresses of http and https are led to. */
export function targetOf(href: string, path: string, pages: ReadonlyMap<string, Page>): Target {
  let url: URL;
  try {
    url = new URL(href, here + path.split("/").map(encodeURIComponent).join("/"));
  } catch {
    return { to: "nowhere" };
  }
  if (!url.href.startsWith(here))
    return /^https?:$/.test(url.protocol) ? { to: "elsewhere", address: url.href } : { to: "nowhere" };
  const page = pages.get(decoded(url.pathname.slice(1)));
  return page ? { to: "page", page, anchor: decoded(url.hash.slice(1)) } : { to: "nowhere" };
}

/** The id of what a heading or an anchor of a page becomes. */
export function anchorId(page: Pick<Page, "id">, anchor: string): string {
  return anchor === "" ? page.id : `${page.id}--${anchor}`;
}

/** A link to an id on the site. */
export function hrefOf(id: string): string {
  return `#${encodeURIComponent(id)}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
