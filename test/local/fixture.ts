import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Assembly } from '../../infra/local/template.ts';

type Properties = Record<string, unknown>;
export type Fixture = { readonly assembly: Assembly; readonly dataDir: string; readonly root: string; remove(): void };

/** A small application: templates in the shapes CDK writes, functions as source text, in a folder of its own. */
export function fixture(
  resources: Record<string, unknown>,
  functions: Record<string, string>,
  more: Record<string, unknown> = {},
): Fixture {
  const root = mkdtempSync(join(tmpdir(), 'local-host-'));
  const assetRoot = join(root, 'cdk.out');
  for (const [name, source] of Object.entries(functions)) {
    mkdirSync(join(assetRoot, `asset.${name}`), { recursive: true });
    writeFileSync(join(assetRoot, `asset.${name}`, 'index.mjs'), linked(source));
  }
  const assembly = { templates: [{ Resources: resources, ...more }], assetRoot };
  writeFileSync(join(root, 'assembly.json'), JSON.stringify(assembly));
  const remove = () => rmSync(root, { recursive: true, force: true });
  return { assembly, dataDir: join(root, 'data'), root, remove };
}

/** Packages by their place in this project: the function lies outside it. */
function linked(source: string): string {
  return source.replace(/from '(@[^']+)'/g, (_, name: string) => {
    return `from '${import.meta.resolve(name)}'`;
  });
}

export function lambda(name: string, variables: Properties = {}, properties: Properties = {}): unknown {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}-${AWS::Region}' }, S3Key: `${name}.zip` },
      Environment: { Variables: variables },
      Timeout: 10,
      MemorySize: 256,
      ...properties,
    },
  };
}

export function machine(definition: unknown, substitutions: Properties = {}): unknown {
  return {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      DefinitionString: JSON.stringify(definition),
      DefinitionSubstitutions: substitutions,
      RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
    },
  };
}

export const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } };

export const REGION = 'eu-central-1';
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Looks again and again until something is there; fails with what was seen last. */
export async function until<T>(look: () => Promise<T | undefined> | T | undefined, seconds = 30): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`nothing after ${seconds} s: ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
