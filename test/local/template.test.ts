import { describe, expect, it } from 'vitest';
import type { Place } from '../../infra/local/physical.ts';
import { readResources } from '../../infra/local/template.ts';

const place: Place = {
  region: 'eu-central-1',
  account: '000000000000',
  apiUrl: 'http://127.0.0.1:4600',
  awsUrl: 'http://127.0.0.1:4601',
};

/** The environment of a function with these variables, beside these resources. */
function variables(values: Record<string, unknown>, template: Record<string, unknown> = {}, parameters = {}) {
  const { Resources = {}, ...rest } = template;
  const resources: Record<string, unknown> = { ...Object(Resources) };
  resources['Fn'] = { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: values } } };
  const read = readResources([{ Resources: resources, ...rest }], place, parameters);
  return read.ofType('AWS::Lambda::Function')[0]?.properties['Environment'];
}

const table = { Type: 'AWS::DynamoDB::Table', Properties: {} };
const api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'crm' } };

describe('template', () => {
  it('references to tables, queues, machines and secrets become their names, URLs and ARNs', () => {
    const template = {
      Resources: {
        Runs: table,
        Named: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: { 'Fn::Sub': '${AWS::StackName}-named' } } },
        Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
        Mission: { Type: 'AWS::StepFunctions::StateMachine', Properties: {} },
      },
    };
    const values = {
      A: { Ref: 'Runs' },
      B: { Ref: 'Named' },
      C: { Ref: 'Queue' },
      D: { 'Fn::GetAtt': ['Queue', 'Arn'] },
      E: { Ref: 'Mission' },
      F: { 'Fn::GetAtt': 'Mission.Name' },
    };
    expect(variables(values, template)).toEqual({
      Variables: {
        A: 'Runs',
        B: 'Stack1-named',
        C: 'http://127.0.0.1:4601/000000000000/Queue',
        D: 'arn:aws:sqs:eu-central-1:000000000000:Queue',
        E: 'arn:aws:states:eu-central-1:000000000000:stateMachine:Mission',
        F: 'Mission',
      },
    });
  });

  it('the endpoint of the HTTP API is this host, whichever way the template spells it', () => {
    const spelled = [
      'https://',
      { Ref: 'Api' },
      '.execute-api.',
      { Ref: 'AWS::Region' },
      '.',
      { Ref: 'AWS::URLSuffix' },
    ];
    const values = {
      A: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] },
      B: { 'Fn::Join': ['', [...spelled, '/']] },
      C: { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.amazonaws.com/v1' },
    };
    expect(variables(values, { Resources: { Api: api } })).toEqual({
      Variables: { A: 'http://127.0.0.1:4600', B: 'http://127.0.0.1:4600/', C: 'http://127.0.0.1:4600/v1' },
    });
  });

  it('parameters take their override, then their default', () => {
    const template = {
      Parameters: { IssuerUrl: { Type: 'String' }, From: { Type: 'String', Default: 'plan@example.com' } },
    };
    const values = { A: { Ref: 'IssuerUrl' }, B: { Ref: 'From' } };
    expect(variables(values, template, { IssuerUrl: 'http://127.0.0.1:4604' })).toEqual({
      Variables: { A: 'http://127.0.0.1:4604', B: 'plan@example.com' },
    });
  });

  it('a parameter with neither is an error that names it', () => {
    const template = { Parameters: { IssuerUrl: { Type: 'String' } } };
    expect(() => variables({ A: { Ref: 'IssuerUrl' } }, template)).toThrow(
      /Stack1\/Fn: parameter IssuerUrl has no value/,
    );
  });

  it('conditions, mappings, splits, selections and no-values give what CloudFormation gives', () => {
    const template = {
      Conditions: {
        Here: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] },
        Not: { 'Fn::Not': [{ Condition: 'Here' }] },
        Both: { 'Fn::And': [{ Condition: 'Here' }, { 'Fn::Or': [{ Condition: 'Not' }, { Condition: 'Here' }] }] },
      },
      Mappings: { Zones: { 'eu-central-1': { name: 'Europe/Berlin' } } },
    };
    const values = {
      A: { 'Fn::If': ['Both', 'yes', 'no'] },
      B: { 'Fn::If': ['Not', 'yes', { Ref: 'AWS::NoValue' }] },
      C: { 'Fn::FindInMap': ['Zones', { Ref: 'AWS::Region' }, 'name'] },
      D: { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] },
      E: { 'Fn::Sub': ['${who} ${!kept}', { who: { 'Fn::Base64': 'hi' } }] },
      F: { 'Fn::ToJsonString': { region: { Ref: 'AWS::Region' } } },
    };
    expect(variables(values, template)).toEqual({
      Variables: { A: 'yes', C: 'Europe/Berlin', D: 'b', E: 'aGk= ${kept}', F: '{"region":"eu-central-1"}' },
    });
  });

  it('a resource whose condition does not hold is not there', () => {
    const template = {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Runs: { ...table, Condition: 'Never' } },
    };
    expect(readResources([template], place).ofType('AWS::DynamoDB::Table')).toEqual([]);
  });

  it('a value exported by one stack reaches the stack that imports it', () => {
    const stateful = {
      Resources: { Runs: table },
      Outputs: { Out: { Value: { Ref: 'Runs' }, Export: { Name: { 'Fn::Sub': '${AWS::Region}:Runs' } } } },
    };
    const stateless = {
      Resources: {
        Fn: {
          Type: 'AWS::Lambda::Function',
          Properties: { Environment: { Variables: { T: { 'Fn::ImportValue': 'eu-central-1:Runs' } } } },
        },
      },
    };
    const read = readResources([stateless, stateful], place);
    expect(read.ofType('AWS::Lambda::Function')[0]?.properties).toEqual({ Environment: { Variables: { T: 'Runs' } } });
  });

  it('a reference to nothing is an error that names stack, resource and reference', () => {
    expect(() => variables({ A: { Ref: 'Gone' } })).toThrow('Stack1/Fn: Ref "Gone" names nothing in these templates');
  });

  it('an alias of a function is the function', () => {
    const template = {
      Resources: {
        Target: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'target' } },
        Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Target' } } },
        Live: {
          Type: 'AWS::Lambda::Alias',
          Properties: {
            FunctionName: { Ref: 'Target' },
            Name: 'live',
            FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
          },
        },
      },
    };
    const read = readResources([template], place);
    expect(read.ofType('AWS::Lambda::Alias')[0]?.ref).toBe(
      'arn:aws:lambda:eu-central-1:000000000000:function:target:live',
    );
  });
});
