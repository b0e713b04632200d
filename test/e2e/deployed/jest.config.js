import main from '../../../jest.config.js';
import { leftOut, patience } from './deployments.js';

const endToEnd = main.projects.find(({ displayName }) => displayName === 'end-to-end');

/** The end-to-end suite for the deployments that need the distributed engines; TEST_DEPLOYMENT names which. */
export default {
  ...main,
  maxWorkers: 1,
  forceExit: true,
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
