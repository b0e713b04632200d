import { isAboutABuild, webhookEvents } from './events.js';

describe('the events of webhooks', () => {
  it.each(webhookEvents)('%s says that a build moved on', (event) => {
    expect(isAboutABuild(event)).toBe(true);
  });

  it.each([
    'ping',
    'job.started',
    'job.finished',
    'agent.connected',
    'foo.bar',
    'build',
    'BUILD.RUNNING',
    '',
  ])('%j says nothing of use here', (event) => {
    expect(isAboutABuild(event)).toBe(false);
  });
});
