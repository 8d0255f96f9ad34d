/** What a static page must not contain: the content security policy forbids it, and mail scanners would run it. */
export function activeParts(page: string): string[] {
  const body = page.replace(/<style>[\s\S]*?<\/style>/, '');
  return [
    ...body.matchAll(
      /<script|<iframe|<object|<embed|<link(?! rel="icon" href="data:,")|\s(?:on[a-z]+|style|srcdoc)=|javascript:|(?:src|href)="https?:/gi,
    ),
  ].map(([found]) => found);
}

/** Tags that are opened and not closed, or the other way round, by name. */
export function unbalancedTags(page: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, closing, name, rest] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>/gi)) {
    if (name === undefined || VOID.has(name) || rest?.endsWith('/')) continue;
    if (closing === '') open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}

const VOID = new Set(['meta', 'link', 'br', 'input', 'hr', 'img']);

/** Ids that occur twice, and references to ids that do not occur. */
export function brokenIds(page: string): string[] {
  const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id ?? '');
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  const references = [...page.matchAll(/\s(?:for|aria-labelledby|aria-describedby)="([^"]*)"|href="#([^"]*)"/g)]
    .flatMap(([, names, anchor]) => (names ?? anchor ?? '').split(' '))
    .filter((id) => id !== '' && !ids.includes(id));
  return [...twice, ...references];
}
