import { type Html, html } from './html.ts';

export interface MailParts {
  readonly title: string;
  readonly kicker: string;
  readonly body: Html;
  /** The one thing to do; a link that is not http or https leads nowhere. */
  readonly action: { readonly label: string; readonly link: string };
  readonly small: string;
}

/** A letter as HTML. Mail programs know style attributes and little else, so here, and only here, they are used. */
export function mailDocument({ title, kicker, body, action, small }: MailParts): string {
  const href = /^https?:\/\//.test(action.link) ? action.link : '#';
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body style="margin:0;padding:24px;background:#faf9f6;color:#191c1e;font:16px/1.6 -apple-system,'Segoe UI',Roboto,Arial,sans-serif">
<div style="max-width:560px;margin:0 auto;background:#ffffff;border:1px solid #e3e0d9;border-radius:14px;padding:28px">
<p style="margin:0;color:#0b6b5d;font-size:13px;font-weight:600">${kicker.toUpperCase()}</p>
<h1 style="margin:6px 0 4px;font-size:26px;line-height:1.25">${title}</h1>
${body}
<p style="margin:24px 0"><a href="${href}" style="display:inline-block;background:#0b6b5d;color:#ffffff;text-decoration:none;font-weight:600;padding:13px 24px;border-radius:10px">${action.label}</a></p>
<p style="margin:0;color:#575e64;font-size:14px">${small}</p>
</div></body></html>
`.text;
}
