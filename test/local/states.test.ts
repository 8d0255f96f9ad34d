import { StateMachine } from 'aws-local-stepfunctions';
import { describe, expect, it } from 'vitest';
import { isObject, type Json, member, parseJson, requiredText } from '../../infra/local/json.ts';
import { StatesError } from '../../infra/local/states/error.ts';
import { interpret } from '../../infra/local/states/interpreter.ts';
import { checkSupported } from '../../infra/local/states/supported.ts';

type Work = (input: Json, state: string, attempt: number) => Json | Promise<Json>;

/** Runs a machine with its tasks done by `work`. */
function run(definition: Json, input: Json, work: Work = (given) => given) {
  let attempts = 0;
  const context = { Execution: { Name: 'run-1', Id: 'arn:run-1', StartTime: '2026-11-22T09:00:00Z', Input: input } };
  const start = { state: requiredText(definition, 'StartAt', 'test'), input };
  return interpret(definition, start, context, new AbortController().signal, {
    task: async ({ input: given, state }) => work(given, state, ++attempts),
    token: () => 'token-1',
    event: () => undefined,
    entered: () => undefined,
    random: () => 0,
  });
}

function one(state: Json): Json {
  return { StartAt: 'S', States: { S: isObject(state) ? { End: true, ...state } : state } };
}

const ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:work';

describe('states language, beside the reference interpreter', () => {
  const cases: [string, Json, Json][] = [
    [
      'Parameters, ResultSelector and ResultPath',
      one({
        Type: 'Task',
        Resource: ARN,
        Parameters: { 'id.$': '$.run', fixed: 1 },
        ResultSelector: { 'got.$': '$.id' },
        ResultPath: '$.deep.result',
      }),
      { run: 'r' },
    ],
    [
      'InputPath and OutputPath',
      one({ Type: 'Task', Resource: ARN, InputPath: '$.in', OutputPath: '$.a' }),
      { in: { a: [1, 2] } },
    ],
    ['a dropped result', one({ Type: 'Task', Resource: ARN, ResultPath: null }), { keep: true }],
    ['a Pass with a result', one({ Type: 'Pass', Result: { a: 1 }, ResultPath: '$.b' }), { c: 2 }],
    [
      'a Choice by number',
      {
        StartAt: 'C',
        States: {
          C: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericGreaterThan: 3, Next: 'Big' }], Default: 'Small' },
          Big: { Type: 'Pass', Result: 'big', End: true },
          Small: { Type: 'Pass', Result: 'small', End: true },
        },
      },
      { n: 4 },
    ],
    [
      'a Choice by And, Not and IsPresent',
      {
        StartAt: 'C',
        States: {
          C: {
            Type: 'Choice',
            Choices: [
              {
                And: [{ Variable: '$.n', IsPresent: true }, { Not: { Variable: '$.n', StringEquals: 'x' } }],
                Next: 'Yes',
              },
            ],
            Default: 'No',
          },
          Yes: { Type: 'Succeed' },
          No: { Type: 'Fail', Error: 'E', Cause: 'c' },
        },
      },
      { n: 'y' },
    ],
    [
      'a Choice by wildcard',
      {
        StartAt: 'C',
        States: {
          C: { Type: 'Choice', Choices: [{ Variable: '$.n', StringMatches: 'log-*.txt', Next: 'Yes' }], Default: 'No' },
          Yes: { Type: 'Succeed' },
          No: { Type: 'Pass', Result: 'no', End: true },
        },
      },
      { n: 'log-1.txt' },
    ],
    [
      'a Map over items',
      one({
        Type: 'Map',
        ItemsPath: '$.items',
        ItemProcessor: {
          StartAt: 'I',
          States: { I: { Type: 'Task', Resource: ARN, Parameters: { 'v.$': '$' }, End: true } },
        },
        ResultPath: '$.mapped',
      }),
      { items: [3, 1, 2] },
    ],
    [
      'a Parallel',
      one({
        Type: 'Parallel',
        Branches: [
          { StartAt: 'A', States: { A: { Type: 'Pass', Result: 1, End: true } } },
          { StartAt: 'B', States: { B: { Type: 'Task', Resource: ARN, End: true } } },
        ],
        ResultPath: '$.both',
      }),
      { x: 1 },
    ],
    [
      'a wildcard path',
      one({ Type: 'Pass', Parameters: { 'ids.$': '$.rows[*].id' } }),
      { rows: [{ id: 1 }, { id: 2 }] },
    ],
    [
      'intrinsic functions',
      one({
        Type: 'Pass',
        Parameters: {
          'a.$': "States.Format('{}/{}', $.t, States.ArrayLength($.l))",
          'b.$': 'States.ArrayPartition($.l, 2)',
          'c.$': "States.StringToJson('[1]')",
          'd.$': 'States.JsonMerge($.o, $.p, false)',
          'e.$': 'States.MathAdd($.n, -1)',
          'f.$': "States.Hash($.t, 'SHA-256')",
          'g.$': "States.StringSplit('a,b', ',')",
          'h.$': 'States.ArrayRange(1, 9, 3)',
          'i.$': 'States.Base64Encode($.t)',
          'j.$': 'States.ArrayGetItem($.l, 1)',
          'k.$': 'States.ArrayUnique($.l)',
          'm.$': 'States.ArrayContains($.l, 3)',
          'n.$': 'States.JsonToString($.p)',
        },
      }),
      { t: 'tenant', l: [1, 2, 3, 3], o: { a: 1 }, p: { b: 2 }, n: 5 },
    ],
  ];
  it.each(cases)('%s gives the same output', async (_title, definition, input) => {
    // The reference takes its own type of definition; parsed JSON is what both read in earnest.
    const reference = new StateMachine(JSON.parse(JSON.stringify(definition)), {
      validationOptions: { checkArn: false },
    });
    const local: Record<string, (given: Json) => Json> = {};
    for (const state of JSON.stringify(definition).matchAll(/"([A-Z])":\{/g)) local[state[1] ?? ''] = (given) => given;
    const { result } = reference.run(JSON.parse(JSON.stringify(input)), {
      overrides: { taskResourceLocalHandlers: local },
    });
    const expected = await result.catch((error: Error) => error);
    expect(expected).not.toBeInstanceOf(Error);
    expect(await run(definition, input)).toEqual(expected);
  });
});

