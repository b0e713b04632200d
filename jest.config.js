/** Jest in ESM mode: run it with node --experimental-vm-modules (npm scripts do). */
const shared = {
  transform: { '^.+\\.ts$': '@swc/jest' },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^#libs/(.*)$': '<rootDir>/libs/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testEnvironment: 'node',
};

export default {
  maxWorkers: 2,
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      rootDir: import.meta.dirname,
      testMatch: ['<rootDir>/{libs,services,test/standins,test/engines,test/architecture}/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.engine\\.spec\\.ts$'],
    },
    {
      ...shared,
      displayName: 'end-to-end',
      rootDir: import.meta.dirname,
      testMatch: ['<rootDir>/test/{e2e,faults}/**/*.spec.ts'],
    },
    {
      ...shared,
      displayName: 'engines',
      rootDir: import.meta.dirname,
      testMatch: ['<rootDir>/{libs,services,test}/**/*.engine.spec.ts'],
    },
  ],
};
