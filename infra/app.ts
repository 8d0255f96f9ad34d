import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleFunctions } from './bundle/bundle-functions.ts';
import { functionFolders } from './bundle/function-folders.ts';
import { readConfiguration } from './config/documents.ts';
import { functions } from './config/functions.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { ConfigurationStack } from './stacks/configuration-stack.ts';
import { EventsStack } from './stacks/events-stack.ts';
import { MissionStack } from './stacks/mission-stack.ts';
import { PromotionStack } from './stacks/promotion-stack.ts';
import { StatefulStack } from './stacks/stateful-stack.ts';

export interface AssembleOptions {
  /** Where templates and assets go. Default: what the CDK's own commands say, or a folder that goes with the process. */
  readonly outdir?: string;
  /** Folder with one bundle per function. Default: bundled now, where sources changed. */
  readonly bundles?: string;
  /** File with the policy set instead of `config/policy.json`. */
  readonly policies?: string;
}

/** A synthesised application. */
export interface Assembly {
  /** CloudFormation templates, in order of deployment. */
  readonly templates: readonly Readonly<Record<string, unknown>>[];
  /** Stack names, in the same order. */
  readonly stackNames: readonly string[];
  /** Folder with the assets the templates name. */
  readonly assetRoot: string;
}

const ROOT = resolve(import.meta.dirname, '..');

/**
 * Synthesises the application in this process, for any account and region, without network.
 * @throws Error naming every function without a source or a bundle, and every place where configuration breaks its contract
 */
export async function assemble(options: AssembleOptions = {}): Promise<Assembly> {
  const bundles = options.bundles ?? (await bundled());
  const outdir = options.outdir ?? passingFolder();
  const app = new App({
    ...(outdir === undefined ? {} : { outdir }),
    analyticsReporting: false,
    treeMetadata: false,
    context: BEHAVIOUR,
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  compose(app, bundles, options.policies);
  const assembly = app.synth();
  return {
    templates: assembly.stacks.map((stack): Record<string, unknown> => stack.template),
    stackNames: assembly.stacks.map(({ stackName }) => stackName),
    assetRoot: assembly.directory,
  };
}

/**
 * The behaviour of the CDK, stated here so that it is the same under its commands and in process: what it recommends for a
 * new application, save that a stack whose value another one uses keeps that value until the other lets go of it.
 */
const BEHAVIOUR = { ...recommended, '@aws-cdk/core:defaultCrossStackReferences': 'strong' };

/** The CDK's own commands say where to; otherwise a folder that goes with the process. */
function passingFolder(): string | undefined {
  if (process.env['CDK_OUTDIR'] !== undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function compose(app: App, bundles: string, policies: string | undefined): void {
  // Known by name to the alarm that guards configuration and to the log filter that counts: neither stack needs the other.
  const missionsInTrouble = new Metric({
    namespace: 'RiskAwareScheduling',
    metricName: 'MissionsInTrouble',
    statistic: Stats.SUM,
    period: Duration.minutes(15),
  });
  const stateful = new StatefulStack(app, 'SchedulingStateful');
  const { tables, references, objections, webhooks, sender, events, api, deadLetters } = stateful;
  const before = { tables, references, objections, webhooks, sender, events, publicUrl: api.apiEndpoint };
  const { configuration, validator } = new ConfigurationStack(app, 'SchedulingConfiguration', {
    documents: readConfiguration(policies),
    missionsInTrouble,
    around: before,
    bundles,
  });
  const around = { ...before, configuration };
  const { mission, ...missionStack } = new MissionStack(app, 'SchedulingMission', {
    around,
    bundles,
    definition: join(ROOT, 'statemachines', 'mission.asl.json'),
    missionsInTrouble,
  });
  const { promotion, ...promotionStack } = new PromotionStack(app, 'SchedulingPromotion', {
    around,
    bundles,
    definition: join(ROOT, 'statemachines', 'promotion.asl.json'),
  });
  const apiStack = new ApiStack(app, 'SchedulingApi', { api, around, mission, promotion, bundles });
  new EventsStack(app, 'SchedulingEvents', {
    around,
    mission,
    promotion,
    deadLetters,
    bundles,
    watched: [validator, ...missionStack.functions, ...promotionStack.functions, ...apiStack.functions],
  });
  for (const stack of app.node.children) {
    if (Stack.isStack(stack)) stack.templateOptions.metadata = { StackName: stack.stackName };
  }
}

async function bundled(): Promise<string> {
  const there = functionFolders(ROOT);
  const missing = Object.keys(functions).filter((name) => !there.includes(name));
  const undeclared = there.filter((name) => !(name in functions));
  if (missing.length > 0 || undeclared.length > 0) {
    throw new Error(
      [
        ...missing.map((name) => `functions/${name}/index.ts is missing, yet infra/config/functions.ts declares it`),
        ...undeclared.map((name) => `functions/${name} is not declared: add it to infra/config/functions.ts`),
      ].join('\n'),
    );
  }
  const { folder } = await bundleFunctions(ROOT);
  return folder;
}

if (import.meta.main) await assemble();