describe('states language', () => {
  it('a falsy result stays a result', async () => {
    expect(await run(one({ Type: 'Pass', Result: false, ResultPath: '$.stopped' }), {})).toEqual({ stopped: false });
    expect(await run(one({ Type: 'Pass', Result: null }), { a: 1 })).toBeNull();
    expect(await run(one({ Type: 'Task', Resource: ARN, ResultPath: '$.n' }), {}, () => 0)).toEqual({ n: 0 });
  });

  it('the context object reaches into iterations', async () => {
    const inner = {
      Type: 'Pass',
      Parameters: {
        'state.$': '$$.State.Name',
        'index.$': '$$.Map.Item.Index',
        'run.$': '$$.Execution.Name',
        'value.$': '$$.Map.Item.Value',
      },
      End: true,
    };
    const map = one({
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'I',
        States: { I: inner },
      },
    });
    expect(await run(map, ['a', 'b'])).toEqual([
      { state: 'I', index: 0, run: 'run-1', value: 'a' },
      { state: 'I', index: 1, run: 'run-1', value: 'b' },
    ]);
  });

  it('an ItemSelector joins the item with the input of the Map', async () => {
    const map = one({
      Type: 'Map',
      ItemsPath: '$.blocks',
      MaxConcurrency: 1,
      ItemSelector: { 'run.$': '$.run', 'block.$': '$$.Map.Item.Value' },
      ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Succeed' } } },
    });
    expect(await run(map, { run: 'r', blocks: [1, 2] })).toEqual([
      { run: 'r', block: 1 },
      { run: 'r', block: 2 },
    ]);
  });

  it('MaxConcurrency is never exceeded', async () => {
    let open = 0;
    let most = 0;
    const map = one({ Type: 'Map', MaxConcurrency: 2, ItemProcessor: one({ Type: 'Task', Resource: ARN }) });
    await run(map, [1, 2, 3, 4, 5], async (value) => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open -= 1;
      return value;
    });
    expect(most).toBe(2);
  });

  it('only the named errors are retried, up to MaxAttempts', async () => {
    const task = one({
      Type: 'Task',
      Resource: ARN,
      Retry: [
        {
          ErrorEquals: ['Throttled'],
          IntervalSeconds: 0.001,
          MaxAttempts: 2,
          BackoffRate: 2,
          MaxDelaySeconds: 1,
          JitterStrategy: 'FULL',
        },
      ],
    });
    const failing =
      (name: string, times: number): Work =>
      (_input, _state, attempt) => {
        if (attempt <= times) throw new StatesError(name, 'later');
        return attempt;
      };
    expect(await run(task, {}, failing('Throttled', 2))).toBe(3);
    await expect(run(task, {}, failing('Throttled', 3))).rejects.toMatchObject({ name: 'Throttled' });
    await expect(run(task, {}, failing('Broken', 1))).rejects.toMatchObject({ name: 'Broken' });
  });

  it('the first catcher that matches gets the error at its ResultPath, beside the raw input', async () => {
    const definition: Json = {
      StartAt: 'T',
      States: {
        T: {
          Type: 'Task',
          Resource: ARN,
          Parameters: { other: 1 },
          Catch: [
            { ErrorEquals: ['A'], Next: 'X' },
            { ErrorEquals: ['States.TaskFailed'], ResultPath: '$.error', Next: 'Y' },
          ],
          End: true,
        },
        X: { Type: 'Fail', Error: 'WrongCatcher' },
        Y: { Type: 'Succeed' },
      },
    };
    const failing: Work = () => {
      throw new StatesError('B', '{"errorType":"B"}');
    };
    expect(await run(definition, { run: 'r' }, failing)).toEqual({
      run: 'r',
      error: { Error: 'B', Cause: '{"errorType":"B"}' },
    });
  });

  it.each([
    ['States.ALL', 'States.Timeout', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.Timeout', 'States.HeartbeatTimeout', true],
    ['States.ALL', 'States.Runtime', false],
    ['States.ALL', 'States.DataLimitExceeded', false],
  ])('%s catches %s: %s', async (pattern, error, caught) => {
    const definition: Json = {
      StartAt: 'T',
      States: {
        T: { Type: 'Task', Resource: ARN, Catch: [{ ErrorEquals: [pattern], Next: 'Y' }], End: true },
        Y: { Type: 'Pass', Result: 'caught', End: true },
      },
    };
    const outcome = await run(definition, {}, () => {
      throw new StatesError(error, '');
    }).catch((thrown: unknown) => thrown);
    expect(outcome === 'caught').toBe(caught);
  });

  it('a failing branch fails the Parallel and stops its sibling', async () => {
    const slow = one({ Type: 'Wait', Seconds: 60 });
    const fail = one({ Type: 'Fail', Error: 'Broken', Cause: 'why' });
    await expect(run(one({ Type: 'Parallel', Branches: [slow, fail] }), {})).rejects.toMatchObject({
      name: 'Broken',
      cause: 'why',
    });
  });

  it('a path to nothing fails with the path in its cause', async () => {
    const task = one({ Type: 'Task', Resource: ARN, Parameters: { 'a.$': '$.gone' } });
    await expect(run(task, { here: 1 })).rejects.toMatchObject({
      name: 'States.ParameterPathFailure',
      cause: expect.stringContaining('$.gone'),
    });
  });

  it('a Choice without a match and without a default fails', async () => {
    const choice = one({ Type: 'Choice', Choices: [{ Variable: '$.a', BooleanEquals: true, Next: 'S' }] });
    await expect(run(choice, { a: false })).rejects.toMatchObject({ name: 'States.NoChoiceMatched' });
    await expect(run(choice, {})).rejects.toMatchObject({ name: 'States.Runtime' });
  });

  it('output over 256 KiB is refused as on AWS', async () => {
    const big = one({ Type: 'Task', Resource: ARN });
    await expect(run(big, {}, () => 'x'.repeat(262_144))).rejects.toMatchObject({ name: 'States.DataLimitExceeded' });
  });

  it('tolerated failures of a Map leave the others their results', async () => {
    const map = one({ Type: 'Map', ToleratedFailureCount: 1, ItemProcessor: one({ Type: 'Task', Resource: ARN }) });
    const failOn =
      (bad: readonly Json[]): Work =>
      (value) => {
        if (bad.includes(value)) throw new StatesError('Bad', '');
        return value;
      };
    expect(await run(map, [1, 2, 3], failOn([2]))).toEqual([1, { Error: 'Bad', Cause: '' }, 3]);
    await expect(run(map, [1, 2, 3], failOn([1, 2]))).rejects.toMatchObject({
      name: 'States.ExceedToleratedFailureThreshold',
    });
  });

  it('a child of a distributed Map that fails does not pass its error on', async () => {
    const processor = {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'I',
      States: { I: { Type: 'Task', Resource: ARN, End: true } },
    };
    await expect(
      run(one({ Type: 'Map', ItemProcessor: processor }), [1, 2], () => {
        throw new StatesError('RunStopped', '');
      }),
    ).rejects.toMatchObject({ name: 'States.ExceedToleratedFailureThreshold' });
  });

  it('a machine with something not run here is refused by name', () => {
    expect(() => checkSupported({ QueryLanguage: 'JSONata', States: {} }, 'mission')).toThrow('mission: JSONata');
    const nested = one({ Type: 'Map', ItemProcessor: one({ Type: 'Pass', Assign: { a: 1 } }) });
    expect(() => checkSupported(nested, 'mission')).toThrow('mission/S/S: Assign');
  });

  it('an escaped brace in States.Format is a brace', async () => {
    const pass = one({ Type: 'Pass', Parameters: { 'a.$': "States.Format('\\{{}\\} it\\'s', $.n)" } });
    expect(member(await run(pass, { n: 1 }), 'a')).toBe("{1} it's");
    expect(parseJson('{}')).toEqual({});
  });
});
