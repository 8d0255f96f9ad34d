import { createHash } from 'node:crypto';

/** What `Ref` and `Fn::GetAtt` answer for one resource on this host. */
export type Physical = { readonly ref: string; readonly attributes: Readonly<Record<string, string>> };

/** Where this host pretends to be, and where it really listens. */
export type Place = {
  readonly region: string;
  readonly account: string;
  /** base URL of the HTTP API on this machine, without a trailing slash */
  readonly apiUrl: string;
  /** base URL of the AWS endpoint on this machine, without a trailing slash */
  readonly awsUrl: string;
};

type Naming = {
  /** the property that carries an explicit name, if the author gave one */
  readonly nameProperty: string;
  readonly of: (name: string, id: string, place: Place) => Physical;
};

/** Physical ids by CloudFormation type. Types absent here answer with their name, and a made-up ARN. */
export function physicalOf(type: string, place: Place): Naming {
  return (
    KNOWN[type] ?? {
      nameProperty: 'Name',
      of: (name) => named(name, arn(place, 'local', `${type}/${name}`)),
    }
  );
}

/** A short id in the shape AppConfig and API Gateway use, stable over restarts. */
export function shortId(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 7);
}

export function arn(place: Place, service: string, rest: string): string {
  return `arn:aws:${service}:${place.region}:${place.account}:${rest}`;
}

function named(name: string, resourceArn: string): Physical {
  return { ref: name, attributes: { Arn: resourceArn, Name: name } };
}

function byShortId(_name: string, id: string): Physical {
  const ref = shortId(id);
  return { ref, attributes: { Id: ref, ApplicationId: ref, EnvironmentId: ref, ConfigurationProfileId: ref } };
}

const table: Naming = {
  nameProperty: 'TableName',
  of: (name, _id, place) => named(name, arn(place, 'dynamodb', `table/${name}`)),
};

const KNOWN: Readonly<Record<string, Naming>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    of: (name, _id, place) => named(name, arn(place, 'lambda', `function:${name}`)),
  },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    of: (name, _id, place) => {
      const machine = arn(place, 'states', `stateMachine:${name}`);
      return { ref: machine, attributes: { Arn: machine, Name: name } };
    },
  },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    of: (name, _id, place) => {
      const url = `${place.awsUrl}/${place.account}/${name}`;
      return { ref: url, attributes: { Arn: arn(place, 'sqs', name), QueueName: name, QueueUrl: url } };
    },
  },
  'AWS::SecretsManager::Secret': {
    nameProperty: 'Name',
    of: (name, id, place) => {
      const secret = arn(place, 'secretsmanager', `secret:${name}-${shortId(id).slice(0, 6)}`);
      return { ref: secret, attributes: { Id: secret } };
    },
  },
  'AWS::ApiGatewayV2::Api': {
    nameProperty: 'Name',
    of: (_name, id, place) => ({
      ref: `api${shortId(id)}`,
      attributes: { ApiId: `api${shortId(id)}`, ApiEndpoint: place.apiUrl },
    }),
  },
  'AWS::ApiGatewayV2::Integration': { nameProperty: '', of: byShortId },
  'AWS::ApiGatewayV2::Authorizer': {
    nameProperty: '',
    of: (_name, id) => ({ ref: shortId(id), attributes: { AuthorizerId: shortId(id) } }),
  },
  'AWS::ApiGatewayV2::Stage': { nameProperty: 'StageName', of: (name) => ({ ref: name, attributes: {} }) },
  'AWS::AppConfig::Application': { nameProperty: '', of: byShortId },
  'AWS::AppConfig::Environment': { nameProperty: '', of: byShortId },
  'AWS::AppConfig::ConfigurationProfile': { nameProperty: '', of: byShortId },
  'AWS::AppConfig::DeploymentStrategy': { nameProperty: '', of: byShortId },
  // A version number exists only once the content is stored, so the reference stays symbolic until the emulator sees it.
  'AWS::AppConfig::HostedConfigurationVersion': {
    nameProperty: '',
    of: (_name, id) => ({ ref: `hosted:${id}`, attributes: { VersionNumber: `hosted:${id}` } }),
  },
  'AWS::Scheduler::Schedule': {
    nameProperty: 'Name',
    of: (name, _id, place) => named(name, arn(place, 'scheduler', `schedule/default/${name}`)),
  },
  'AWS::SES::EmailIdentity': {
    nameProperty: 'EmailIdentity',
    of: (name, _id, place) => named(name, arn(place, 'ses', `identity/${name}`)),
  },
  'AWS::IAM::Role': { nameProperty: 'RoleName', of: (name) => named(name, `arn:aws:iam::000000000000:role/${name}`) },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    of: (name, _id, place) => {
      const topic = arn(place, 'sns', name);
      return { ref: topic, attributes: { TopicArn: topic, TopicName: name } };
    },
  },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    of: (name, _id, place) => named(name, arn(place, 'logs', `log-group:${name}:*`)),
  },
};
