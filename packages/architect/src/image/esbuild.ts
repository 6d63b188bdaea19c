import { createRequire } from "node:module";

/** What is used of esbuild, which comes with the loader of TypeScript: the same compiler reads the same files. */
export interface Esbuild {
  build(options: BuildOptions): Promise<Built>;
  transform(text: string, options: { readonly [name: string]: unknown }): Promise<{ readonly code: string }>;
}

export interface BuildOptions {
  readonly plugins: readonly Plugin[];
  readonly [name: string]: unknown;
}

export interface Built {
  readonly outputFiles: readonly { readonly contents: Uint8Array }[];
  readonly metafile: {
    readonly inputs: {
      readonly [path: string]: {
        readonly imports: readonly { readonly kind: string; readonly path: string }[];
      };
    };
  };
}

export interface Plugin {
  readonly name: string;
  setup(build: PluginBuild): void;
}

export interface Resolving {
  readonly path: string;
  readonly importer: string;
  readonly resolveDir: string;
  readonly kind: string;
  readonly pluginData: unknown;
}

export interface Resolved {
  readonly path?: string | undefined;
  readonly external?: boolean;
  readonly errors?: readonly { readonly text: string }[];
}

export interface PluginBuild {
  onResolve(
    options: { readonly filter: RegExp },
    resolve: (given: Resolving) => Promise<Resolved | undefined> | Resolved | undefined,
  ): void;
  onLoad(
    options: { readonly filter: RegExp },
    load: (given: {
      readonly path: string;
    }) => Promise<{ readonly contents: string; readonly loader: string }>,
  ): void;
  resolve(
    path: string,
    options: { readonly resolveDir: string; readonly kind: string; readonly pluginData: unknown },
  ): Promise<Resolved>;
}

/** The compiler that the loader of TypeScript uses. Throws where it cannot be found. */
export function loadEsbuild(): Esbuild {
  const beside = createRequire(createRequire(import.meta.url).resolve("tsx"));
  return beside("esbuild") as Esbuild;
}
