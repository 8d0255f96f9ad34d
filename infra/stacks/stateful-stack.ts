import { CfnParameter, Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { MAX_DELIVERIES } from '../../core/model/event.ts';
import { MissionTables, type Tables } from '../constructs/tables.ts';

/** Why no secret is rotated by itself. */
const UNROTATED = {
  references: 'A rotation would kill every calendar feed and decision link people hold; a person rotates after a leak.',
  objections: 'Under another key no objection would be recognised any more, and people would be contacted who refused.',
  webhooks: 'A rotation would make every receiver refuse every event until it has read its secret again.',
} as const;

/**
 * Everything that must survive a deployment of the rest: records, events not delivered yet, the keys behind every link sent, every webhook and every objection,
 * the sender, and the address of the API, since links in mails and calendars point to it.
 */
export class StatefulStack extends Stack {
  readonly tables: Tables;
  readonly references: Secret;
  readonly objections: Secret;
  readonly webhooks: Secret;
  readonly sender: { readonly identity: EmailIdentity; readonly from: string };
  readonly events: Queue;
  readonly deadLetters: Queue;
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    this.tables = new MissionTables(this, 'Tables').all;
    this.references = this.#secret('References', 'Key material of decision links and feed links', UNROTATED.references);
    this.objections = this.#secret(
      'Objections',
      'Keys of the digests by which objections are known after erasure',
      UNROTATED.objections,
    );
    this.webhooks = this.#secret('Webhooks', 'Key material of webhook signatures', UNROTATED.webhooks);
    this.sender = this.#sender();
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.events = new Queue(this, 'Events', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Six times the time the delivering function has, as Lambda asks for.
      visibilityTimeout: Duration.minutes(6),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_DELIVERIES },
    });
    this.api = new HttpApi(this, 'Api', {
      description: 'Risk-aware scheduling',
      createDefaultStage: false,
    });
  }

  /** Generated, kept when the stack goes, and not rotated, for a reason. */
  #secret(id: string, description: string, reason: string): Secret {
    const secret = new Secret(this, id, {
      description,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason });
    return secret;
  }

  #sender() {
    const from = new CfnParameter(this, 'MailFrom', {
      type: 'String',
      description: 'Address that decision mails come from; SES asks its owner to confirm it.',
      allowedPattern: '^[^@\\s]+@[^@\\s]+$',
    }).valueAsString;
    return { identity: new EmailIdentity(this, 'Sender', { identity: Identity.email(from) }), from };
  }
}
