/** Controls (but tab and line feed), zero-width and bidirectional marks, line separators, lone surrogates. */
const ACTIVE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

/**
 * Text in which nothing acts: characters that steer a terminal, a header, or the direction of what follows are shown as
 * their code point, such as \u202e. Carriage returns before a line feed are dropped.
 */
export function inert(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(ACTIVE, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}

/** The same on one line: for headers, calendar summaries and table cells. */
export function inertLine(text: string): string {
  return inert(text.replace(/\s*[\n\t]\s*/g, ' ')).trim();
}
