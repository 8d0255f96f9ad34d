import { isObject, isTrue, type Json, list, member, numberOr, text } from './json.ts';

/**
 * Attribute values of a feature-flag document that break the constraints its flags declare, each in a sentence: what
 * AppConfig refuses when a version is stored (user guide, "Type reference for AWS.AppConfig.FeatureFlags"). Attributes
 * without a declaration are left alone.
 */
export function flagViolations(document: Json): string[] {
  const flags = member(document, 'flags');
  if (!isObject(flags)) return [];
  return Object.entries(flags).flatMap(([flag, declared]) => {
    const values = member(member(document, 'values'), flag);
    const attributes = member(declared, 'attributes');
    if (!isObject(values) || !isObject(attributes)) return [];
    return Object.entries(attributes).flatMap(([name, attribute]) => {
      const constraints = member(attribute, 'constraints');
      const value = member(values, name);
      const at = `values.${flag}.${name}`;
      if (value === undefined) return isTrue(constraints, 'required') ? [`${at}: a value is required`] : [];
      return broken(value, constraints).map((what) => `${at}: ${JSON.stringify(value)} ${what}`);
    });
  });
}

function broken(value: Json, constraints: Json | undefined): string[] {
  const wanted = text(constraints, 'type');
  const actual = Array.isArray(value) ? 'array' : typeof value;
  if (wanted !== undefined && wanted !== actual) return [`is not of the type ${wanted}`];
  if (Array.isArray(value))
    return value.flatMap((element) =>
      broken(element, member(constraints, 'elements')).map((what) => `has ${JSON.stringify(element)}, which ${what}`),
    );
  if (typeof value === 'number') {
    const [minimum, maximum] = [
      numberOr(constraints, 'minimum', Number.NEGATIVE_INFINITY),
      numberOr(constraints, 'maximum', Number.POSITIVE_INFINITY),
    ];
    return value < minimum || value > maximum ? [`is not between ${minimum} and ${maximum}`] : [];
  }
  if (typeof value !== 'string') return [];
  const options = list(constraints, 'enum');
  const pattern = text(constraints, 'pattern');
  return [
    ...(options.length > 0 && !options.includes(value) ? [`is not one of ${options.join(', ')}`] : []),
    ...(pattern !== undefined && !new RegExp(pattern).test(value) ? [`does not match ${pattern}`] : []),
  ];
}
