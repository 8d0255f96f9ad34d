import type { Doors } from './ports.ts';

/** SDK clients by the name their endpoint variable carries (the service id in capitals, blanks as underscores). */
const CLIENTS = [
  'SFN',
  'APPCONFIG',
  'APPCONFIGDATA',
  'SESV2',
  'SQS',
  'SECRETS_MANAGER',
  'EVENTBRIDGE',
  'LAMBDA',
] as const;

/**
 * The environment by which AWS SDK clients talk to this host. The variable for all services makes a client that has no
 * stand-in here fail with a clear answer instead of reaching for the network.
 */
export function sdkEnvironment(doors: Doors, region: string): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_ENDPOINT_URL: doors.aws,
    AWS_ENDPOINT_URL_DYNAMODB: doors.dynamodb,
    ...Object.fromEntries(CLIENTS.map((client) => [`AWS_ENDPOINT_URL_${client}`, doors.aws])),
  };
}
