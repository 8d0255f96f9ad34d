/**
 * Every digest is taken in one of these domains, so that bytes of one kind can never stand in for another (as in RFC 6962,
 * where leaves and nodes are hashed under different prefixes). Contracts hash under their own name; the rest says what it
 * is. A new kind of content gets a new line; a line never changes its meaning.
 */
export const DOMAINS = [
  'portfolio/1',
  'portfolio-part/1',
  'policy/1',
  'policy-set/1',
  'flags/1',
  'plan/1',
  'block-plan/1',
  'trace/1',
  'anchor/1',
  'anchor-heads/1',
  'run/1',
  'request/1',
  'decision/1',
  'delegation/1',
  'outcome/1',
  'event/1',
  'audit/1',
  'page/1',
  'report/1',
  'scorecard/1',
  'simulation/1',
  'suite-result/1',
  'incident/1',
  'rollback/1',
  'feed/1',
  'follow-ups/1',
  'gate-brief/1',
  'step/1',
  'code/1',
  'share/1',
  'content/1',
] as const;
export type Domain = (typeof DOMAINS)[number];
