/** What a package says of itself: its name, what it was built from, and what it needs beside it. */
export interface PackageLabel {
  readonly name: string;
  readonly version: string;
  /** The source package and its version, the same for all packages of one build. */
  readonly source: string;
  readonly architecture: string;
  /** What it is, in its own words. */
  readonly summary: string;
  readonly depends: readonly Dependency[];
  /** What is only recommended or suggested. */
  readonly optional: readonly Dependency[];
}

export interface Dependency {
  readonly name: string;
  /** The only version that will do, null where others do too. */
  readonly version: string | null;
}

/** The architecture of a package that is still to be compiled. */
export const SOURCE_CODE = 'src';
