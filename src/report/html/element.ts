/**
 * Elements of the page, made in linkedom's document: a DOM for servers, small, kept, and enough for
 * Observable Plot. Text becomes text, whatever a guest has put into it; the page's style alone is written as it is.
 */
import { parseHTML } from 'linkedom';

/** What the page needs of a DOM element; Plot's pictures are such as well. */
export interface PageElement {
  append(...children: (PageElement | string)[]): void;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  querySelectorAll(selector: string): Iterable<PageElement>;
  readonly outerHTML: string;
}

export interface PageDocument {
  createElement(tag: string): PageElement;
}

export type Child = PageElement | string | null | readonly Child[];

/** One for all pages: elements are made in it and never attached to it. */
export const pageDocument = parseHTML('<!doctype html><html></html>')
  .document as unknown as PageDocument;

/**
 * An element.
 *
 * @param name its tag, and after dots its classes, as in `p.note`
 */
export function h(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...children: Child[]
): PageElement {
  const [tag = 'div', ...classes] = name.split('.');
  const element = pageDocument.createElement(tag);
  if (classes.length > 0) element.setAttribute('class', classes.join(' '));
  // linkedom writes an attribute as it is, but for quotation marks.
  for (const [key, value] of Object.entries(attributes))
    element.setAttribute(key, value.replaceAll('&', '&amp;'));
  appendAll(element, tag === 'title' ? children.map(escapedTitle) : children);
  return element;
}

/** linkedom writes the text of a title as it is, and the text would end it. */
function escapedTitle(child: Child): Child {
  if (typeof child !== 'string') throw new TypeError('a title holds text alone');
  return child.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function appendAll(element: PageElement, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null) continue;
    if (typeof child !== 'string' && !('outerHTML' in child)) appendAll(element, child);
    else element.append(child);
  }
}
