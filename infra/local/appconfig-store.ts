import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readWhole, writeWhole } from './durable.ts';
import { isObject, type Json } from './json.ts';

export type Version = {
  readonly number: number;
  readonly contentType: string;
  /** base64 */
  readonly content: string;
  readonly description: string;
  readonly label: string;
  readonly createdAt: string;
};

export type Deployment = {
  readonly number: number;
  readonly application: string;
  readonly environment: string;
  readonly profile: string;
  readonly version: string;
  readonly strategy: string;
  readonly description: string;
  readonly startedAt: string;
  /** epoch milliseconds at which it was stopped, if it was */
  stoppedAt: number | null;
  readonly minutes: number;
  readonly bakeMinutes: number;
  readonly growthFactor: number;
  readonly growthType: string;
};

/** Everything AppConfig must remember. Profiles and strategies themselves stand in the template. */
export type AppConfigState = {
  /** by application/profile */
  versions: Record<string, Version[]>;
  /** by application/environment, oldest first */
  deployments: Record<string, Deployment[]>;
  /** digest of the content each hosted version resource of the template was stored with, and its number */
  hosted: Record<string, { digest: string; number: number }>;
};

export type AppConfigStore = { readonly state: AppConfigState; save(): void };

export function openAppConfig(folder: string): AppConfigStore {
  const path = join(folder, 'appconfig.json');
  const stored: unknown = readWhole(path);
  const state: AppConfigState = isState(stored) ? stored : { versions: {}, deployments: {}, hosted: {} };
  return {
    state,
    save: () => {
      const record: Json = JSON.parse(JSON.stringify(state));
      writeWhole(path, JSON.stringify(record));
    },
  };
}

export type Progress = {
  readonly state: 'DEPLOYING' | 'BAKING' | 'COMPLETE' | 'ROLLED_BACK';
  readonly percentage: number;
};

/**
 * How far a deployment is. Linear growth adds the factor at each of 100/factor equal steps of the duration; exponential
 * growth reaches factor · 2^n, n being the elapsed time in hundredths of the duration times factor (AppConfig user guide).
 * @param minuteMs how long one minute of a strategy lasts here, milliseconds
 */
export function progress(deployment: Deployment, now: number, minuteMs: number): Progress {
  if (deployment.stoppedAt !== null) return { state: 'ROLLED_BACK', percentage: 0 };
  const elapsed = now - Date.parse(deployment.startedAt);
  const duration = deployment.minutes * minuteMs;
  if (elapsed >= duration) {
    const baked = elapsed >= duration + deployment.bakeMinutes * minuteMs;
    return { state: baked ? 'COMPLETE' : 'BAKING', percentage: 100 };
  }
  const factor = Math.max(1, deployment.growthFactor);
  const share = elapsed / duration;
  const percentage =
    deployment.growthType === 'EXPONENTIAL'
      ? factor * 2 ** Math.floor(share * Math.ceil(Math.log2(100 / factor) + 1))
      : factor * (Math.floor(share * (100 / factor)) + 1);
  return { state: 'DEPLOYING', percentage: Math.min(100, percentage) };
}

/** The version one client sees: during a deployment the share of clients already moved is chosen by their identity. */
export function versionFor(
  deployments: readonly Deployment[],
  client: string,
  now: number,
  minuteMs: number,
): string | undefined {
  const bucket = createHash('sha256').update(client).digest().readUInt16BE(0) % 100;
  return deployments.findLast((deployment) => {
    const { state, percentage } = progress(deployment, now, minuteMs);
    return state !== 'ROLLED_BACK' && bucket < percentage;
  })?.version;
}

function isState(value: unknown): value is AppConfigState {
  return isObject(value) && isObject(value['versions']) && isObject(value['deployments']) && isObject(value['hosted']);
}
