/**
 * Which room may import from which. Every rule says why, because a rule without a reason is deleted by the first person
 * it hinders.
 */
const CORE_ROOMS = {
  numeric: ['numeric'],
  model: ['model'],
  risk: ['numeric', 'model', 'risk'],
  calendar: ['numeric', 'model', 'calendar'],
  schedule: ['numeric', 'model', 'risk', 'calendar', 'schedule'],
  policy: ['numeric', 'model', 'risk', 'calendar', 'policy'],
  simulate: ['numeric', 'model', 'risk', 'calendar', 'schedule', 'policy', 'trace', 'audit', 'simulate'],
  report: ['numeric', 'model', 'risk', 'calendar', 'schedule', 'policy', 'report'],
  trace: ['model', 'trace'],
  audit: ['model', 'calendar', 'risk', 'audit'],
};

const REASONS = {
  numeric: 'Numbers know no domain nouns, so their tests are mathematics.',
  model: 'The contracts stand at the bottom: whatever they imported, every room would import.',
  risk: 'Risk is a function of accounts; it must not know how anybody schedules.',
  calendar: 'When somebody may be met does not depend on what it is worth.',
  schedule: 'The planner decides who meets whom; posture, routing and reports judge it from outside.',
  policy: 'Policy judges a plan by its numbers and never plans itself.',
  simulate:
    'The simulator drives planner and policy and has the checker judge every day; reports read its results as data.',
  report: 'Pages show what others decided; what they show must not depend on the simulator or the checker.',
  trace: 'A chain must be verifiable years later with nothing but the contracts.',
  audit: 'A checker that shares code with the planner shares its mistakes.',
};

const coreRooms = Object.entries(CORE_ROOMS).map(([room, allowed]) => ({
  name: `core-${room}`,
  comment: REASONS[room],
  severity: 'error',
  from: { path: `^core/${room}/` },
  to: { path: '^core/', pathNot: `^core/(${allowed.join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...coreRooms,
    {
      name: 'core-stays-inside',
      comment: 'The domain runs in functions, commands, tests and browsers alike: it knows none of them.',
      severity: 'error',
      from: { path: '^core/' },
      to: { path: '^(functions|infra|test|statemachines)/' },
    },
    {
      name: 'core-is-pure',
      comment:
        'No files, no network, no clock, no AWS inside the domain: the same input has the same bytes everywhere. ' +
        'Hashing and compression of bytes in hand are pure and allowed.',
      severity: 'error',
      from: { path: '^core/' },
      to: {
        dependencyTypes: ['core'],
        pathNot: '^(node:)?(crypto|zlib|buffer)$',
      },
    },
    {
      name: 'core-without-aws',
      comment: 'Storage and services are reached by functions/shared only.',
      severity: 'error',
      from: { path: '^core/' },
      to: { path: 'node_modules/(@aws-|@smithy/|@middy/|aws-)' },
    },
    {
      name: 'aws-in-one-room',
      comment: 'functions/shared is the only room with AWS clients, so one place sets retries, endpoints and tracing.',
      severity: 'error',
      from: { path: '^functions/', pathNot: '^functions/shared/' },
      to: { path: 'node_modules/(@aws-sdk|@smithy)/' },
    },
    {
      name: 'functions-use-core-only',
      comment:
        'A handler parses, calls core, stores and returns. The one thing taken from infra is the digest of the code, ' +
        'which bundles carry as a constant and commands, running from source, compute.',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^(infra|test)/', pathNot: '^infra/bundle/code-digest\\.ts$' },
    },
    {
      name: 'handlers-have-the-digest-built-in',
      comment: 'Sources do not exist inside a Lambda: only commands may compute the digest of the code.',
      severity: 'error',
      from: { path: '^functions/', pathNot: '^functions/commands/' },
      to: { path: '^infra/' },
    },
    {
      name: 'functions-apart',
      comment: 'One folder is one deployment: what two functions need lives in functions/shared or core.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/', pathNot: '^functions/(shared|commands)/' },
      to: { path: '^functions/', pathNot: '^functions/($1|shared)/' },
    },
    {
      name: 'shared-knows-no-function',
      comment: 'What everybody uses must not depend on one user.',
      severity: 'error',
      from: { path: '^functions/shared/' },
      to: { path: '^functions/', pathNot: '^functions/shared/' },
    },
    {
      name: 'infra-wires',
      comment: 'Stacks declare and configure; the contracts are all they need to know. Functions are reached by path.',
      severity: 'error',
      from: { path: '^infra/' },
      to: { path: '^(core|functions|test)/', pathNot: '^core/model/' },
    },
    {
      name: 'deployment-without-the-laptop',
      comment: 'What is deployed must not depend on how it is run on one machine.',
      severity: 'error',
      from: { path: '^infra/', pathNot: '^infra/local/' },
      to: { path: '^infra/local/' },
    },
    {
      name: 'nothing-from-test',
      comment: 'Tests may import everything, and nothing may import tests.',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-cycles',
      comment:
        'Two files that need each other are one file, or are missing a third. Types may point both ways: they vanish.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-resolves',
      comment:
        'An import that leads nowhere works on one machine only. (`aws-lambda` is types without code: it resolves ' +
        'for the compiler, and must be imported as types.)',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^aws-lambda$' },
    },
    {
      name: 'declared-packages-only',
      comment: 'A package that is there by accident of another one leaves with it.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'product-without-development-packages',
      comment: 'What runs in production is declared as such.',
      severity: 'error',
      from: { path: '^(core|functions)/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    // TypeScript 7 has no API for other programs; swc reads the same syntax, type-only imports included.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|cdk\\.out|out|\\.data)/' },
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'types', 'default'],
    },
  },
};
