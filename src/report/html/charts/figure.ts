/**
 * Pictures in two widths, of which the page shows the one that fits: text in a picture that is scaled down
 * cannot be read. Drawn by Observable Plot: its pictures are plain SVG that takes the page's colours.
 */
import { h, type PageElement, pageDocument } from '../element.js';

export interface Size {
  readonly width: number;
  readonly narrow: boolean;
  /** Steps of an outline that can be told apart. */
  readonly steps: number;
}

const WIDE: Size = { width: 880, narrow: false, steps: 64 };
const NARROW: Size = { width: 340, narrow: true, steps: 32 };

/** The colours of outcomes, from the page's style. */
export const COLOURS = {
  early: 'var(--early)',
  late: 'var(--late)',
  stale: 'var(--stale)',
} as const;

export const OUTCOME_COLOURS = { domain: Object.keys(COLOURS), range: Object.values(COLOURS) };

/** What every picture has in common. */
export const COMMON = {
  document: pageDocument as never,
  className: 'plot',
  style: { fontSize: '12px' },
} as const;

/**
 * A figure.
 *
 * @param draw the pictures of one width, one below the other
 */
export function figure(
  title: string,
  caption: string,
  draw: (size: Size) => readonly unknown[],
): PageElement {
  const pictures = [WIDE, NARROW].map((size) => {
    const drawn = draw(size) as PageElement[];
    for (const picture of drawn) roundPaths(picture);
    return h(`div.picture.${size.narrow ? 'narrow' : 'wide'}`, {}, drawn);
  });
  const words = h('figcaption', {}, h('b', {}, title), h('span', {}, caption));
  return h('figure.chart', {}, words, pictures);
}

/** To whole pixels across and tenths upwards, where a single stale read may be low: half the weight. */
function roundPaths(picture: PageElement): void {
  for (const path of picture.querySelectorAll('path')) {
    const outline = path.getAttribute('d') ?? '';
    path.setAttribute('d', outline.replace(/\.\d+,/g, ',').replace(/(\.\d)\d+/g, '$1'));
  }
}

/** A word of the legend, in its colour. */
export function legend(...names: (keyof typeof COLOURS)[]): PageElement {
  return h(
    'p.legend',
    {},
    names.map((name) => h(`span.key.${name}`, {}, name)),
  );
}
