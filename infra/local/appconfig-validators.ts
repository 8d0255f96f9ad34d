import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { AwsError } from './aws-endpoint.ts';
import { asDraft7 } from './draft-4.ts';
import { flagViolations } from './flag-constraints.ts';
import { isObject, type Json, list, member, parseJson, text } from './json.ts';
import type { Functions } from './lambda.ts';
import type { Resource } from './template.ts';

/**
 * Runs the profile's JSON Schema validators, and checks the shape of feature flags and their values by their constraints.
 * @throws AwsError `BadRequestException` with every violation
 */
export function checkSchema(profile: Resource, content: Buffer): void {
  const schemas = validatorsOf(profile, 'JSON_SCHEMA');
  const flags = isFlags(profile);
  if (schemas.length === 0 && !flags) return;
  let value: Json;
  try {
    value = parseJson(content.toString('utf8'));
  } catch {
    throw new AwsError('BadRequestException', `${profile.name}: the content is not JSON`);
  }
  if (flags && !(isObject(member(value, 'flags')) && text(value, 'version') === '1')) {
    throw new AwsError(
      'BadRequestException',
      `${profile.name}: feature flags need "version": "1", "flags" and "values"`,
    );
  }
  const violations = flags ? flagViolations(value) : [];
  if (violations.length > 0) throw new AwsError('BadRequestException', `${profile.name}: ${violations.join('; ')}`);
  for (const source of schemas) {
    const { $schema, ...schema } = asObject(asDraft7(parseJson(source)));
    const options = { strict: false, allErrors: true, validateFormats: false };
    const ajv = String($schema).includes('2020-12') ? new Ajv2020(options) : new Ajv(options);
    if (ajv.validate(schema, value)) continue;
    throw new AwsError('BadRequestException', `${profile.name}: ${ajv.errorsText(ajv.errors, { dataVar: '$' })}`);
  }
}

/** Invokes the profile's Lambda validators, as AppConfig does before a deployment. @throws AwsError with their message */
export async function askValidators(
  profile: Resource,
  application: string,
  version: string,
  content: string,
  functions: Functions,
): Promise<void> {
  for (const target of validatorsOf(profile, 'LAMBDA')) {
    const outcome = await functions.invoke(target, {
      applicationId: application,
      configurationProfileId: profile.ref,
      configurationVersion: version,
      content,
      uri: 'hosted',
    });
    if (outcome.ok) continue;
    const { errorType, errorMessage } = outcome.error;
    throw new AwsError('BadRequestException', `validator ${target} refused the content: ${errorType}: ${errorMessage}`);
  }
}

export function isFlags(profile: Resource): boolean {
  return text(profile.properties, 'Type') === 'AWS.AppConfig.FeatureFlags';
}

function validatorsOf(profile: Resource, type: string): string[] {
  return list(profile.properties, 'Validators')
    .filter((validator) => text(validator, 'Type') === type)
    .map((validator) => text(validator, 'Content') ?? '');
}

function asObject(value: Json): { [key: string]: Json } {
  return isObject(value) ? value : {};
}
