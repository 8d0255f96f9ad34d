import type { ImportSource } from '../../../core/model/import-cell.ts';
import type { ImportMap } from '../../../core/model/import-map.ts';

/** A field of an account's body, where the map takes it from, and whether a blank cell is a mistake. */
export interface AccountField {
  readonly path: readonly string[];
  readonly source: ImportSource;
  readonly required: boolean;
}

/** Every field of an account that the map gives. */
export function accountFields({ account }: ImportMap): readonly AccountField[] {
  const { id, stake, timeZone, jurisdiction, stakeKind, owner, groups, loss, contact } = account;
  const { consent = {}, ...rules } = contact;
  return [
    ...Object.entries({ id, stake, timeZone, jurisdiction }).map(([name, source]) => field([name], source, true)),
    ...optional([], { stakeKind, owner }),
    ...optional(['loss'], { ...loss }),
    ...optional(['contact'], rules),
    ...Object.entries(groups).map(([group, source]) => field(['groups', group], source, true)),
    ...Object.entries(consent).flatMap(([channel, source]) =>
      source === undefined ? [] : optional(['contact', 'consent', channel], source),
    ),
  ];
}

function optional(path: readonly string[], sources: Record<string, ImportSource | undefined>): AccountField[] {
  return Object.entries(sources).flatMap(([name, source]) =>
    source === undefined ? [] : [field([...path, name], source, false)],
  );
}

function field(path: readonly string[], source: ImportSource, required: boolean): AccountField {
  return { path, source, required };
}

const NAMES = new Map([
  ['id', 'an id'],
  ['stake', 'the amount at stake'],
  ['timeZone', 'a time zone'],
  ['jurisdiction', 'a country or state'],
]);

/** What people call a field. */
export function fieldName(path: readonly string[]): string {
  const name = path.join('.');
  return NAMES.get(name) ?? (path[0] === 'groups' ? `the ${path[1] ?? 'group'}` : name);
}
