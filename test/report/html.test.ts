import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, isolated, joined } from '../../core/report/html.ts';
import { inert, inertLine } from '../../core/report/inert.ts';

const HOSTILE = [
  '<',
  '>',
  '"',
  "'",
  '`',
  '&',
  '/',
  '=',
  ' ',
  'a',
  '\u202e',
  '\u2066',
  '\u0000',
  '\r',
  '\n',
  '\ud800',
  'ש',
];

const ACTIVE = ['<', '>', '"', "'", '`', '\u202e', '\u2066', '\u0000', '\r', '\ud800'];

describe('html', () => {
  it('escapes what is not markup of its own, in text and in attributes', () => {
    const hostile = `<img src=x onerror="alert('1')">&\``;
    expect(html`<p title="${hostile}">${hostile}</p>`.text).toBe(
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;&#96;">' +
        '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;&#96;</p>',
    );
  });

  it('takes markup as it stands, joins lists and leaves out nothings', () => {
    expect(html`<ul>${['a', 'b'].map((name) => html`<li>${name}</li>`)}${false}${null}${undefined}${0}</ul>`.text).toBe(
      '<ul><li>a</li><li>b</li>0</ul>',
    );
    expect(html`${joined(['a', '<', 'c'], ', ')}`.text).toBe('a, &lt;, c');
  });

  it('keeps right-to-left labels from turning the text around them', () => {
    expect(isolated('מפגש').text).toBe('<bdi>מפגש</bdi>');
    expect(html`${'a\u202eb'}`.text).toBe('a\\u202eb');
  });

  it('lets no value open a tag, leave an attribute or steer the direction, whatever the value', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...HOSTILE) }), (value) => {
        const { text } = html`<p title="${value}">${value}</p>`;
        const inner = text.slice('<p title="'.length, -'</p>'.length);
        expect(inner.split('">')).toHaveLength(2);
        expect([...inner.replace('">', '')].filter((character) => ACTIVE.includes(character))).toEqual([]);
      }),
    );
  });
});

describe('inert', () => {
  it('shows controls, bidirectional marks and lone surrogates as code points and keeps letters, tabs and line feeds', () => {
    expect(inert('a\u0007\u001b[31m\u200f\ud800 ü שלום 😀\t\n')).toBe(
      'a\\u0007\\u001b[31m\\u200f\\ud800 ü שלום 😀\t\n',
    );
    expect(inert('a\r\nb')).toBe('a\nb');
    expect(inert('a\rb')).toBe('a\\u000db');
  });

  it('makes one line of many', () => {
    expect(inertLine(' To: a\r\nBcc: b\n\n')).toBe('To: a Bcc: b');
  });
});
