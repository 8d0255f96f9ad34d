import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** A change made to a source file on purpose; `from` must be there, once. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface Edited {
  readonly text: string;
  /** What was not there exactly once: file and text. */
  readonly unfit: readonly string[];
}

/** The sources the simulator changes, as it plays them: with its own edits first, then with these. */
export function editedSources(edits: readonly Edit[]): ReadonlyMap<string, Edited> {
  const all = [...COLD, ...PARSED, ...edits];
  const files = [...new Set([...all.map(({ file }) => file), ...Object.keys(PURE)])];
  return new Map(
    files.map((file) => [file, edited(file, [...all.filter((edit) => edit.file === file), ...kept(file)])]),
  );
}

function edited(file: string, edits: readonly Omit<Edit, 'file'>[]): Edited {
  const unfit: string[] = [];
  let text = readFileSync(join(ROOT, file), 'utf8');
  for (const { from, to } of edits) {
    if (text.split(from).length !== 2) unfit.push(`${file}: ${from}`);
    text = text.replace(from, () => to);
  }
  return { text, unfit };
}

/** What modules keep between invocations is forgotten at a cold start, which a schedule brings about. */
const COLD: readonly Edit[] = [
  {
    file: 'functions/shared/configuration.ts',
    from: 'let good: (Read<T> & { readonly at: number }) | undefined;',
    to: 'let good: (Read<T> & { readonly at: number }) | undefined; whenCold(() => { good = undefined; });',
  },
  {
    file: 'functions/shared/secrets.ts',
    from: 'let secret: string | undefined;',
    to: 'let secret: string | undefined; whenCold(() => { secret = undefined; });',
  },
];

/** Pure functions of core/ whose results are kept from schedule to schedule; see world/remembered.ts. */
const PURE: Readonly<Record<string, string>> = {
  'core/audit/audit.ts': 'auditPlan',
  'core/report/approval-page.ts': 'renderApproval',
  'core/report/decision-mail.ts': 'decisionMail',
  'core/report/feed.ts': 'repFeed',
  'core/report/follow-ups.ts': 'followUps',
  'core/report/report.ts': 'renderReport',
  'core/report/scorecard.ts': 'scorecard',
  'core/risk/score-portfolio.ts': 'scorePortfolio',
  'core/schedule/plan-block.ts': 'planBlock',
  'core/schedule/split-blocks.ts': 'splitBlocks',
};

/** What is read is parsed once: the same text, or the same stored record, under the same contract. */
const PARSED: readonly Edit[] = [
  {
    file: 'functions/shared/evidence-store.ts',
    from: 'return contract.parse(JSON.parse(await this.getText(tenant, domain, digest)));',
    to: 'return parsedText(contract, await this.getText(tenant, domain, digest));',
  },
  {
    file: 'functions/shared/tables.ts',
    from: "record: contract.parse(found.Item['record'])",
    to: "record: parsedRecord(contract, found.Item['record'])",
  },
  {
    file: 'functions/shared/tables.ts',
    from: "record: contract.parse(item['record'])",
    to: "record: parsedRecord(contract, item['record'])",
  },
  {
    file: 'functions/shared/configuration.ts',
    from: 'contract.parse(JSON.parse(new TextDecoder().decode(answer.Configuration)))',
    to: 'parsedText(contract, new TextDecoder().decode(answer.Configuration))',
  },
  {
    file: 'functions/shared/configuration-control.ts',
    from: "policies: async (version: string): Promise<PolicySet> => PolicySet.parse(await content('policy', version)),",
    to: "policies: async (version: string): Promise<PolicySet> => parsedText(PolicySet, JSON.stringify(await content('policy', version))),",
  },
];

function kept(file: string): Omit<Edit, 'file'>[] {
  const name = PURE[file];
  if (name === undefined) return [];
  const from = `export function ${name}(`;
  return [{ from, to: `const kept = remembered(${name});\nexport { kept as ${name} };\nfunction ${name}(` }];
}
