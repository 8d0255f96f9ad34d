import { randomInt, randomUUID } from 'node:crypto';
import { AwsError, type AwsService, jsonService } from './aws-endpoint.ts';
import { documents } from './durable.ts';
import { isObject, isTrue, type Json, type JsonObject, member, numberOr, parseJson, text } from './json.ts';
import type { Resource, Resources } from './template.ts';

/** The secrets of the template. A generated one is drawn at the first start and kept, readable by its owner only. */
export function secretsService(resources: Resources, folder: string): AwsService {
  const files = documents(folder);
  const kept = new Map(files.all().map(({ key, value }) => [key, value]));
  const secrets = resources.ofType('AWS::SecretsManager::Secret').map((resource) => {
    const before = kept.get(resource.name);
    const secret = before ?? { value: initialValue(resource), version: randomUUID(), createdAt: Date.now() / 1000 };
    if (before === undefined) files.put(resource.name, secret);
    return { resource, secret };
  });
  return jsonService('1.1', {
    GetSecretValue: (input) => {
      const id = text(input, 'SecretId') ?? '';
      const found = secrets.find(({ resource }) => resource.ref === id || resource.name === id);
      if (found === undefined) {
        throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      }
      return {
        ARN: found.resource.ref,
        Name: found.resource.name,
        VersionId: text(found.secret, 'version') ?? '',
        SecretString: text(found.secret, 'value') ?? '',
        VersionStages: ['AWSCURRENT'],
        CreatedDate: numberOr(found.secret, 'createdAt', 0),
      };
    },
  });
}

function initialValue({ id, properties }: Resource): string {
  const given = text(properties, 'SecretString');
  if (given !== undefined) return given;
  const rule = member(properties, 'GenerateSecretString');
  if (!isObject(rule)) throw new Error(`${id}: a secret needs SecretString or GenerateSecretString`);
  const password = drawn(rule);
  const template = text(rule, 'SecretStringTemplate');
  const key = text(rule, 'GenerateStringKey');
  if (template === undefined || key === undefined) return password;
  const object: Json = parseJson(template);
  return JSON.stringify({ ...(isObject(object) ? object : {}), [key]: password });
}

function drawn(rule: JsonObject): string {
  const excluded = text(rule, 'ExcludeCharacters') ?? '';
  const kinds: readonly [string, string][] = [
    ['ExcludeLowercase', 'abcdefghijklmnopqrstuvwxyz'],
    ['ExcludeUppercase', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
    ['ExcludeNumbers', '0123456789'],
    ['ExcludePunctuation', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
  ];
  const letters = kinds.filter(([flag]) => !isTrue(rule, flag)).flatMap(([, letters]) => [...letters]);
  const usable = letters.filter((letter) => !excluded.includes(letter));
  return Array.from({ length: numberOr(rule, 'PasswordLength', 32) }, () => usable[randomInt(usable.length)]).join('');
}
