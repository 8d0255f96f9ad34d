import { describe, expect, it } from 'vitest';
import { RunId } from '../../core/model/ids.ts';
import { RunStatus } from '../../core/model/run.ts';
import { renderNotMade } from '../../core/report/not-made-page.ts';
import { activeParts, brokenIds, unbalancedTags } from '../support/document-structure.ts';

const id = RunId.parse(`run-${'1'.repeat(32)}`);

describe('the page of what a run has not made', () => {
  it('says of a run that goes on to ask again, and of one that is over that it has none', () => {
    const waiting = renderNotMade({ id, status: 'waiting-for-decision' }, 'incident');
    expect(waiting).toContain('<h1>This run has no incident yet</h1>');
    expect(waiting).toContain('It is not over: Waiting for a decision. Ask again when it has got further.');
    const done = renderNotMade({ id, status: 'done' }, 'incident');
    expect(done).toContain('<h1>This run has no incident</h1>');
    expect(done).toContain('It has ended without one: Published.');
  });

  it.each(RunStatus.options)('of a run that is %s is one whole document that leads to the run', (status) => {
    const page = renderNotMade({ id, status }, 'report');
    expect(page).toContain(`href="/v1/runs/${id}"`);
    expect([activeParts(page), unbalancedTags(page), brokenIds(page)]).toEqual([[], [], []]);
  });
});
