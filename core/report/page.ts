import { createHash } from 'node:crypto';
import { Html, html, type Part } from './html.ts';
import { STYLE } from './style.ts';

/** The policy every page lives under; also to be sent as a header. Nothing is fetched, nothing runs. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
].join('; ');

export interface PageParts {
  readonly title: string;
  readonly header: Html;
  readonly main: Html;
  readonly footer: Part;
  /** Where the skip link goes. */
  readonly skip?: { readonly to: string; readonly text: string };
  /** One column for reading and deciding. */
  readonly narrow?: boolean;
}

/** One self-contained document: no script, no request, no style attribute. */
export function page(parts: PageParts): string {
  const skip = parts.skip ?? { to: 'content', text: 'Skip to the content' };
  const wrap = parts.narrow === true ? 'wrap narrow' : 'wrap';
  return html`${new Html('<!doctype html>')}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(CONTENT_SECURITY_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="same-origin">
<meta name="color-scheme" content="light dark">
<title>${parts.title}</title>
<link rel="icon" href="data:,">
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#${skip.to}">${skip.text}</a>
<header class="top"><div class="${wrap}">${parts.header}</div></header>
<main id="content" tabindex="-1"><div class="${wrap}">${parts.main}</div></main>
<footer class="end"><div class="${wrap}">${parts.footer}</div></footer>
</body>
</html>
`.text;
}
