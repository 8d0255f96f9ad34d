/**
 * The chance that a meeting planned `days` ahead (touch day) still stands when its day comes: `perDay` for each of them. What is
 * planned is planned again every morning, and people fall ill or leave. Calendar days, as in the loss process: an option of
 * the bound is then one touch day still. 1 for what lies before asOf. Multiplied day by day: the same bytes on every machine.
 *
 * @param perDay policy.value.survivalPerDay; absent: 1, what is planned is held
 */
export function survival(perDay: number | undefined, days: number): number {
  let chance = 1;
  if (perDay === undefined || perDay === 1) return chance;
  for (let day = 0; day < days && chance > 0; day++) chance *= perDay;
  return chance;
}
