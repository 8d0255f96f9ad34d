/** Links come from the host; what is not http, https or relative leads nowhere. */
export function safeHref(href: string): string {
  return /^(https?:\/\/|\/(?!\/)|#|[\w.-]+(?:[/?#]|$))/.test(href) ? href : '#content';
}
