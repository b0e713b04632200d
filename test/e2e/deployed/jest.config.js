import main from '../../../jest.config.js';
import { patience } from './deployments.js';

/** Files that say nothing about a product of several processes on distributed engines, and why. */
const leftOut = {
  'test/e2e/setting/': 'the tools of the tests, which are the same everywhere',
  'test/e2e/bad-settings.spec.ts': 'how one process refuses to start',
  'test/e2e/operations.spec.ts': 'one process that has its data in its own folder',
};

const endToEnd = main.projects.find(({ displayName }) => displayName === 'end-to-end');

/** The end-to-end suite for the deployments that need the distributed engines; TEST_DEPLOYMENT names which. */
export default {
  ...main,
  maxWorkers: 1,
  testTimeout: main.testTimeout * patience,
  projects: [
    {
      ...endToEnd,
      displayName: process.env.TEST_DEPLOYMENT,
      testMatch: ['<rootDir>/test/e2e/**/*.spec.ts', '<rootDir>/test/faults/{rebuild,repeat}.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', ...Object.keys(leftOut)],
      testEnvironment: '<rootDir>/test/e2e/deployed/patient-environment.js',
    },
  ],
};
