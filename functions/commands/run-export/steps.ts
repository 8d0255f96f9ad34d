import type { TraceEntry } from '../../../core/model/trace.ts';

/** `<attempt>/<step>[/<part>]`, the key a step is remembered and traced under. */
export function stepOf(entry: TraceEntry): { readonly attempt: number; readonly name: string } {
  const [attempt = '', name = ''] = entry.step.split('/');
  return { attempt: Number(attempt), name };
}

/** The last entry of a step, of one attempt or of any. */
export function lastEntry(entries: readonly TraceEntry[], name: string, attempt?: number): TraceEntry | undefined {
  return entries.findLast((entry) => {
    const step = stepOf(entry);
    return step.name === name && (attempt === undefined || step.attempt === attempt);
  });
}
