/** What Debian says of a package: a stanza of apt's lists, or the file control of a .deb (deb-control(5)). */
import type { Dependency, PackageLabel } from './package-label.js';

/** A stanza of apt's lists, or a control file; null where it names no package. */
export function parseStanza(text: string): PackageLabel | null {
  const field = (name: string): string =>
    new RegExp(`^${name}: *(.*(?:\n[ \t].*)*)`, 'im').exec(text)?.[1] ?? '';
  const name = field('Package').trim();
  const version = field('Version').trim();
  if (name === '' || version === '') return null;
  const relations = (...names: string[]) => names.flatMap((one) => parseRelations(field(one)));
  return {
    name,
    version,
    source: sourceOf(field('Source'), name, version),
    architecture: field('Architecture').trim(),
    summary: field('Description').split('\n')[0]?.trim() ?? '',
    depends: relations('Pre-Depends', 'Depends'),
    optional: relations('Recommends', 'Suggests'),
  };
}

/** Every package that a relation names, alternatives too: `a (= 1) | b, c`. */
function parseRelations(text: string): Dependency[] {
  return text.split(/[,|]/).flatMap((relation) => {
    const match = /^\s*([a-z0-9][a-z0-9+.-]*)(?::\w+)?\s*(?:\(\s*=\s*([^\s)]+)\s*\))?/.exec(
      relation,
    );
    return match?.[1] === undefined ? [] : [{ name: match[1], version: match[2] ?? null }];
  });
}

/**
 * The source package with its version, as the same text for all packages of one build. Signed kernels come out of a source package of their
 * own, linux-signed-amd64 beside linux, and signing them again adds +1 to the version.
 */
function sourceOf(source: string, name: string, version: string): string {
  const own = source.replace(/\(.*/s, '').trim() || name;
  const unsigned = own.replace('-signed', '').replace(/-(?:amd64|arm64|i386)$/, '');
  return `${unsigned} ${version.replace(/\+\d+$/, '')}`;
}
