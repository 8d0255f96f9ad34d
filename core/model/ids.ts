import { z } from 'zod';

/**
 * Identifiers come from the caller's CRM. Letters, digits and `. _ : @ + -`, starting with a letter or digit, at most
 * 128 characters: safe in keys, URLs, calendar UIDs and spreadsheets, and never `__proto__`.
 */
const identifier = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:@+-]{0,127}$/,
    'use 1 to 128 letters, digits or . _ : @ + - and start with a letter or digit',
  )
  .refine((id) => !(id in Object.prototype), 'use another id: every object has a property of this name');

export const AccountId = identifier.brand<'AccountId'>();
export type AccountId = z.infer<typeof AccountId>;
export const EngagementId = identifier.brand<'EngagementId'>();
export type EngagementId = z.infer<typeof EngagementId>;
export const RepId = identifier.brand<'RepId'>();
export type RepId = z.infer<typeof RepId>;
export const PersonId = identifier.brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;
export const TenantId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'use 1 to 63 lower-case letters, digits or - and start with a letter or digit')
  .brand<'TenantId'>();
export type TenantId = z.infer<typeof TenantId>;
export const PortfolioId = identifier.brand<'PortfolioId'>();
export type PortfolioId = z.infer<typeof PortfolioId>;
/** `run-` and 32 hexadecimal digits; derived from tenant and idempotency key, so a repeated request is the same run. */
export const RunId = z
  .string()
  .regex(/^run-[0-9a-f]{32}$/, 'use the id the API gave: run- and 32 hexadecimal digits')
  .brand<'RunId'>();
export type RunId = z.infer<typeof RunId>;
/** SHA-256 over domain-prefixed canonical bytes, `sha256:` and 64 hexadecimal digits. */
export const Digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'use sha256: and 64 hexadecimal digits')
  .brand<'Digest'>();
export type Digest = z.infer<typeof Digest>;
