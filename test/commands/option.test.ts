import { describe, expect, it } from 'vitest';
import { wholeNumber } from '../../functions/commands/option.ts';

describe('wholeNumber', () => {
  it.each([
    [undefined, 7],
    ['0', 0],
    ['12', 12],
    ['2147483647', 2_147_483_647],
  ])('reads %j as %d', (text, value) => {
    expect(wholeNumber('--seed', text, 7)).toBe(value);
  });

  it.each(['', ' 1', '-1', '+1', '1.5', '1e3', '0x10', 'NaN', 'many', '2147483648', '99999999999'])(
    'refuses %j',
    (text) => {
      expect(() => wholeNumber('--seed', text, 7)).toThrow(`--seed takes a whole number from 0: received "${text}"`);
    },
  );

  it('refuses less than the least', () => {
    expect(() => wholeNumber('--seeds', '0', 7, 1)).toThrow('from 1');
  });
});
