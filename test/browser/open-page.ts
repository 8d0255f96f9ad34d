import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's place of the browser, unless told. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

export function openBrowser(): Promise<Browser> {
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet],
  });
}

export interface View {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

/** Shows a document served from a made-up origin; every other request is refused and listed. */
export async function openPage(
  browser: Browser,
  html: string,
  view: View,
): Promise<{ page: Page; requests: string[] }> {
  const context = await browser.newContext({
    viewport: { width: view.width, height: 800 },
    colorScheme: view.scheme,
    bypassCSP: false,
  });
  const page = await context.newPage();
  const requests: string[] = [];
  await page.route('**/*', (route) => {
    const request = route.request();
    if (request.url() === 'http://pages.test/' && request.method() === 'GET')
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
    requests.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`.trim());
    return route.abort();
  });
  await page.goto('http://pages.test/');
  return { page, requests };
}

/** What axe finds against WCAG 2.2 A and AA, and best practice: rule and the first elements. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: unknown =
    await page.evaluate(`axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then((result) => result.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')))`);
  return Array.isArray(found) ? found.map(String) : [`axe gave ${typeof found}`];
}
