import { type Day, dayOf, weekdayOf } from './day.ts';

/**
 * The holidays of a year from the rules of a pack (see Pack): fixed days and Easter first, then the substitutes in the order
 * of the rules, each on the first day after that is neither weekend nor already a holiday.
 */
export function holidaysOf(rules: readonly string[], year: number): ReadonlySet<Day> {
  const days = rules.map((rule) => dayOfRule(rule, year));
  const holidays = new Set(days);
  days.forEach((day, index) => {
    if (rules[index]?.endsWith('+substitute') !== true || !isWeekend(day)) return;
    let substitute = day + 1;
    while (isWeekend(substitute) || holidays.has(substitute)) substitute += 1;
    holidays.add(substitute);
  });
  return holidays;
}

/**
 * Easter Sunday of the Gregorian calendar, any year from 1583. Source: the anonymous algorithm of Nature, 20 April 1876,
 * as given by Meeus, Astronomical Algorithms, chapter 8.
 */
export function easterSunday(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const marchDays = h + l - 7 * m + 21;
  return dayInYear(year, '03-01') + marchDays;
}

function dayOfRule(rule: string, year: number): Day {
  return rule.startsWith('easter') ? easterSunday(year) + Number(rule.slice(6)) : dayInYear(year, rule.slice(0, 5));
}

function dayInYear(year: number, monthAndDay: string): Day {
  return dayOf(`${String(year).padStart(4, '0')}-${monthAndDay}`);
}

function isWeekend(day: Day): boolean {
  return weekdayOf(day) === 'sa' || weekdayOf(day) === 'su';
}
