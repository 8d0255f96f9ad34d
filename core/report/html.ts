import { inert } from './inert.ts';

/** Markup that is safe to send: made by {@link html} only, so that nothing reaches a page unescaped by accident. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Html | string | number | false | null | undefined | readonly Part[];

/**
 * Tagged template: every value is escaped for text and for quoted attributes, and made inert; `Html` is taken as it
 * stands; false, null and undefined are nothing; lists are joined. Own code because it is twenty lines: the libraries
 * of this kind either render for a DOM or escape by opt-in.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0] ?? '';
  parts.forEach((part, index) => {
    text += rendered(part) + (strings[index + 1] ?? '');
  });
  return new Html(text);
}

/** For `<strong>`-like joins: parts with a separator between them. */
export function joined(parts: readonly Part[], separator: string): readonly Part[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]));
}

/** Text of the caller's own (labels, reasons), kept apart from the direction of the text around it. */
export function isolated(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}

function rendered(part: Part): string {
  if (part instanceof Html) return part.text;
  if (part === false || part === null || part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(inert(String(part)));
  return part.map(rendered).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? character);
}
