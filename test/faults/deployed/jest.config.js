import main from '../../../jest.config.js';

const endToEnd = main.projects.find(({ displayName }) => displayName === 'end-to-end');

/** What goes wrong with processes and engines: each file starts engines of its own, which it may kill. */
export default {
  ...main,
  maxWorkers: 1,
  forceExit: true,
  projects: [
    {
      ...endToEnd,
      displayName: 'faults-of-processes',
      testMatch: ['<rootDir>/test/faults/deployed/*.deployed.ts'],
    },
  ],
};
