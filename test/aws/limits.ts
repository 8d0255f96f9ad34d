/**
 * What MiniStack 1.4.21 does not do. Whatever can be made up for is: types it fails on are taken out of the templates, and
 * remedies.ts applies them, and properties it drops, through the SDK after the deployment. The rest is said at the end of
 * every run, with the place where it is checked instead.
 */
export const UNSUPPORTED_TYPES: readonly string[] = ['AWS::Logs::MetricFilter'];

export interface Limit {
  readonly what: string;
  readonly instead: string;
}

export const NOT_CHECKED: readonly Limit[] = [
  {
    what: 'errors by name: every error of a function arrives as Runtime.HandlerError, so no retry on Transient and no catch of RunStopped from a function',
    instead: 'test/local and test/e2e run the same ASL with names kept',
  },
  {
    what: 'retries with jitter and MaxDelaySeconds, Retry and Catch on the Map, MaxConcurrencyPath: ignored',
    instead: 'test/local',
  },
  {
    what: 'child executions of the Distributed Map and their rights: its items run inline in their parent',
    instead: 'test/infra asserts the rights',
  },
  {
    what: 'expiry of a gate: TimeoutSecondsPath is ignored, a gate waits for ever; an error of the function that asks is swallowed',
    instead: 'test/e2e lets gates expire',
  },
  {
    what: 'the event that a mission has ended: Step Functions sends none, this test puts the same event on the bus',
    instead: 'test/e2e, where the host sends it',
  },
  { what: 'least privilege: roles and policies are stored, nothing is refused', instead: 'test/infra, cdk-nag' },
  {
    what: 'feature flags: served as the whole document, where AWS serves their values; this test deploys the values',
    instead: 'test/local serves them as AWS does',
  },
  {
    what: 'AppConfig validators, strategies over time, alarms that take a deployment back; alarms and metric filters are stored and never fire',
    instead: 'test/local for validators and strategies; alarms are asserted in test/infra and fire nowhere',
  },
  {
    what: 'promotions: without validators and strategies that take time there is nothing of their own to see here',
    instead: 'test/e2e takes candidates through the whole machine',
  },
  {
    what: 'a missing token answers 403 (API Gateway: 401); throttling, access logs, logs and tracing of the state machine',
    instead: 'test/local for 401; the rest is asserted in test/infra',
  },
  { what: 'the nightly schedule coming due (02:00 UTC)', instead: 'test/local fires schedules' },
  {
    what: 'arm64, memory sizes, freezing between invocations: functions run as processes of this machine',
    instead: 'nowhere',
  },
];
