import { randomUUID } from 'node:crypto';
import type { AppConfig } from './appconfig.ts';
import { appConfigApi } from './appconfig-api.ts';
import { versionFor } from './appconfig-store.ts';
import { isFlags } from './appconfig-validators.ts';
import { type AwsAnswer, AwsError, type AwsRequest, type AwsService } from './aws-endpoint.ts';
import { isObject, type Json, member, numberOr, parseJson, text } from './json.ts';
import type { Resource } from './template.ts';

type Session = {
  readonly id: string;
  readonly application: Resource;
  readonly environment: Resource;
  readonly profile: Resource;
  readonly interval: number;
  /** what this client got last */
  seen: string | undefined;
};

/** AppConfig's data plane: sessions whose tokens are good for one call each; unchanged configuration is an empty body. */
export function appConfigService(config: AppConfig): AwsService {
  const control = appConfigApi(config);
  const sessions = new Map<string, Session>();
  const issue = (session: Session): string => {
    const token = randomUUID();
    sessions.set(token, session);
    // Sessions are given up without a word, so the oldest tokens go.
    const [oldest] = sessions.keys();
    if (sessions.size > 10_000 && oldest !== undefined) sessions.delete(oldest);
    return token;
  };

  const start = ({ body }: AwsRequest): AwsAnswer => {
    const input = parseJson(body.toString('utf8'));
    const application = config.application(text(input, 'ApplicationIdentifier') ?? '');
    const session: Session = {
      id: randomUUID(),
      application,
      environment: config.environment(application, text(input, 'EnvironmentIdentifier') ?? ''),
      profile: config.profile(application, text(input, 'ConfigurationProfileIdentifier') ?? ''),
      interval: numberOr(input, 'RequiredMinimumPollIntervalInSeconds', 60),
      seen: undefined,
    };
    return { status: 201, body: { InitialConfigurationToken: issue(session) } };
  };

  const latest = ({ query }: AwsRequest): AwsAnswer => {
    const token = query.get('configuration_token') ?? '';
    const session = sessions.get(token);
    if (session === undefined) {
      throw new AwsError('BadRequestException', 'the configuration token is unknown, or was used before');
    }
    sessions.delete(token);
    const { application, environment, profile } = session;
    const deployments = config
      .deployments(application, environment)
      .filter((deployment) => deployment.profile === profile.ref);
    const number = versionFor(deployments, session.id, Date.now(), config.minuteMs);
    if (number === undefined) {
      throw new AwsError('ResourceNotFoundException', `nothing is deployed of profile "${profile.name}"`, 404);
    }
    const version = config.version(application, profile, number);
    const unchanged = session.seen === number;
    session.seen = number;
    const content = Buffer.from(version.content, 'base64');
    return {
      status: 200,
      headers: {
        'next-poll-configuration-token': issue(session),
        'next-poll-interval-in-seconds': String(session.interval),
        'content-type': version.contentType,
        ...(version.label === '' ? {} : { 'version-label': version.label }),
      },
      body: unchanged ? Buffer.alloc(0) : isFlags(profile) ? flagValues(content) : content,
    };
  };

  return (request) => {
    if (request.method === 'POST' && request.path === '/configurationsessions') return start(request);
    if (request.method === 'GET' && request.path === '/configuration') return latest(request);
    return control(request);
  };
}

/** What a client sees of feature flags: their values; attributes only of those that are enabled. */
function flagValues(content: Buffer): Buffer {
  const document = parseJson(content.toString('utf8'));
  const values = member(document, 'values');
  const flags = isObject(member(document, 'flags')) ? Object.keys(member(document, 'flags') ?? {}) : [];
  const seen: [string, Json][] = flags.map((flag) => {
    const value = member(values, flag);
    if (!isObject(value) || value['enabled'] !== true) return [flag, { enabled: false }];
    return [flag, Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('_')))];
  });
  return Buffer.from(JSON.stringify(Object.fromEntries(seen)));
}
