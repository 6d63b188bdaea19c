import type { Box } from "./picture.js";

/** A colour on a light ground and on a dark one. */
export interface Shade {
  readonly light: string;
  readonly dark: string;
}

export const ground: Shade = { light: "#ffffff", dark: "#11161c" };
export const ink: Shade = { light: "#1b2530", dark: "#e8edf3" };
/** Of less weight, and still read with ease: at least 4.5 to 1 on every fill. */
export const muted: Shade = { light: "#47535f", dark: "#b4bfca" };
export const stroke: Shade = { light: "#56636f", dark: "#97a4b1" };
export const faint: Shade = { light: "#c3cbd3", dark: "#3d4853" };

/** What a box is filled with, and its border. */
export const fills: { readonly [kind in Box["kind"]]: { readonly fill: Shade; readonly border: Shade } } = {
  person: {
    fill: { light: "#e4f0fd", dark: "#14304b" },
    border: { light: "#1f5f99", dark: "#76b3ec" },
  },
  system: {
    fill: { light: "#e3e8fd", dark: "#1d2a55" },
    border: { light: "#3a52a8", dark: "#98aef6" },
  },
  service: {
    fill: { light: "#e5f5ea", dark: "#133322" },
    border: { light: "#1e6f43", dark: "#6bca94" },
  },
  database: {
    fill: { light: "#fdf2dd", dark: "#3a2d11" },
    border: { light: "#85590a", dark: "#ddb25b" },
  },
  queue: {
    fill: { light: "#f5e9fb", dark: "#351f41" },
    border: { light: "#7a3f9c", dark: "#cd9bee" },
  },
  store: {
    fill: { light: "#e0f4f4", dark: "#0f3434" },
    border: { light: "#0d6868", dark: "#62c8c8" },
  },
  outside: {
    fill: { light: "#eef0f3", dark: "#272e36" },
    border: { light: "#5c6874", dark: "#9ba8b5" },
  },
  entity: {
    fill: { light: "#f6f8fa", dark: "#1a222b" },
    border: { light: "#47535f", dark: "#97a4b1" },
  },
  note: {
    fill: { light: "#fff9e0", dark: "#332f17" },
    border: { light: "#8a7413", dark: "#cdb85a" },
  },
};
