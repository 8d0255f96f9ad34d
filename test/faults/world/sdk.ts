import { ask } from './calls.ts';

/** The clients and commands of the AWS SDK that the functions use, over the simulated world. */
export type Input = Readonly<Record<string, unknown>>;

const command = (name: string) =>
  class {
    readonly name = name;
    readonly input: Input;
    constructor(input: Input = {}) {
      this.input = input;
    }
  };

class Client {
  send({ name, input }: { readonly name: string; readonly input: Input }): Promise<unknown> {
    return ask(name, input);
  }
}

export class DynamoDBClient {}
export const DynamoDBDocumentClient = { from: () => new Client() };
export const GetCommand = command('Get');
export const PutCommand = command('Put');
export const DeleteCommand = command('Delete');
export const QueryCommand = command('Query');

export class SQSClient extends Client {}
export const SendMessageBatchCommand = command('SendMessageBatch');
export const ChangeMessageVisibilityCommand = command('ChangeMessageVisibility');

export class SESv2Client extends Client {}
export const SendEmailCommand = command('SendEmail');

export class SFNClient extends Client {}
export const StartExecutionCommand = command('StartExecution');
export const SendTaskSuccessCommand = command('SendTaskSuccess');
export const SendTaskFailureCommand = command('SendTaskFailure');
export const SendTaskHeartbeatCommand = command('SendTaskHeartbeat');

export class SecretsManagerClient extends Client {}
export const GetSecretValueCommand = command('GetSecretValue');

export class AppConfigDataClient extends Client {}
export const StartConfigurationSessionCommand = command('StartConfigurationSession');
export const GetLatestConfigurationCommand = command('GetLatestConfiguration');

export class AppConfigClient extends Client {}
export const CreateHostedConfigurationVersionCommand = command('CreateHostedConfigurationVersion');
export const ListDeploymentsCommand = command('ListDeployments');
export const GetDeploymentCommand = command('GetDeployment');
export const GetHostedConfigurationVersionCommand = command('GetHostedConfigurationVersion');
export const StartDeploymentCommand = command('StartDeployment');
export const StopDeploymentCommand = command('StopDeployment');
export const DeploymentState = {
  BAKING: 'BAKING',
  COMPLETE: 'COMPLETE',
  DEPLOYING: 'DEPLOYING',
  ROLLED_BACK: 'ROLLED_BACK',
  ROLLING_BACK: 'ROLLING_BACK',
  VALIDATING: 'VALIDATING',
};
