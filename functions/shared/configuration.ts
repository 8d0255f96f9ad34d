import {
  AppConfigDataClient,
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from '@aws-sdk/client-appconfigdata';
import type { z } from 'zod';
import type { Digest, PersonId, TenantId } from '../../core/model/ids.ts';
import { Flags, type Policy, PolicySet } from '../../core/model/policy.ts';
import { addressOf, withoutAddresses } from '../../core/policy/addresses.ts';
import { policyOfTenant } from '../../core/policy/policy-of-tenant.ts';
import { flagsOfTenant } from '../../core/policy/trial.ts';
import { digest } from '../../core/trace/digest.ts';
import type { Domain } from '../../core/trace/domains.ts';
import { environment } from './environment.ts';
import { logger } from './log.ts';
import { calling, errorName, Transient } from './transient.ts';

/** A configuration read longer ago than this is not good enough to go on with when the service is away. */
const LAST_GOOD_SECONDS = 300;

export interface Read<T> {
  readonly value: T;
  readonly digest: Digest;
  /** AppConfig's version label or number; '' where it gives none. */
  readonly version: string;
  /** The service could not be reached: this is the last known good, and nothing may be allowed on its strength alone. */
  readonly stale: boolean;
}

export type Configuration = ReturnType<typeof configuration>;

/**
 * Flags and policies from AppConfig. Every read asks the service (a stop flag must hold before the next step), in a new
 * session: a session may not be asked twice within its poll interval. Where the service is away, or what it gives breaks
 * its contract, the last good configuration serves for five minutes.
 * @throws Transient where there is none.
 */
export function configuration() {
  const names = environment('CONFIG_APPLICATION', 'CONFIG_ENVIRONMENT', 'FLAGS_PROFILE', 'POLICY_PROFILE');
  const client = new AppConfigDataClient({});
  const fetch = async (profile: string) => {
    const session = await client.send(
      new StartConfigurationSessionCommand({
        ApplicationIdentifier: names.CONFIG_APPLICATION,
        EnvironmentIdentifier: names.CONFIG_ENVIRONMENT,
        ConfigurationProfileIdentifier: profile,
      }),
    );
    const ConfigurationToken = session.InitialConfigurationToken;
    return client.send(new GetLatestConfigurationCommand({ ConfigurationToken }));
  };

  const reader = <T>(profile: string, domain: Domain, contract: z.ZodType<T>) => {
    let good: (Read<T> & { readonly at: number }) | undefined;
    return async (): Promise<Read<T>> => {
      try {
        const answer = await calling(`read configuration ${profile}`, fetch(profile));
        const value = contract.parse(JSON.parse(new TextDecoder().decode(answer.Configuration)));
        good = {
          value,
          digest: digest(domain, value),
          version: answer.VersionLabel ?? '',
          stale: false,
          at: Date.now(),
        };
        return good;
      } catch (error) {
        const age = good === undefined ? Number.POSITIVE_INFINITY : (Date.now() - good.at) / 1000;
        logger.warn('configuration not read', { profile, error: errorName(error), lastGoodSeconds: Math.round(age) });
        if (good !== undefined && age <= LAST_GOOD_SECONDS) return { ...good, stale: true };
        throw new Transient(`configuration ${profile} cannot be read and no recent one is known`, { cause: error });
      }
    };
  };

  const policies = reader(names.POLICY_PROFILE, 'policy-set/1', PolicySet);
  const flags = reader(names.FLAGS_PROFILE, 'flags/1', Flags);
  return {
    flags,
    policies,
    /** Flags as they hold for the tenant: a policy on trial is held to its stage. */
    async flagsOf(tenant: TenantId): Promise<Read<Flags>> {
      const [seen, { value: set }] = await Promise.all([flags(), policies()]);
      const value = flagsOfTenant(seen.value, tenant, Object.hasOwn(set.tenants, tenant));
      return value === seen.value ? seen : { ...seen, value, digest: digest('flags/1', value) };
    },
    /** The tenant's own policy, or the default, without addresses: this is what becomes evidence. */
    async policyOf(tenant: TenantId): Promise<Read<Policy>> {
      const { value: set, version, stale } = await policies();
      const value = withoutAddresses(policyOfTenant(set, tenant));
      return { value, digest: digest('policy/1', value), version, stale };
    },
    /** Where a person of the policy can be written to now; undefined: the policy of now does not name them. */
    async addressOf(tenant: TenantId, person: PersonId): Promise<string | undefined> {
      return addressOf(policyOfTenant((await policies()).value, tenant), person);
    },
  };
}
