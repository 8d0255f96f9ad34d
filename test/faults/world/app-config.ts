import { sdkError } from './calls.ts';
import { clock } from './clock.ts';
import { fields } from './tables.ts';

type Fields = Readonly<Record<string, unknown>>;
type Profile = 'flags' | 'policy';
const BY_HAND = 'by hand';
interface Deployment {
  readonly number: number;
  readonly profile: Profile;
  readonly version: number;
  readonly doneAt: number;
  readonly description: string;
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
    this.#add(profile, this.#versions[profile].length, ms, BY_HAND);
  }

  /** What a person put in force last, whatever came after it. */
  setLast(profile: Profile): unknown {
    return this.#valuesOf(profile, (one) => one.description === BY_HAND);
  }

  /** Number of the newest deployment. */
  newest(): number {
    return this.#deployments.length;
  }

  /** Number of the deployment in force. */
  numberInForce(profile: Profile): number {
    return this.#lastOf(profile, () => true)?.number ?? 0;
  }

  /** What the deployment that is to be stopped would have brought. */
  coming(input: Fields): { profile: Profile; values: unknown } {
    const { profile, version } = this.#numbered(input);
    return { profile, values: this.#versions[profile][version - 1] };
  }

  inForce(profile: Profile): unknown {
    return this.#valuesOf(profile, () => true);
  }

  #valuesOf(profile: Profile, which: (one: Deployment) => boolean): unknown {
    const last = this.#lastOf(profile, which);
    return last === undefined ? undefined : this.#versions[profile][last.version - 1];
  }

  #lastOf(profile: Profile, which: (one: Deployment) => boolean): Deployment | undefined {
    return this.#deployments.findLast((one) => one.profile === profile && state(one) === 'COMPLETE' && which(one));
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
      Description: one.description,
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
    this.#add(
      profileOf(input['ConfigurationProfileId']),
      Number(input['ConfigurationVersion']),
      0,
      String(input['Description']),
    );
    return {};
  }

  stop(input: Fields): Fields {
    const one = this.#numbered(input);
    if (state(one) !== 'DEPLOYING') throw sdkError('BadRequestException');
    one.stopped = true;
    return {};
  }

  #add(profile: Profile, version: number, ms: number, description: string): void {
    const number = this.#deployments.length + 1;
    this.#deployments.push({ number, profile, version, doneAt: clock.time + ms, description, stopped: false });
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
