import { describe, expect, it } from 'vitest';
import { dumbbells } from '../../core/report/chart/dumbbells.ts';
import { unbalancedTags } from '../support/document-structure.ts';

const { text: drawn } = dumbbells(
  'Loss by account',
  [
    { label: 'A-1', without: 400_000, with: 100_000 },
    { label: '<b>2</b>', without: 0, with: 0 },
  ],
  'EUR',
);

describe('accounts from without to with the plan', () => {
  it('stand on one scale from zero in shares of the width, so they are seen whole on a phone', () => {
    expect(drawn).toContain('cx="100%" cy="8" r="5.5" class="f-before"');
    expect(drawn).toContain('cx="25%" cy="8" r="5.5" class="f-with"');
    expect(drawn).toContain('<rect x="25%" y="6" width="75%"');
    expect(drawn).not.toContain('viewBox');
  });

  it('say in text what the picture says, with labels as text', () => {
    expect(drawn).toContain('−3,000<span class="hidden">, from 4,000 to 1,000</span>');
    expect(drawn).toContain('&lt;b&gt;2&lt;/b&gt;');
    expect(unbalancedTags(drawn)).toEqual([]);
  });
});
