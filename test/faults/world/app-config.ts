import { sdkError } from './calls.ts';
import { clock } from './clock.ts';
import { fields } from './tables.ts';

type Fields = Readonly<Record<string, unknown>>;
type Profile = 'flags' | 'policy';
interface Deployment {
  readonly number: number;
  readonly profile: Profile;
  readonly version: number;
  readonly doneAt: number;
  stopped: boolean;
}

/** AppConfig: hosted versions, deployments that take a while, and a data plane that may be a little behind. */
export class AppConfig {
  readonly #versions: Record<Profile, unknown[]> = { flags: [], policy: [] };
  readonly #deployments: Deployment[] = [];

  /** An operator's own deployment of new content; nothing where another one is under way. */
  set(profile: Profile, values: unknown, ms = 0): void {
    if (this.#underWay() !== undefined) return;
    this.#versions[profile].push(values);
    this.#add(profile, this.#versions[profile].length, ms);
  }

  inForce(profile: Profile): unknown {
    const last = this.#deployments.filter((one) => one.profile === profile && state(one) === 'COMPLETE').at(-1);
    return last === undefined ? undefined : this.#versions[profile][last.version - 1];
  }

  /** What the version a deployment asks for holds. */
  wanted(input: Fields): { profile: Profile; values: unknown } {
    const profile = profileOf(input['ConfigurationProfileId']);
    return { profile, values: this.#versions[profile][Number(input['ConfigurationVersion']) - 1] };
  }

  latest(token: unknown): Fields {
    const profile = profileOf(token);
    const Configuration = new TextEncoder().encode(JSON.stringify(this.inForce(profile)));
    return { Configuration, VersionLabel: '' };
  }

  list(): Fields {
    return { Items: this.#deployments.map((one) => ({ DeploymentNumber: one.number, State: state(one) })).reverse() };
  }

  deployment(input: Fields): Fields {
    const one = this.#numbered(input);
    return {
      DeploymentNumber: one.number,
      ConfigurationProfileId: one.profile,
      ConfigurationVersion: String(one.version),
      State: state(one),
    };
  }

  hosted(input: Fields): Fields {
    const profile = profileOf(input['ConfigurationProfileId']);
    const values = this.#versions[profile][Number(input['VersionNumber']) - 1];
    const document = profile === 'flags' ? { version: '1', flags: { scheduling: {}, stop: {} }, values } : values;
    return { Content: new TextEncoder().encode(JSON.stringify(document)) };
  }

  /** @throws ConflictException while another deployment is under way */
  start(input: Fields): Fields {
    if (this.#underWay() !== undefined) throw sdkError('ConflictException', 409);
    this.#add(profileOf(input['ConfigurationProfileId']), Number(input['ConfigurationVersion']), 0);
    return {};
  }

  stop(input: Fields): Fields {
    const one = this.#numbered(input);
    if (state(one) !== 'DEPLOYING') throw sdkError('BadRequestException');
    one.stopped = true;
    return {};
  }

  #add(profile: Profile, version: number, ms: number): void {
    const number = this.#deployments.length + 1;
    this.#deployments.push({ number, profile, version, doneAt: clock.time + ms, stopped: false });
  }

  #underWay(): Deployment | undefined {
    return this.#deployments.find((one) => state(one) === 'DEPLOYING');
  }

  #numbered(input: Fields): Deployment {
    const found = this.#deployments[Number(fields(input)['DeploymentNumber']) - 1];
    if (found === undefined) throw sdkError('ResourceNotFoundException', 404);
    return found;
  }
}

function state({ stopped, doneAt }: Deployment): string {
  if (stopped) return 'ROLLED_BACK';
  return clock.time >= doneAt ? 'COMPLETE' : 'DEPLOYING';
}

function profileOf(name: unknown): Profile {
  return name === 'flags' ? 'flags' : 'policy';
}
