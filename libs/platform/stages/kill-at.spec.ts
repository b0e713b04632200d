import { parseKillAt } from './kill-at.js';

describe('KILL_AT', () => {
  it.each([
    ['append deploys before', 'append deploys before', 1],
    ['append buildkiteIntegration after:3', 'append buildkiteIntegration after', 3],
    ['publish sleuth.build-snapshots.v1 before:12', 'publish sleuth.build-snapshots.v1 before', 12],
    ['write vault after', 'write vault after', 1],
    ['checkpoint deploys relay before:2', 'checkpoint deploys relay before', 2],
    ['checkpoint read model: deploys after', 'checkpoint read model: deploys after', 1],
    ['handled sleuth.builds.v1:2', 'handled sleuth.builds.v1', 2],
  ])('names a stage and a time: %s', (text, stage, times) => {
    expect(parseKillAt(text)).toEqual({ kind: 'kill', stage, times });
  });

  it('names a file for the names of the stages', () => {
    expect(parseKillAt('record:/tmp/some where/stages.txt')).toEqual({
      kind: 'record',
      file: '/tmp/some where/stages.txt',
    });
  });

  it.each([
    '',
    'append',
    'append deploys',
    'append deploys during',
    'handled',
    'write before',
    'write vault after:0',
    'kill me',
  ])('is refused when it names none: %j', (text) => {
    expect(() => parseKillAt(text)).toThrow(/^KILL_AT: .* is no stage/);
  });
});
