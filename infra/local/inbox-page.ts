import type { Mail } from './mail.ts';

/** The list of mails, newest first, as a page that works without scripts. */
export function inboxPage(mails: readonly Mail[]): string {
  const rows = mails
    .toReversed()
    .map(
      ({ id, at, from, to, subject }) =>
        `<tr><td><time datetime="${escaped(at)}">${escaped(timeShown(at))}</time></td><td>${escaped(from)}</td><td>${escaped(to.join(', '))}</td>` +
        `<td><a href="/mails/${escaped(id)}">${escaped(subject === '' ? '(no subject)' : subject)}</a></td></tr>`,
    )
    .join('\n');
  const table = `<table><thead><tr><th scope="col">At</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead><tbody>${rows}</tbody></table>`;
  return page('Inbox', `<h1>Inbox</h1>${mails.length === 0 ? '<p>No mail yet.</p>' : table}`);
}

/** One mail. Its HTML runs in a frame without scripts, forms or this page's origin; links open in a new tab. */
export function mailPage({ from, to, at, subject, text, html }: Mail): string {
  const body =
    html === ''
      ? ''
      : `<iframe title="Mail" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escaped(`<base target="_blank">${html}`)}"></iframe>`;
  const title = subject === '' ? '(no subject)' : subject;
  return page(
    title,
    `<p><a href="/">Inbox</a></p><h1>${escaped(title)}</h1>
<p>${escaped(from)} to ${escaped(to.join(', '))}, <time datetime="${escaped(at)}">${escaped(timeShown(at))}</time></p>${body}
<h2>As text</h2><pre>${linked(escaped(text))}</pre>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.5rem;border-bottom:1px solid #ccc;overflow-wrap:anywhere}
@media(max-width:40rem){tr{display:block;padding:.5rem 0;border-bottom:1px solid #ccc}thead{display:none}td{display:block;padding:0;border:0}}
iframe{width:100%;height:40rem;border:1px solid #ccc;background:#fff;color-scheme:light}pre{white-space:pre-wrap;overflow-wrap:anywhere}
@media(prefers-color-scheme:dark){html{background:#121212;color:#eee}a{color:#9cc4ff}}
</style></head><body><main>${body}</main></body></html>`;
}

/** `Tue 24 Nov 2026, 09:05 UTC`, as the mails themselves say it. */
function timeShown(at: string): string {
  const [day = '', date = '', month = '', year = '', time = ''] = new Date(at).toUTCString().split(' ');
  return `${day.replace(',', '')} ${Number(date)} ${month} ${year}, ${time.slice(0, 5)} UTC`;
}

function linked(html: string): string {
  return html.replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`);
}

function escaped(value: string): string {
  return value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
