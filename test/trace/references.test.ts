import { describe, expect, it } from 'vitest';
import { chainReferences, referencesOf } from '../../core/trace/references.ts';
import { exampleChain, someDigest, step } from './example-chain.ts';

const [a, b, c] = ['a', 'b', 'c'].map(someDigest);

describe('chainReferences', () => {
  it('are inputs, outputs, policies and flags, each once, and no hash of the chain', () => {
    const entries = exampleChain([step('one', { flags: someDigest('a') }), step('two')]);
    const expected = ['one in', 'one out', 'policy', 'a', 'two in', 'two out'].map(someDigest);
    expect(chainReferences(entries)).toEqual(expected);
  });
});

describe('referencesOf', () => {
  it('are the digests in an answer, however deep, each once', () => {
    expect(referencesOf('step/1', { plan: a, rounds: [{ plans: [b, a] }], text: `see ${c}` })).toEqual([a, b]);
  });
  it('end at a plan, which leads to the plan before it and so on for ever', () => {
    expect(referencesOf('plan/1', { portfolio: a, published: b })).toEqual([]);
  });
  it('of an incident leave out the head of its chain, which is no evidence', () => {
    expect(referencesOf('incident/1', { evidence: { plan: a }, trace: { head: b } })).toEqual([a]);
    expect(referencesOf('incident/1', null)).toEqual([]);
  });
  it('of a proposal leave out the code that tried it, which is no evidence', () => {
    expect(referencesOf('proposal/1', { parts: [{ candidate: a }], suites: [b], code: c })).toEqual([a, b]);
    expect(referencesOf('proposal/1', null)).toEqual([]);
    expect(referencesOf('proposal/1', 'none')).toEqual([]);
  });
});
