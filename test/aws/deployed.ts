import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { z } from 'zod';
import type { Declared } from './assembly.ts';

/** A resource as it was declared, and what became of it. */
export interface Deployed extends Declared {
  /** Empty: it was not made. */
  readonly physicalId: string;
  readonly status: string;
}

export interface Stacks {
  readonly all: readonly Deployed[];
  ofType(type: string): Deployed[];
  /** @throws Error unless there is exactly one of this type, with this text in its logical id */
  one(type: string, part?: string): Deployed;
  /** What `{ Ref }` or `{ Fn::GetAtt }` points to within a stack. @throws Error where it points to nothing */
  target(stack: string, reference: unknown): Deployed;
}

/** Asks CloudFormation what it made of the declared resources. */
export async function readStacks(declared: readonly Declared[]): Promise<Stacks> {
  const client = new CloudFormationClient({});
  const made = new Map<string, { readonly physicalId: string; readonly status: string }>();
  for (const stack of new Set(declared.map((one) => one.stack))) {
    for await (const page of paginateListStackResources({ client }, { StackName: stack })) {
      for (const { LogicalResourceId, PhysicalResourceId = '', ResourceStatus = '' } of page.StackResourceSummaries ??
        [])
        made.set(`${stack}/${LogicalResourceId}`, { physicalId: PhysicalResourceId, status: ResourceStatus });
    }
  }
  const all = declared.map((one) => ({
    ...one,
    ...(made.get(`${one.stack}/${one.logicalId}`) ?? { physicalId: '', status: 'absent' }),
  }));
  return {
    all,
    ofType: (type) => all.filter((one) => one.type === type),
    one(type, part = '') {
      const found = all.filter((one) => one.type === type && one.logicalId.includes(part));
      const [only] = found;
      if (only === undefined || found.length > 1) throw new Error(`${found.length} resources are ${type} ${part}`);
      return only;
    },
    target(stack, reference) {
      const id = Reference.parse(reference);
      const found = all.find((one) => one.stack === stack && one.logicalId === id);
      if (found === undefined) throw new Error(`${stack} has no resource ${id}`);
      return found;
    },
  };
}

const Reference = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((found) => found['Fn::GetAtt'][0]),
]);
