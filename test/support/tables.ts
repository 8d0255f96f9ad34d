/** Names of the tables, under the variables the functions know them by. */
export const TABLES = {
  PORTFOLIOS_TABLE: 'portfolios',
  RUNS_TABLE: 'runs',
  EVIDENCE_TABLE: 'evidence',
  TRACES_TABLE: 'traces',
  GATES_TABLE: 'gates',
  HEADS_TABLE: 'heads',
  OUTBOX_TABLE: 'outbox',
  SUBJECTS_TABLE: 'subjects',
  ANCHORS_TABLE: 'anchors',
  OUTCOMES_TABLE: 'outcomes',
} as const;
