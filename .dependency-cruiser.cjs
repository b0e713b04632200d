/** Who may import whom. test/architecture plants a violation of each rule and sees it reported. */
const testFiles = '\\.(spec|contract)\\.ts$|/testing/|^test/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one thing, or have a third one missing.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'services-stay-apart',
      comment: 'Services speak through events. Only standalone puts them together.',
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: '^services/standalone/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'standalone-enters-by-index',
      comment: 'Standalone composes what a service offers in its index.ts.',
      severity: 'error',
      from: { path: '^services/standalone/' },
      to: { path: '^services/', pathNot: ['^services/standalone/', '^services/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'libs-know-no-service',
      comment: 'A lib that knows a service belongs into it.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^services/' },
    },
    {
      name: 'libs-enter-by-index',
      comment: 'What is not in the index.ts of a lib is its own business.',
      severity: 'error',
      from: { path: '^(services|test)/' },
      to: { path: '^libs/', pathNot: '^libs/[^/]+/(testing/)?index\\.ts$' },
    },
    {
      name: 'libs-meet-by-index',
      comment: 'Between libs, too, only the index.ts is open.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/(testing/)?index\\.ts$'] },
    },
    {
      name: 'domain-is-pure',
      comment:
        'domain/ holds pure functions: no framework, no clock, no I/O, no other folder but the decider types and the published language.',
      severity: 'error',
      from: { path: '^(services/.+/domain)/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^$1/', '^libs/(event-store|contracts)/index\\.ts$'] },
    },
    {
      name: 'kafkajs-only-in-its-adapter',
      comment:
        'The client can be swapped because nobody else knows it. Starting a broker and measuring against the bare client need it.',
      severity: 'error',
      from: { pathNot: '^libs/bus/kafka/|^test/(engines|bench)/' },
      to: { path: '(^|node_modules/)kafkajs' },
    },
    {
      name: 'db-client-only-in-its-adapter',
      comment: 'The client can be swapped because nobody else knows it.',
      severity: 'error',
      from: { pathNot: '^libs/event-store/eventstoredb/|^test/standins/eventstoredb/' },
      to: { path: '(^|node_modules/)@eventstore/db-client' },
    },
    {
      name: 'mongoose-only-in-its-adapter',
      comment: 'The client can be swapped because nobody else knows it.',
      severity: 'error',
      from: { pathNot: '^libs/documents/mongo/|^test/(engines|bench)/' },
      to: { path: '(^|node_modules/)(mongoose|mongodb)(/|$)' },
    },
    {
      name: 'no-testing-in-production',
      comment: 'Test tools are for tests.',
      severity: 'error',
      from: { pathNot: testFiles },
      to: { path: '\\.(spec|contract)\\.ts$|/testing/|^test/(e2e|faults|architecture)/' },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere breaks at run time.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
