import { node } from './install.mjs';
import { run, step } from './run.mjs';

/** Compiles everything to dist/; what has not changed since the last time is not compiled again. */
export async function build() {
  await step(
    'Building',
    () => run(node, ['node_modules/@nestjs/cli/bin/nest.js', 'build', 'standalone']),
    'The lines above name the files to mend.',
  );
}
