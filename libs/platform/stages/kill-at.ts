/** What KILL_AT asks for. */
export type KillAt =
  /** The process kills itself when it gets to the stage the n-th time. */
  | { readonly kind: 'kill'; readonly stage: string; readonly times: number }
  /** The names of the stages that are reached are added to a file, each once. */
  | { readonly kind: 'record'; readonly file: string };

const stageName = /^((append|publish|write) \S+|checkpoint .+) (before|after)$|^handled \S+$/;

/**
 * @param text `<stage>[:n]`, or `record:<file>` for the mode in which a test learns the names of the stages
 * @throws TypeError when it is neither: with a mistyped stage a test would wait for a death that never comes
 */
export function parseKillAt(text: string): KillAt {
  if (text.startsWith('record:')) return { kind: 'record', file: text.slice('record:'.length) };
  const [, stage = '', times = '1'] = /^(.*?)(?::([1-9]\d*))?$/.exec(text) ?? [];
  if (!stageName.test(stage)) {
    throw new TypeError(
      `KILL_AT: ${JSON.stringify(text)} is no stage. Stages are e.g. "append deploys before", "handled sleuth.deploys.v1:3".`,
    );
  }
  return { kind: 'kill', stage, times: Number(times) };
}
